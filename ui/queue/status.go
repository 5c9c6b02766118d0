package queue

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	jobs "github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/words"
)

// Status is what the bar at the foot of the window says of the queue. Its fields
// are those of the frame's own, into which it can be converted.
type Status struct {
	Job      string
	Waiting  bool
	Failed   bool
	Progress float64
	Provider string
	Memory   string
	Short    bool
}

// StatusParams are what a Presenter needs.
type StatusParams struct {
	Desk  *studio.Desk
	Do    func(what string, f func())
	Show  func(Status)       // called on the UI goroutine
	Count func(count string) // as Show: how many jobs are not done, empty for none
}

// Presenter tells the window's bar and rail what the queue does, whichever screen
// is shown, until Close.
type Presenter struct {
	p StatusParams

	mu    sync.Mutex
	stop  context.CancelFunc // guarded by mu; nil while no project is open
	ended sync.WaitGroup
	shut  bool // guarded by mu
}

// NewPresenter starts to tell.
func NewPresenter(p StatusParams) (*Presenter, error) {
	if p.Desk == nil || p.Do == nil || p.Show == nil || p.Count == nil {
		return nil, errors.New("the status of the queue needs a desk and whom to tell")
	}
	t := &Presenter{p: p}
	p.Desk.Watch(t.follow)
	t.follow(p.Desk.Session())
	return t, nil
}

// Close ends it.
func (t *Presenter) Close() {
	t.mu.Lock()
	t.shut = true
	if t.stop != nil {
		t.stop()
	}
	t.mu.Unlock()
	t.ended.Wait()
}

// follow turns to another project, or to none.
func (t *Presenter) follow(s *studio.Session) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if t.shut {
		return
	}
	if s == nil {
		t.tell(context.Background(), Status{Progress: -1, Provider: t.provider("")}, "")
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	t.stop = stop
	t.ended.Add(1)
	go func() {
		defer t.ended.Done()
		t.run(ctx, s)
	}()
}

// run tells what is new, four times a second at most, until its context ends.
func (t *Presenter) run(ctx context.Context, s *studio.Session) {
	wake := make(chan struct{}, 1)
	t.ended.Add(1)
	go func() {
		defer t.ended.Done()
		for range s.Queue.Watch(ctx) {
			select {
			case wake <- struct{}{}:
			default:
			}
		}
	}()
	for {
		status, count := t.look(s)
		t.tell(ctx, status, count)
		rest := time.NewTimer(pace)
		select {
		case <-ctx.Done():
		case <-rest.C:
		}
		rest.Stop()
		again := time.NewTimer(untilNext(s, time.Now())) // what is free and what is left change by themselves
		select {
		case <-ctx.Done():
			again.Stop()
			return
		case <-wake:
		case <-again.C:
		}
		again.Stop()
	}
}

func (t *Presenter) tell(ctx context.Context, status Status, count string) {
	t.p.Do("queue: status", func() {
		if ctx.Err() == nil {
			t.p.Show(status)
			t.p.Count(count)
		}
	})
}

// tally is what the bar needs of the list.
type tally struct {
	open         int       // jobs that are not done
	runs, broken *jobs.Row // the take that is being made, or whatever runs; what failed last
	short        bool      // something waits for memory
}

func count(s *studio.Session) tally {
	var t tally
	rows, held := s.Queue.List(), s.Queue.Held()
	for i := range rows {
		switch row := &rows[i]; row.State {
		case project.Running:
			t.open++
			if t.runs == nil || t.runs.Kind != project.JobGenerate {
				t.runs = row
			}
		case project.Queued, project.Paused:
			t.open++
			t.short = t.short || row.Waits != "" && row.After == 0 && !row.Stopping && !held
		case project.Failed:
			t.broken = row
		default:
		}
	}
	return t
}

// look says how things stand.
func (t *Presenter) look(s *studio.Session) (Status, string) {
	now := count(s)
	status := Status{Progress: -1, Short: now.short}
	used, provider := int64(0), ""
	switch runs := now.runs; {
	case runs != nil:
		forming, _ := s.Forming(runs.ID)
		used, provider = forming.Memory, runs.Provider
		status.Job, status.Waiting = inALine(runs), runs.Pausing || runs.Stopping
		if runs.Steps > 0 {
			status.Progress = float64(runs.Step) / float64(runs.Steps)
		}
	case now.open > 0 && s.Queue.Held():
		status.Job, status.Waiting = words.N("queue.status-held", now.open), true
	case now.open > 0:
		status.Job, status.Waiting = words.N("queue.status-waiting", now.open), true
	case now.broken != nil:
		status.Job, status.Failed = words.T("queue.status-failed", "Title", now.broken.Title), true
	}
	status.Provider, status.Memory = t.provider(provider), memory(s.Room(), used)
	if now.open == 0 {
		return status, ""
	}
	return status, amount.Number(float64(now.open))
}

// inALine is a running job in a line.
func inALine(row *jobs.Row) string {
	facts := []string{row.Title}
	if row.Steps > 0 {
		facts = append(facts, words.T("queue.status-step", "Step", row.Step, "Steps", row.Steps))
	}
	if row.Left >= 0 {
		facts = append(facts, words.T("queue.left", "Length", amount.Left(row.Left)))
	}
	return strings.Join(facts, "  ·  ")
}

// provider names what computes.
func (t *Presenter) provider(running string) string {
	if running == "" {
		running = settings.Get(t.p.Desk.Settings(), studio.Provider)
	}
	if running == "" {
		running = "cpu"
	}
	return strings.ToUpper(running)
}

// memory says how much of what jobs may have they take.
func memory(room jobs.Room, used int64) string {
	whole := room.Free + used
	if room.Budget > 0 {
		whole = min(whole, room.Budget)
	}
	switch {
	case whole > 1<<60: // the system does not say
		return ""
	case used == 0:
		return words.T("queue.status-free", "Memory", amount.Bytes(roughly(whole)))
	}
	return words.T("queue.status-memory", "Used", amount.Bytes(used), "Whole", amount.Bytes(whole))
}

// roughly keeps two digits of a number: what is free changes all the time, and each
// change that is shown paints the window.
func roughly(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}
