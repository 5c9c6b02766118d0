package queue_test

import (
	"context"
	"errors"
	"flag"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
)

// Any sequence of events, on the machine alone.
func TestAnySequenceOfEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(0, 0)
		job := project.Job{State: project.Queued, Title: "SH010"}
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			now = now.Add(time.Second)
			e := queue.Event{
				Kind: rapid.SampledFrom(events).Draw(t, "event"), Step: rapid.IntRange(0, 9).Draw(t, "step"), Steps: 9, Kept: 2,
				Checkpoint: rapid.SampledFrom([]string{"", "cache/a"}).Draw(t, "checkpoint"), Reason: "why",
			}
			next, effect, err := queue.Apply(job, e, now)
			switch {
			case err != nil && (next.State != job.State || effect != queue.Effect{}):
				t.Fatalf("refused %s and changed the job all the same", e.Kind)
			case job.State == project.Done && next.State != project.Done:
				t.Fatalf("%s made a done job %s", e.Kind, next.State)
			case job.State.Ended() && next.State != job.State && e.Kind != queue.Retry:
				t.Fatalf("%s made a %s job %s", e.Kind, job.State, next.State)
			case next.State == project.Running && job.State != project.Running && e.Kind != queue.Start:
				t.Fatalf("%s made it run", e.Kind)
			case next.State.Ended() != (next.Ended != nil):
				t.Fatalf("%s with the end %v", next.State, next.Ended)
			case next.Pausing && next.State != project.Running:
				t.Fatalf("%s and pausing", next.State)
			case next.Attempts < job.Attempts || next.Attempts > job.Attempts && e.Kind != queue.Start:
				t.Fatalf("attempts went from %d to %d", job.Attempts, next.Attempts)
			case job.Checkpoint != "" && next.Checkpoint == "" && effect.Drop != job.Checkpoint:
				t.Fatal("a checkpoint was forgotten and not dropped")
			case effect.Ask != queue.AskNothing && job.State != project.Running:
				t.Fatalf("asks a worker of a %s job to %s", job.State, effect.Ask)
			case next.Cleared && next.State != project.Failed && next.State != project.Cancelled:
				t.Fatalf("%s and cleared away", next.State)
			case e.Kind == queue.Retry && err == nil && next.Reason != job.Reason:
				t.Fatal("retry lost the reason")
			}
			job = next
		}
	})
}

// model is what the queue is expected to hold, told in another way.
type model struct {
	state   map[int64]project.JobState
	after   map[int64]int64
	group   map[int64]int64
	pausing map[int64]bool
	crashes map[int64]int
	landed  map[int64]int
	held    bool
	order   []int64
}

func (m *model) ids() []int64 { return slices.Sorted(maps.Keys(m.state)) }

func (m *model) in(states ...project.JobState) []int64 {
	return slices.DeleteFunc(m.ids(), func(id int64) bool { return !slices.Contains(states, m.state[id]) })
}

// session is one try: a real project, what it should hold, and who works on it.
type session struct {
	*film
	model
	open map[int64]*queue.Attempt
}

// Any sequence of commands and events against a real database, with the process
// ending in between: nothing is lost, nothing is done twice, nothing runs before
// what it depends on, and the database is always what the model says.
func TestAnySequenceOfCommands(t *testing.T) {
	sequencesOfCommands(t, "25")
}

// sequencesOfCommands tries so many sequences: each is a project on a real disk.
func sequencesOfCommands(t *testing.T, checks string) {
	const setting = "rapid.checks"
	before := flag.Lookup(setting).Value.String()
	if err := flag.Set(setting, checks); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := flag.Set(setting, before); err != nil {
			t.Error(err)
		}
	}()
	rapid.Check(t, func(r *rapid.T) {
		f := newFilm(t)
		f.t = t
		s := &session{film: f, open: map[int64]*queue.Attempt{}, model: model{
			state: map[int64]project.JobState{}, after: map[int64]int64{}, group: map[int64]int64{},
			pausing: map[int64]bool{}, crashes: map[int64]int{}, landed: map[int64]int{},
		}}
		s.add(r)
		actions := map[string]func(*rapid.T){
			"add": s.add, "start": s.start, "end": s.end, "step": s.step, "pause": s.pause, "resume": s.resume, "cancel": s.cancel,
			"retry": s.retry, "move": s.move, "priority": s.priority, "hold": s.hold, "restart": s.restart,
		}
		names := slices.Sorted(maps.Keys(actions))
		for range rapid.IntRange(5, 25).Draw(r, "actions") {
			f.clock.advance(rapid.Float64Range(0, 1).Draw(r, "seconds"))
			name := rapid.SampledFrom(names).Draw(r, "action")
			actions[name](r)
			s.compare(r, name)
		}
		if err := f.store.Close(); err != nil {
			r.Fatal(err)
		}
	})
}

