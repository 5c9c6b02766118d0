package queue

import (
	"container/heap"
	"slices"

	"github.com/kinora-studio/kinora/project"
)

// Forecast is when things will be done if they go on as they do, in seconds from
// now.
type Forecast struct {
	Total   float64           // until everything that can be done is
	Ends    map[int64]float64 // of each job that will be done
	Unknown int               // jobs among them of which nobody knows how long they take; counted as nothing
	Stuck   int               // queued jobs that wait for one that is paused, failed or cancelled
}

// Forecast plays the queue to its end, with its order, limits, dependencies and
// memory, as if it were not held.
func (q *Queue) Forecast(room Room) Forecast {
	p, result := q.rehearse(room)
	p.run()
	result.Total, result.Ends = p.now, p.ends
	return result
}

// rehearse returns the play of the queue as it is now, before it begins.
func (q *Queue) rehearse(room Room) (p *play, result Forecast) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	p = &play{gate: newGate(q.limits, room), kinds: map[project.JobKind]int{}, ends: map[int64]float64{}}
	for _, it := range q.order {
		left := q.leftLocked(it)
		next := &part{id: it.ID, kind: it.Kind, memory: it.Memory, left: max(0, left), passed: it.passed}
		switch {
		case it.attempt != nil && it.State.Ended(): // its worker has not let go yet
			p.start(&part{kind: it.Kind, memory: it.Memory})
			continue
		case it.State == project.Running && it.attempt != nil:
			p.start(next)
		case it.State != project.Queued:
			continue
		case q.stuckLocked(it):
			result.Stuck++
			continue
		default:
			if before := q.jobs[it.After]; before != nil && before.State != project.Done {
				next.after = it.After
			}
			p.waiting = append(p.waiting, next)
			p.kinds[it.Kind]++
		}
		if left < 0 {
			result.Unknown++
		}
	}
	return p, result
}

// stuckLocked reports whether a job is behind one that will not be done by itself.
func (q *Queue) stuckLocked(it *item) bool {
	for at := q.jobs[it.After]; at != nil; at = q.jobs[at.After] {
		if at.State == project.Paused || at.State == project.Failed || at.State == project.Cancelled {
			return true
		}
	}
	return false
}

// part is a job of a play.
type part struct {
	id, after int64 // 0: none
	kind      project.JobKind
	memory    int64
	left      float64 // seconds
	end       float64
	passed    int
}

// play runs jobs without doing them.
type play struct {
	gate    *gate
	now     float64
	waiting []*part
	kinds   map[project.JobKind]int // how many of each are waiting
	running parts
	ends    map[int64]float64
}

func (p *play) start(s *part) {
	s.end = p.now + s.left
	heap.Push(&p.running, s)
	p.gate.occupy(s.kind, s.memory)
}

func (p *play) run() {
	for {
		p.startAll()
		if len(p.running) == 0 {
			return // whatever is left will not fit
		}
		s := heap.Pop(&p.running).(*part)
		p.now = s.end
		if s.id != 0 {
			p.ends[s.id] = s.end
		}
		p.gate.release(s.kind, s.memory)
		p.gate.ours = slices.ContainsFunc(p.running, func(r *part) bool { return r.memory > 0 })
	}
}

// startAll starts what may start, in order.
func (p *play) startAll() {
	p.gate.closed = false
	var held []*part
	full := p.gate.full(p.kinds)
	for i := 0; i < len(p.waiting) && !full; {
		s := p.waiting[i]
		if _, done := p.ends[s.after]; s.after != 0 && !done {
			i++
			continue
		}
		answer := p.gate.admit(s.kind, s.memory, s.passed)
		if answer != admitted {
			if answer == short {
				held = append(held, s)
			}
			i++
			continue
		}
		if s.memory > 0 {
			for _, h := range held {
				h.passed++
			}
		}
		copy(p.waiting[1:i+1], p.waiting[:i]) // what was passed is short, what follows is long
		p.waiting = p.waiting[1:]
		p.kinds[s.kind]--
		s.end = p.now + s.left
		heap.Push(&p.running, s)
		full = p.gate.full(p.kinds)
	}
}

// parts is a heap by end.
type parts []*part

func (h parts) Len() int           { return len(h) }
func (h parts) Less(a, b int) bool { return h[a].end < h[b].end }
func (h parts) Swap(a, b int)      { h[a], h[b] = h[b], h[a] }

// Push is part of heap.Interface.
func (h *parts) Push(x any) { *h = append(*h, x.(*part)) }

// Pop is part of heap.Interface.
func (h *parts) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
