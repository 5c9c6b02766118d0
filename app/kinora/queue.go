package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

// queueVerbs order work.
type queueVerbs struct {
	List     queueListVerb     `cmd:"" help:"List the jobs that are not done, in their order."`
	Add      queueAddVerb      `cmd:"" help:"Queue takes of shots."`
	Export   queueExportVerb   `cmd:"" help:"Queue the copying of a take to a file."`
	Download queueDownloadVerb `cmd:"" help:"Queue the fetching of a model into the packs, from where you say."`
	Pause    queuePauseVerb    `cmd:"" help:"Pause jobs; they go on from their last step."`
	Resume   queueResumeVerb   `cmd:"" help:"Let paused jobs go on."`
	Cancel   queueCancelVerb   `cmd:"" help:"End jobs; what they made so far is dropped."`
	Retry    queueRetryVerb    `cmd:"" help:"Queue failed or cancelled jobs again."`
	Move     queueMoveVerb     `cmd:"" help:"Change the order of jobs."`
	Run      queueRunVerb      `cmd:"" help:"Do what is queued, and first takes of shots that have none, without a window."`
}

// session opens the project with its queue for writing.
//
// Jobs may use of the machine what the settings say; budget, in MiB, stands in for
// their limit of memory where it is not nil.
func (w within) session(ctx context.Context, budget *int64) (s *studio.Session, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	err = withSettings(func(chosen *settings.Store) error {
		dir, err := studio.FindProject(w.Project, chosen)
		if err != nil {
			return err
		}
		use := studio.ChosenMachine(chosen)
		if budget != nil {
			use.Budget = *budget << 20
		}
		s, err = studio.OpenSession(ctx, studio.SessionParams{
			Project: dir, Worker: []string{program, "worker"}, Version: version, Now: time.Now,
			Budget: use.Budget, Provider: use.Provider, Threads: use.Threads,
		})
		if err != nil {
			return err
		}
		return studio.NoteProject(chosen, s.Store.Dir())
	})
	return s, err
}

// order has an order carried out: by the process that has the project open where
// there is one, and here otherwise.
func (w within) order(ctx context.Context, tell *teller, o studio.Order) ([]project.Job, error) {
	s, err := w.session(ctx, nil)
	if errors.Is(err, project.ErrBusy) {
		return w.ask(ctx, o, err)
	}
	if err != nil {
		return nil, err
	}
	for _, notice := range s.Store.Notices() {
		tell.event(engine.Event{Event: "warning", Message: notice})
	}
	jobs, err := s.Obey(ctx, o)
	if closed := s.Close(); err == nil {
		err = closed
	}
	return jobs, err
}

// ask hands an order to the process that has the project open. busy is what to
// say where that does not listen.
func (w within) ask(ctx context.Context, o studio.Order, busy error) (jobs []project.Job, err error) {
	err = withSettings(func(chosen *settings.Store) error {
		dir, err := studio.FindProject(w.Project, chosen)
		if err != nil {
			return err
		}
		if jobs, err = studio.Ask(ctx, dir, o); errors.Is(err, studio.ErrNobody) {
			return busy
		}
		return err
	})
	return jobs, err
}

type queueListVerb struct {
	within
	Done bool `help:"List the last jobs that are done."`
}

// Run lists jobs.
func (v queueListVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		q, err := queue.Open(ctx, queue.Params{Store: s, Now: time.Now})
		if err != nil {
			return err
		}
		rows := q.List()
		if v.Done {
			const most = 100
			jobs, err := q.Done(ctx, 0, most)
			if err != nil {
				return err
			}
			rows = nil
			for _, job := range jobs {
				rows = append(rows, queue.Row{Job: job})
			}
		}
		shown := table{head: []string{"job", "state", "step", "left", "", "what"}}
		for _, row := range rows {
			shown.add(fmt.Sprint(row.ID), stateText(row.Job), stepText(row), leftText(row), row.Waits, shortened(row.Title, 70))
			if row.Reason != "" {
				shown.add("", "", "", "", "", shortened(row.Reason, 100))
			}
		}
		if len(rows) == 0 && !v.JSON {
			return tell.said(false, nil, "nothing is queued\n")
		}
		return tell.rows(v.JSON, rows, shown)
	})
}

func stepText(row queue.Row) string {
	if row.Steps == 0 || row.Step == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", row.Step, row.Steps)
}

func leftText(row queue.Row) string {
	if row.Left <= 0 || row.State == project.Failed || row.State == project.Cancelled {
		return ""
	}
	return duration(row.Left)
}

type queueAddVerb struct {
	within
	Shots    []string `arg:"" optional:"" help:"Which shots, such as SH010; those without a take where absent."`
	Takes    int      `placeholder:"N" help:"How many takes of each, in place of what the shot says."`
	Priority *int     `placeholder:"N" help:"Higher goes first."`
	After    int64    `placeholder:"JOB" help:"Job that has to be done before."`
}

// Run queues takes.
func (v queueAddVerb) Run(ctx context.Context, tell *teller) error {
	if v.Takes < 0 || v.Takes > project.MaxTakes {
		return engine.Bad(fmt.Sprintf("use 1 to %d", project.MaxTakes), "%d takes are not possible", v.Takes)
	}
	added, err := v.order(ctx, tell, studio.Order{
		Do: studio.OrderAdd, Shots: v.Shots, Takes: v.Takes, Priority: v.Priority, After: v.After,
	})
	if err != nil && len(added) == 0 {
		return err
	}
	if told := tell.jobs(v.JSON, added, "every shot has a take or is queued\n"); err == nil {
		err = told
	}
	return err
}

// jobs prints the jobs that a verb changed, or what there is to say where it
// changed none.
func (t *teller) jobs(asJSON bool, jobs []project.Job, none string) error {
	rows := table{head: []string{"job", "state", "what"}}
	for _, j := range jobs {
		rows.add(fmt.Sprint(j.ID), stateText(j), shortened(j.Title, 70))
	}
	if len(jobs) == 0 && !asJSON {
		return t.said(false, nil, "%s", none)
	}
	return t.rows(asJSON, jobs, rows)
}

// stateText is a job's state, and what it is about to become.
func stateText(j project.Job) string {
	if j.State == project.Running && j.Pausing {
		return "pausing"
	}
	return string(j.State)
}

type queueExportVerb struct {
	within
	Take   string `arg:"" help:"Which take, such as SH010_T03."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"The file; its ending decides the format."`
	Force  bool   `help:"Replace files that exist."`
}

// Run queues an export.
func (v queueExportVerb) Run(ctx context.Context, tell *teller) error {
	output, err := filepath.Abs(v.Output) // the process that obeys may have another working folder
	if err != nil {
		return err
	}
	jobs, err := v.order(ctx, tell, studio.Order{Do: studio.OrderExport, Take: v.Take, Output: output, Force: v.Force})
	if err != nil {
		return err
	}
	return tell.jobs(v.JSON, jobs, "")
}
