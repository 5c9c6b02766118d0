package projects

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
)

const (
	mostGlances = 120 // with their pictures in memory: some screens of cards
	readers     = 2   // glances that are read at the same time
	tries       = 4   // to read a film that is being written to, or repaired
	tryAgain    = 250 * time.Millisecond
)

// glances reads what films hold, those asked for last first, since these are in
// sight. Everything but read belongs to the UI goroutine.
type glances struct {
	now   func() time.Time
	do    func(what string, do func())
	shown func(dir string) // is told that a glance is there
	known map[string]studio.Glance
	order []string        // of known, the last read last
	asked map[string]bool // since the page was opened
	put   map[string]int  // which look at a film was put last, by its turn

	mu    sync.Mutex
	queue []string      // guarded by mu; the last one is read first
	turns int           // guarded by mu; looks that were begun
	ready chan struct{} // holds a value for each reader that has something to read
}

func newGlances(now func() time.Time, do func(string, func()), shown func(string)) *glances {
	return &glances{
		now: now, do: do, shown: shown, known: map[string]studio.Glance{}, asked: map[string]bool{},
		put: map[string]int{}, ready: make(chan struct{}, readers),
	}
}

// begin reads as errands; what is known is looked at again, because it may have
// changed.
func (g *glances) begin(e *errands) {
	g.asked = map[string]bool{}
	g.mu.Lock()
	g.queue = nil
	g.mu.Unlock()
	// The readers from before may still wait at theirs.
	ready := make(chan struct{}, readers)
	g.ready = ready
	for range readers {
		e.look(func(ctx context.Context) { g.read(ctx, ready) })
	}
}

func (g *glances) read(ctx context.Context, ready <-chan struct{}) {
	for ctx.Err() == nil {
		dir, turn, ok := g.next(ctx)
		if !ok {
			select {
			case <-ctx.Done():
				return
			case <-ready:
			}
			continue
		}
		found := g.look(ctx, dir)
		if ctx.Err() != nil {
			return
		}
		g.do("show a film", func() {
			if ctx.Err() == nil && turn > g.put[dir] { // the other reader may have looked later, and be done
				g.put[dir] = turn
				g.keep(found)
				g.shown(dir)
			}
		})
	}
}

// look glances at a film, again where that failed: it may be being opened.
func (g *glances) look(ctx context.Context, dir string) studio.Glance {
	for try := 1; ; try++ {
		found := studio.Look(ctx, dir, g.now)
		if found.Fault == nil || try == tries {
			return found
		}
		select {
		case <-ctx.Done():
			return found
		case <-time.After(tryAgain):
		}
	}
}

// next returns what to look at, and which look it is. A reader whose time is over
// takes nothing from those that come after it.
func (g *glances) next(ctx context.Context) (dir string, turn int, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	last := len(g.queue) - 1
	if last < 0 || ctx.Err() != nil {
		return "", 0, false
	}
	dir = g.queue[last]
	g.queue = g.queue[:last]
	g.turns++
	return dir, g.turns, true
}

func (g *glances) keep(found studio.Glance) {
	if _, ok := g.known[found.Dir]; ok {
		g.order = slices.DeleteFunc(g.order, func(dir string) bool { return dir == found.Dir })
	}
	g.known[found.Dir] = found
	g.order = append(g.order, found.Dir)
	if len(g.order) > mostGlances {
		delete(g.known, g.order[0])
		delete(g.asked, g.order[0])
		g.order = g.order[1:]
	}
}

// ask wants a film to be looked at, once.
func (g *glances) ask(dir string) {
	if !g.asked[dir] {
		g.again(dir)
	}
}

// again wants it also where it was looked at before.
func (g *glances) again(dir string) {
	g.asked[dir] = true
	g.mu.Lock()
	defer g.mu.Unlock()
	g.queue = append(slices.DeleteFunc(g.queue, func(other string) bool { return other == dir }), dir)
	select {
	case g.ready <- struct{}{}:
	default:
	}
}
