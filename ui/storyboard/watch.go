package storyboard

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// pace is how often the board changes at most.
const pace = time.Second / 4

// watch keeps the board up to date while the page is open.
type watch struct {
	session *studio.Session
	do      func(what string, f func())
	edits   *atomic.Int64
	show    func(board) // on the UI goroutine
	fail    func(error) // on the UI goroutine; nil takes an earlier one back
	wake    chan struct{}

	mu    sync.Mutex
	stale map[int64]bool // guarded by mu; takes to be read again
	all   bool           // guarded by mu; all takes are to be read again

	takes   map[int64]project.Take // belongs to the loop
	pending atomic.Bool            // a Do has not run yet
}

// stir makes the loop look again. It never waits.
func (w *watch) stir() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run is the loop. It ends with its context.
func (w *watch) run(ctx context.Context) {
	var helpers sync.WaitGroup
	defer helpers.Wait()
	w.stale, w.all = map[int64]bool{}, true
	changes := w.session.Store.Subscribe()
	defer changes.Close()
	helpers.Go(func() { w.hear(ctx, changes) })
	helpers.Go(func() {
		for range w.session.Queue.Watch(ctx) {
			w.stir()
		}
	})
	for {
		if !w.pending.Load() {
			w.present(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		}
		select { // what comes together is shown together
		case <-ctx.Done():
			return
		case <-time.After(pace):
		}
		if w.pending.Load() {
			w.stir() // the window is busy; look again
		}
	}
}

// hear notes what changed in the project.
func (w *watch) hear(ctx context.Context, changes *store.Subscription) {
	for {
		told, err := changes.Next(ctx)
		if err != nil {
			return
		}
		w.mu.Lock()
		for _, c := range told {
			switch c.Kind {
			case store.KindTake:
				w.stale[c.ID] = true
			case store.KindAll:
				w.all = true
			default:
			}
		}
		w.mu.Unlock()
		w.stir()
	}
}

// present reads the board and has it shown.
func (w *watch) present(ctx context.Context) {
	edits := w.edits.Load()
	err := w.readTakes(ctx)
	var b board
	if err == nil {
		b, err = readBoard(ctx, w.session, w.takes)
	}
	b.edits = edits
	w.pending.Store(true)
	w.do("show the storyboard", func() {
		w.pending.Store(false)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			w.fail(err)
		default:
			w.fail(nil)
			w.show(b)
		}
	})
}

func (w *watch) readTakes(ctx context.Context) error {
	w.mu.Lock()
	stale, all := w.stale, w.all
	w.stale, w.all = map[int64]bool{}, false
	w.mu.Unlock()
	if all {
		takes, err := readTakes(ctx, w.session)
		if err != nil {
			w.mu.Lock()
			w.all = true
			w.mu.Unlock()
			return err
		}
		w.takes = takes
		return nil
	}
	for id := range stale {
		take, err := w.session.Store.Take(ctx, id)
		if err != nil {
			return err
		}
		w.takes[id] = take
	}
	return nil
}
