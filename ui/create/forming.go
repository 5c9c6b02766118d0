package create

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"sync"

	"golang.org/x/image/draw"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/words"
)

// formingFeed takes what is told of forming takes without ever waiting; of each
// take only the newest counts.
type formingFeed struct {
	mu     sync.Mutex
	latest map[int64]studio.Forming // guarded by mu
	ready  chan struct{}            // holds one value while there is something new
}

func newFormingFeed() *formingFeed {
	return &formingFeed{latest: map[int64]studio.Forming{}, ready: make(chan struct{}, 1)}
}

func (f *formingFeed) put(now studio.Forming) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.latest[now.Job] = now
	select {
	case f.ready <- struct{}{}:
	default:
	}
}

func (f *formingFeed) all() map[int64]studio.Forming {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.latest
	f.latest = map[int64]studio.Forming{}
	return all
}

// formed is what a tile shows of a take that is being made.
type formed struct {
	phase   engine.Phase
	picture image.Image // nil until there is one
}

// followForming decodes previews as they come.
func (g *gallery) followForming(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-g.forming.ready:
		}
		news := map[int64]formed{}
		for job, f := range g.forming.all() {
			news[job] = formed{phase: f.Phase, picture: decoded(f.Picture)}
		}
		g.page.host.Do("show forming takes", func() {
			if ctx.Err() != nil {
				return
			}
			for job, f := range news {
				if f.picture == nil {
					f.picture = g.formed[job].picture
				}
				g.formed[job] = f
				g.refreshJob(job)
			}
		})
	}
}

// decoded makes a picture of a JPEG file; nil of anything else.
func decoded(data []byte) image.Image {
	if len(data) == 0 {
		return nil
	}
	p, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	ready := image.NewRGBA(image.Rect(0, 0, p.Bounds().Dx(), p.Bounds().Dy()))
	draw.Draw(ready, ready.Bounds(), p, p.Bounds().Min, draw.Src)
	return ready
}

// doing says what is being done for a take.
func doing(row queue.Row, f formed) string {
	switch f.phase {
	case engine.PhaseLoad:
		return words.T("create.phase-load")
	case engine.PhasePrompt:
		return words.T("create.phase-prompt")
	case engine.PhaseSound:
		return words.T("create.phase-sound")
	case engine.PhaseDecode:
		return words.T("create.phase-decode")
	case engine.PhaseEncode:
		return words.T("create.phase-encode")
	}
	if row.Steps == 0 || row.Step == 0 {
		return words.T("create.phase-start")
	}
	return words.T("create.step", "Step", row.Step, "Steps", row.Steps)
}