func (s *session) compare(r *rapid.T, after string) {
	for _, id := range s.ids() {
		row, err := s.queue.Get(s.ctx(), id)
		if err != nil {
			r.Fatal(err)
		}
		kept, err := s.store.Job(s.ctx(), id)
		if err != nil {
			r.Fatal(err)
		}
		if row.State != s.state[id] || kept.State != s.state[id] || row.Pausing != s.pausing[id] || kept.Pausing != s.pausing[id] {
			r.Fatalf("after %s job %d is %s (pausing %t), kept as %s (%t), and should be %s (%t)",
				after, id, row.State, row.Pausing, kept.State, kept.Pausing, s.state[id], s.pausing[id])
		}
		if kept.Group != s.group[id] || kept.After != s.after[id] || kept.Position != row.Position || kept.Priority != row.Priority || kept.Crashes != row.Crashes {
			r.Fatalf("after %s job %d is kept as %+v, and listed as %+v", after, id, kept, row.Job)
		}
		if done := s.landed[id] == 1; s.landed[id] > 1 || done != (kept.State == project.Done) {
			r.Fatalf("job %d is %s and was landed %d times", id, kept.State, s.landed[id])
		}
	}
	var listed []int64
	for _, row := range s.queue.List() {
		listed = append(listed, row.ID)
	}
	want := slices.DeleteFunc(slices.Clone(s.order), func(id int64) bool { return s.state[id] == project.Done })
	if !slices.Equal(listed, want) {
		r.Fatalf("after %s the order is %v, and should be %v", after, listed, want)
	}
	next, err := s.queue.Next(s.ctx(), plenty)
	if err != nil {
		r.Fatal(err)
	}
	for _, j := range next {
		if s.held || s.state[j.ID] != project.Queued || !s.free(j.ID) {
			r.Fatalf("after %s Next offers job %d, which is %s", after, j.ID, s.state[j.ID])
		}
	}
}

// free reports whether what a job depends on is done.
func (s *session) free(id int64) bool {
	return s.after[id] == 0 || s.state[s.after[id]] == project.Done
}

func (s *session) add(r *rapid.T) {
	var news []queue.New
	for i := range rapid.IntRange(1, 3).Draw(r, "jobs") {
		n := shot(i)
		n.Memory = rapid.Int64Range(0, 16e9).Draw(r, "memory")
		n.Kind = rapid.SampledFrom([]project.JobKind{project.JobGenerate, project.JobExport, project.JobDownload}).Draw(r, "kind")
		switch {
		case i > 0 && rapid.Bool().Draw(r, "follows"):
			n.Follows = i
		case len(s.state) > 0 && rapid.Bool().Draw(r, "after"):
			n.After = rapid.SampledFrom(s.ids()).Draw(r, "job before")
		}
		news = append(news, n)
	}
	add, grouped := s.queue.Add, rapid.Bool().Draw(r, "group")
	if grouped {
		add = s.queue.AddGroup
	}
	jobs, err := add(s.ctx(), news...)
	if err != nil {
		r.Fatal(err)
	}
	for i, j := range jobs {
		s.state[j.ID] = project.Queued
		if s.after[j.ID] = news[i].After; news[i].Follows > 0 {
			s.after[j.ID] = jobs[news[i].Follows-1].ID
		}
		if grouped {
			s.group[j.ID] = jobs[0].ID
		}
		s.order = append(s.order, j.ID)
	}
	s.sort(r)
}

// sort puts the model's order right after a priority was given: everything else
// keeps its place.
func (s *session) sort(r *rapid.T) {
	priority := map[int64]int{}
	for _, id := range s.order {
		row, err := s.queue.Get(s.ctx(), id)
		if err != nil {
			r.Fatal(err)
		}
		priority[id] = row.Priority
	}
	slices.SortStableFunc(s.order, func(a, b int64) int { return priority[b] - priority[a] })
}

// draw picks a job, or reports that there is none.
func draw(r *rapid.T, ids []int64) (int64, bool) {
	if len(ids) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(ids).Draw(r, "job"), true
}

// expect checks that a command was refused exactly where the model refuses it.
func expect(r *rapid.T, err error, allowed bool) bool {
	if allowed != (err == nil) || err != nil && !errors.Is(err, project.ErrBadInput) {
		r.Fatalf("error = %v, and it is allowed: %t", err, allowed)
	}
	return allowed
}

func (s *session) start(r *rapid.T) {
	id, ok := draw(r, s.ids())
	if !ok {
		return
	}
	a, err := s.queue.Start(s.ctx(), id)
	if expect(r, err, s.state[id] == project.Queued && s.free(id) && !s.held && s.open[id] == nil) {
		s.state[id], s.open[id] = project.Running, a
	}
}

func (s *session) step(r *rapid.T) {
	id, ok := draw(r, slices.Sorted(maps.Keys(s.open)))
	if !ok {
		return
	}
	err := s.open[id].Step(s.ctx(), queue.Progress{Step: rapid.IntRange(1, 9).Draw(r, "step"), Steps: 10})
	if wanted := s.state[id] == project.Running; wanted != (err == nil) {
		r.Fatalf("step of a %s job: %v", s.state[id], err)
	}
}

func (s *session) end(r *rapid.T) {
	id, ok := draw(r, slices.Sorted(maps.Keys(s.open)))
	if !ok {
		return
	}
	a, wanted := s.open[id], s.state[id] == project.Running
	back := project.Queued
	if s.pausing[id] {
		back = project.Paused
	}
	var err error
	switch rapid.SampledFrom([]string{"finish", "fail", "crash", "interrupt"}).Draw(r, "end") {
	case "finish":
		err = a.Finish(s.ctx(), func(context.Context) error { s.landed[id]++; return nil })
		if !wanted && errors.Is(err, queue.ErrEnded) {
			err = nil
		}
		back = project.Done
	case "fail":
		err = a.Fail(s.ctx(), queue.Failure{Reason: "no"})
		back = project.Failed
	case "crash":
		err = a.Crash(s.ctx(), queue.Failure{Reason: "killed"})
		if wanted {
			s.crashes[id]++
		}
		if s.crashes[id] == 2 {
			back = project.Failed
		}
	case "interrupt":
		err = a.Interrupt(s.ctx())
	}
	if err != nil {
		r.Fatal(err)
	}
	delete(s.open, id)
	if wanted {
		s.state[id], s.pausing[id] = back, false
	}
}
