//go:build cgo && !noplayer

package player

import (
	"fmt"
	"sync"

	"github.com/gen2brain/go-mpv"
)

// painter renders mpv's pictures on a goroutine of its own: rendering takes
// milliseconds, which neither mpv nor the window can wait.
type painter struct {
	rc     *mpv.RenderContext
	frames *frames
	bell   chan struct{} // mpv has news
	redraw chan struct{} // the size has changed
	quit   chan struct{}
	ended  sync.WaitGroup
}

func newPainter(m *mpv.Mpv, f *frames) (*painter, error) {
	rc, err := m.NewRenderContextSW()
	if err != nil {
		return nil, fmt.Errorf("the player cannot draw with this libmpv: %w", err)
	}
	p := &painter{rc: rc, frames: f, bell: make(chan struct{}, 1), redraw: make(chan struct{}, 1), quit: make(chan struct{})}
	rc.SetUpdateCallback(func() { ring(p.bell) }) // on a thread of mpv, which must not wait
	f.onResize(func() { ring(p.redraw) })
	p.ended.Go(p.run)
	return p, nil
}

func (p *painter) run() {
	for {
		select {
		case <-p.quit:
			return
		case <-p.bell:
			if p.rc.Update()&mpv.RenderUpdateFrame == 0 {
				continue
			}
		case <-p.redraw:
		}
		p.paint()
	}
}

func (p *painter) paint() {
	picture := p.frames.blank()
	if picture == nil {
		return
	}
	size := picture.Rect.Size()
	if err := p.rc.RenderSW(size.X, size.Y, picture.Stride, "rgba", picture.Pix); err == nil {
		p.frames.put(picture)
	}
}

// close frees the renderer, which has to be before mpv is freed.
func (p *painter) close() {
	p.frames.onResize(nil)
	close(p.quit)
	p.ended.Wait()
	p.rc.Free()
}
