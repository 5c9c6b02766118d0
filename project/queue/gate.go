package queue

import (
	"maps"

	"github.com/kinora-studio/kinora/project"
)

// gate lets jobs start in their order, as limits and memory allow.
type gate struct {
	free   map[project.JobKind]int // how many more of a kind
	memory int64                   // bytes that can still be taken
	any    bool                    // memory does not count
	ours   bool                    // a running job will give memory back
	closed bool                    // memory is kept for a job that waited long enough
}

type answer int

const (
	admitted answer = iota
	busy            // as many of its kind run as may
	short           // too little memory
	kept            // memory is kept for another one
)

func newGate(limits map[project.JobKind]int, room Room) *gate {
	g := &gate{free: map[project.JobKind]int{project.JobGenerate: 1, project.JobExport: 1, project.JobDownload: 1}, memory: room.Budget, any: room.Budget <= 0}
	maps.Copy(g.free, limits)
	return g
}

// occupy takes what a running job has.
func (g *gate) occupy(kind project.JobKind, memory int64) {
	g.free[kind]--
	g.memory -= memory
	g.ours = g.ours || memory > 0
}

// release gives back what occupy took.
func (g *gate) release(kind project.JobKind, memory int64) {
	g.free[kind]++
	g.memory += memory
}

// admit asks for a job that others have passed so many times. What is short may be
// passed, until it was passed too often: then nobody takes memory before it. Where
// nothing of ours runs, waiting would free nothing, and the others go on.
func (g *gate) admit(kind project.JobKind, memory int64, passed int) answer {
	switch {
	case g.free[kind] <= 0:
		return busy
	case g.any || memory <= 0:
	case g.closed:
		return kept
	case memory > g.memory:
		g.closed = passed >= mostPassed && g.ours
		return short
	}
	g.occupy(kind, memory)
	return admitted
}

// full reports whether no kind of which something waits may start another job.
func (g *gate) full(waiting map[project.JobKind]int) bool {
	for kind, n := range g.free {
		if n > 0 && waiting[kind] > 0 {
			return false
		}
	}
	return true
}
