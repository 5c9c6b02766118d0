package studio

import (
	"context"
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// Order is something that people ask of a queue. It can be handed to the process
// that has the project open, see Ask.
type Order struct {
	Do   string  `json:"do"`             // one of the constants below
	Jobs []int64 `json:"jobs,omitempty"` // of pause, resume, cancel, retry and move
	All  bool    `json:"all,omitempty"`  // in place of Jobs: all that it can be done to

	// Of add; no shots are those without a take.
	Shots    []string `json:"shots,omitempty"` // codes
	Takes    int      `json:"takes,omitempty"`
	Priority *int     `json:"priority,omitempty"` // of move, too
	After    int64    `json:"after,omitempty"`    // of move, too

	// Of move, besides Priority and After.
	Before int64 `json:"before,omitempty"`
	Top    bool  `json:"top,omitempty"`
	End    bool  `json:"end,omitempty"`

	// Of export.
	Take   string `json:"take,omitempty"`   // code
	Output string `json:"output,omitempty"` // absolute path
	Force  bool   `json:"force,omitempty"`

	Download *DownloadParams `json:"download,omitempty"` // of download
}

// What an order asks for.
const (
	OrderPause  = "pause" // with All: hold the queue
	OrderResume = "resume"
	OrderCancel = "cancel"
	OrderRetry  = "retry"
	OrderMove   = "move"
	OrderAdd    = "add"
	OrderExport = "export"

	OrderDownload = "download"
)

// Obey does what an order says and returns the jobs that it changed or added, as
// they are then. Jobs that were added before something failed are returned, too.
func (s *Session) Obey(ctx context.Context, o Order) ([]project.Job, error) {
	switch o.Do {
	case OrderPause, OrderResume, OrderCancel, OrderRetry:
		return s.command(ctx, o)
	case OrderMove:
		return s.move(ctx, o)
	case OrderAdd:
		return s.add(ctx, o)
	case OrderExport:
		take, err := s.Store.TakeByCode(ctx, o.Take)
		if err != nil {
			return nil, err
		}
		job, err := s.Export(ctx, take, o.Output, o.Force)
		if err != nil {
			return nil, err
		}
		return []project.Job{job}, nil
	case OrderDownload:
		if o.Download == nil {
			return nil, engine.Bad("give the addresses of the files", "it is not said what to fetch")
		}
		job, err := s.Download(ctx, *o.Download)
		if err != nil {
			return nil, err
		}
		return []project.Job{job}, nil
	}
	return nil, engine.Bad("use the same version of Kinora everywhere", "there is no order %q", o.Do)
}

// controllable are the states of the jobs that All means.
var controllable = map[string][]project.JobState{
	OrderPause:  {project.Queued, project.Running},
	OrderResume: {project.Paused},
	OrderCancel: {project.Queued, project.Running, project.Paused},
	OrderRetry:  {project.Failed},
}

func (s *Session) command(ctx context.Context, o Order) ([]project.Job, error) {
	ids := o.Jobs
	if o.All {
		ids = nil
		for _, row := range s.Queue.List() {
			if slices.Contains(controllable[o.Do], row.State) {
				ids = append(ids, row.ID)
			}
		}
	}
	var err error
	switch {
	case o.Do == OrderPause && o.All: // those that are paused one by one stay so later
		err = s.Queue.PauseAll(ctx)
	case o.Do == OrderPause:
		err = s.Queue.Pause(ctx, ids...)
	case o.Do == OrderCancel:
		err = s.Queue.Cancel(ctx, ids...)
	case o.Do == OrderRetry:
		err = s.Queue.Retry(ctx, ids...)
	default:
		if o.All {
			err = s.Queue.ResumeAll(ctx)
		}
		if err == nil {
			err = s.Queue.Resume(ctx, ids...)
		}
	}
	if err != nil {
		return nil, err
	}
	return s.jobs(ctx, ids)
}

// jobs reads jobs as they are now.
func (s *Session) jobs(ctx context.Context, ids []int64) ([]project.Job, error) {
	jobs := make([]project.Job, 0, len(ids))
	for _, id := range ids {
		row, err := s.Queue.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, row.Job)
	}
	return jobs, nil
}

// move changes the place of a job and returns the whole queue in its new order.
func (s *Session) move(ctx context.Context, o Order) ([]project.Job, error) {
	if len(o.Jobs) != 1 {
		return nil, engine.Bad("name one job by its number", "%d jobs are named", len(o.Jobs))
	}
	job := o.Jobs[0]
	var err error
	switch {
	case o.Before != 0:
		err = s.Queue.MoveBefore(ctx, job, o.Before)
	case o.After != 0:
		err = s.Queue.MoveAfter(ctx, job, o.After)
	case o.Top:
		err = s.Queue.MoveToTop(ctx, job)
	case o.End:
		err = s.Queue.MoveToEnd(ctx, job)
	case o.Priority != nil:
		err = s.Queue.SetPriority(ctx, *o.Priority, job)
	default:
		err = engine.Bad("add --before, --after, --top, --end or --priority", "it is not said where job %d goes", job)
	}
	if err != nil {
		return nil, err
	}
	var jobs []project.Job
	for _, row := range s.Queue.List() {
		jobs = append(jobs, row.Job)
	}
	return jobs, nil
}

// add queues takes, of all the shots that are named or of none.
func (s *Session) add(ctx context.Context, o Order) ([]project.Job, error) {
	if len(o.Shots) == 0 && o.Takes == 0 && o.Priority == nil && o.After == 0 {
		return s.GenerateMissing(ctx)
	}
	if len(o.Shots) == 0 {
		return nil, engine.Bad("name shots, such as SH010", "it is not said of which shots")
	}
	wanted := make([]GenerateParams, len(o.Shots))
	for i, code := range o.Shots {
		shot, err := s.Store.ShotByCode(ctx, code)
		if err != nil {
			return nil, err
		}
		wanted[i] = GenerateParams{Shot: shot.ID, Takes: o.Takes, After: o.After}
		if o.Priority != nil {
			wanted[i].Priority = *o.Priority
		}
	}
	return s.GenerateAll(ctx, wanted...)
}
