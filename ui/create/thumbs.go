package create

import (
	"context"
	"image"
	"slices"
	"sync"

	"golang.org/x/image/draw"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
)

// Pictures in memory: posters of some screens of tiles, and the strips of the few
// takes that were scrubbed last.
const (
	mostPosters = 600
	mostStrips  = 8
	thumbWidth  = 320 // pixels; what is wider is made smaller, since tiles do not smooth
)

// wanted is a picture that a tile waits for.
type wanted struct {
	take  project.Take
	strip bool
}

// thumbs draws the pictures of takes, those asked for last first, since these are
// in sight. Everything but the drawing belongs to the UI goroutine.
type thumbs struct {
	do      func(what string, do func())
	show    func(take int64) // is told that a picture is there
	posters *kept[image.Image]
	strips  *kept[studio.Strip]
	// sketches are the last previews of takes that were just made, which stand for their
	// posters until these are drawn.
	sketches map[int64]image.Image
	width    int // pixels of a tile

	mu    sync.Mutex
	queue []wanted      // guarded by mu; the last one is drawn first
	ready chan struct{} // holds one value while there is something to draw
}

func newThumbs(do func(string, func()), show func(int64)) *thumbs {
	return &thumbs{
		do: do, show: show, posters: newKept[image.Image](mostPosters), strips: newKept[studio.Strip](mostStrips),
		sketches: map[int64]image.Image{}, width: thumbWidth, ready: make(chan struct{}, 1),
	}
}

// begin draws as an errand.
func (t *thumbs) begin(e *errands, session *studio.Session) {
	t.mu.Lock()
	t.queue = nil
	t.mu.Unlock()
	e.run(func(ctx context.Context) {
		for {
			next, ok := t.next()
			if ok {
				t.draw(ctx, session, next)
				continue
			}
			select {
			case <-ctx.Done():
				return
			case <-t.ready:
			}
		}
	})
}

// forget drops all pictures.
func (t *thumbs) forget() {
	t.posters, t.strips = newKept[image.Image](mostPosters), newKept[studio.Strip](mostStrips)
	clear(t.sketches)
}

func (t *thumbs) next() (wanted, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	last := len(t.queue) - 1
	if last < 0 {
		return wanted{}, false
	}
	w := t.queue[last]
	t.queue = t.queue[:last]
	return w, true
}

func (t *thumbs) draw(ctx context.Context, session *studio.Session, w wanted) {
	strip, err := session.Strip(ctx, w.take)
	if err != nil || len(strip.Pictures) == 0 {
		return // the tile keeps its icon; the viewer says what is wrong with the file
	}
	if w.strip {
		for i, p := range strip.Pictures {
			strip.Pictures[i] = smaller(p, t.width)
		}
	}
	poster := smaller(strip.Pictures[len(strip.Pictures)/2], t.width)
	t.do("show a thumbnail", func() {
		if ctx.Err() != nil {
			return
		}
		t.posters.put(w.take.ID, poster)
		delete(t.sketches, w.take.ID)
		if w.strip {
			t.strips.put(w.take.ID, strip)
		}
		t.show(w.take.ID)
	})
}

// ask wants a picture of a take.
func (t *thumbs) ask(w wanted) {
	t.mu.Lock()
	defer t.mu.Unlock()
	same := func(o wanted) bool { return o.take.ID == w.take.ID && o.strip == w.strip }
	t.queue = append(slices.DeleteFunc(t.queue, same), w)
	const most = 120 // what was scrolled past is no longer wanted
	if len(t.queue) > most {
		t.queue = slices.Delete(t.queue, 0, len(t.queue)-most)
	}
	select {
	case t.ready <- struct{}{}:
	default:
	}
}

// smaller scales a picture down to a width, where it is wider.
func smaller(picture image.Image, width int) image.Image {
	if picture.Bounds().Dx() <= width {
		return picture
	}
	return scaled(picture, width)
}

// scaled returns a picture at another width.
func scaled(picture image.Image, width int) image.Image {
	b := picture.Bounds()
	other := image.NewRGBA(image.Rect(0, 0, width, max(b.Dy()*width/b.Dx(), 1)))
	draw.CatmullRom.Scale(other, other.Bounds(), picture, b, draw.Src, nil)
	return other
}

// kept is what was used last, by number.
type kept[T any] struct {
	most   int
	values map[int64]T
	order  []int64 // the last used last
}

func newKept[T any](most int) *kept[T] { return &kept[T]{most: most, values: map[int64]T{}} }

func (k *kept[T]) get(id int64) (T, bool) {
	v, ok := k.values[id]
	return v, ok
}

func (k *kept[T]) put(id int64, value T) {
	if _, ok := k.values[id]; ok {
		k.order = slices.DeleteFunc(k.order, func(o int64) bool { return o == id })
	}
	k.values[id] = value
	k.order = append(k.order, id)
	if len(k.order) > k.most {
		delete(k.values, k.order[0])
		k.order = k.order[1:]
	}
}
