package queue_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/kinora-studio/kinora/project"
)

func (s *session) pause(r *rapid.T) {
	id, ok := draw(r, s.ids())
	if !ok || !expect(r, s.queue.Pause(s.ctx(), id), !s.state[id].Ended()) {
		return
	}
	if s.state[id] == project.Running {
		s.pausing[id] = true
	} else {
		s.state[id] = project.Paused
	}
}

func (s *session) resume(r *rapid.T) {
	id, ok := draw(r, s.ids())
	if !ok || !expect(r, s.queue.Resume(s.ctx(), id), !s.state[id].Ended()) {
		return
	}
	s.pausing[id] = false
	if s.state[id] == project.Paused {
		s.state[id] = project.Queued
	}
}

func (s *session) cancel(r *rapid.T) {
	id, ok := draw(r, s.ids())
	if !ok || !expect(r, s.queue.Cancel(s.ctx(), id), s.state[id] != project.Done && s.state[id] != project.Failed) {
		return
	}
	s.state[id], s.pausing[id] = project.Cancelled, false
}

// retry takes two at once: both or none.
func (s *session) retry(r *rapid.T) {
	id, ok := draw(r, s.ids())
	other, also := draw(r, s.in(project.Failed, project.Cancelled, project.Done))
	if !ok || !also {
		return
	}
	can := func(id int64) bool { return s.state[id] == project.Failed || s.state[id] == project.Cancelled }
	if expect(r, s.queue.Retry(s.ctx(), id, other), can(id) && can(other)) {
		for _, i := range []int64{id, other} {
			s.state[i], s.crashes[i] = project.Queued, 0
		}
	}
}

func (s *session) move(r *rapid.T) {
	waiting := s.in(project.Queued, project.Running, project.Paused, project.Failed, project.Cancelled)
	id, ok := draw(r, waiting)
	other, also := draw(r, waiting)
	if !ok || !also || id == other {
		return
	}
	rest := slices.DeleteFunc(slices.Clone(s.order), func(o int64) bool { return o == id || s.state[o] == project.Done })
	at := slices.Index(rest, other)
	var err error
	switch rapid.SampledFrom([]string{"before", "after", "top", "end"}).Draw(r, "where") {
	case "before":
		err = s.queue.MoveBefore(s.ctx(), id, other)
	case "after":
		err = s.queue.MoveAfter(s.ctx(), id, other)
		at++
	case "top":
		err = s.queue.MoveToTop(s.ctx(), id)
		at = 0
	case "end":
		err = s.queue.MoveToEnd(s.ctx(), id)
		at = len(rest)
	}
	if err != nil {
		r.Fatal(err)
	}
	done := slices.DeleteFunc(slices.Clone(s.order), func(o int64) bool { return s.state[o] != project.Done })
	s.order = append(slices.Insert(rest, at, id), done...)
}

func (s *session) priority(r *rapid.T) {
	id, ok := draw(r, s.ids())
	if !ok {
		return
	}
	err := s.queue.SetPriority(s.ctx(), rapid.IntRange(-1, 1).Draw(r, "priority"), id)
	if !expect(r, err, s.state[id] != project.Done) {
		return
	}
	// Where among its new equals it stands is decided by positions that moves left
	// behind; that the others keep their order is what is asked of it.
	listed := s.listed()
	others := func(ids []int64) []int64 {
		return slices.DeleteFunc(slices.Clone(ids), func(o int64) bool { return o == id || s.state[o] == project.Done })
	}
	if !slices.Equal(others(listed), others(s.order)) {
		r.Fatalf("a priority put %v in place of %v", listed, s.order)
	}
	done := slices.DeleteFunc(slices.Clone(s.order), func(o int64) bool { return s.state[o] != project.Done })
	s.order = append(listed, done...)
}

func (s *session) listed() []int64 {
	var ids []int64
	last := 1 << 30
	for _, row := range s.queue.List() {
		if row.Priority > last {
			return nil
		}
		last = row.Priority
		ids = append(ids, row.ID)
	}
	return ids
}

func (s *session) hold(r *rapid.T) {
	s.held = rapid.Bool().Draw(r, "held")
	change := s.queue.ResumeAll
	if s.held {
		change = s.queue.PauseAll
	}
	if err := change(s.ctx()); err != nil {
		r.Fatal(err)
	}
}

// restart ends the process without a word to anybody.
func (s *session) restart(*rapid.T) {
	s.film.restart()
	clear(s.open)
	for _, id := range s.in(project.Running) {
		s.state[id] = project.Queued
		if s.pausing[id] {
			s.state[id] = project.Paused
		}
		s.pausing[id] = false
	}
}
