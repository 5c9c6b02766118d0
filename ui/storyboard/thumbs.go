package storyboard

import (
	"context"
	"image"
	"slices"
	"sync"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
)

// mostPosters are kept in memory: those of some screens of cards.
const mostPosters = 400

// thumbs draw the pictures of takes, those asked for last first, since these are in
// sight. Everything but the drawing belongs to the UI goroutine.
type thumbs struct {
	do      func(what string, do func())
	show    func() // is told that a picture is there
	posters map[int64]image.Image
	order   []int64        // of posters, the oldest first
	asked   map[int64]bool // takes that wait for their picture

	mu    sync.Mutex
	queue []project.Take // guarded by mu; the last one is drawn first
	ready chan struct{}  // holds one value while there is something to draw
}

func newThumbs(do func(string, func()), show func()) *thumbs {
	return &thumbs{do: do, show: show, posters: map[int64]image.Image{}, asked: map[int64]bool{}, ready: make(chan struct{}, 1)}
}

// clear forgets the pictures of another project.
func (t *thumbs) clear() {
	t.posters, t.order = map[int64]image.Image{}, nil
	t.begin()
}

// begin forgets what was asked for before the page was left.
func (t *thumbs) begin() {
	t.asked = map[int64]bool{}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.queue = nil
}

// of returns the picture of a take, or nil, and then it is drawn.
func (t *thumbs) of(take project.Take) image.Image {
	if take.ID == 0 {
		return nil
	}
	if picture, ok := t.posters[take.ID]; ok {
		return picture
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	waits := slices.ContainsFunc(t.queue, func(o project.Take) bool { return o.ID == take.ID })
	if t.asked[take.ID] && !waits {
		return nil // it is being drawn
	}
	t.asked[take.ID] = true
	t.queue = append(slices.DeleteFunc(t.queue, func(o project.Take) bool { return o.ID == take.ID }), take)
	const most = 120 // what was scrolled past is no longer wanted
	if len(t.queue) > most {
		delete(t.asked, t.queue[0].ID)
		t.queue = slices.Delete(t.queue, 0, 1)
	}
	select {
	case t.ready <- struct{}{}:
	default:
	}
	return nil
}

// run draws until its context ends.
func (t *thumbs) run(ctx context.Context, session *studio.Session) {
	for {
		take, ok := t.next()
		if !ok {
			select {
			case <-ctx.Done():
				return
			case <-t.ready:
			}
			continue
		}
		picture, err := session.Poster(ctx, take)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			picture = nil // the card keeps its icon; the create screen says what is wrong with the file
		}
		t.do("show a poster", func() {
			if ctx.Err() == nil {
				t.put(take.ID, picture)
				t.show()
			}
		})
	}
}

func (t *thumbs) next() (project.Take, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	last := len(t.queue) - 1
	if last < 0 {
		return project.Take{}, false
	}
	take := t.queue[last]
	t.queue = t.queue[:last]
	return take, true
}

func (t *thumbs) put(take int64, picture image.Image) {
	if _, ok := t.posters[take]; !ok {
		t.order = append(t.order, take)
	}
	t.posters[take] = picture
	delete(t.asked, take)
	if len(t.order) > mostPosters {
		delete(t.posters, t.order[0])
		t.order = t.order[1:]
	}
}
