package player

import (
	"context"
	"sync"
)

// stillDeck shows frames that ffmpeg decodes. Fields below ended belong to run.
type stillDeck struct {
	why    string // nothing moves
	frames *frames
	inbox  *inbox[*stillDeck]
	tell   tell
	ctx    context.Context //nolint:containedctx // it is the life of the deck, cancelled by close
	cancel context.CancelFunc
	ended  sync.WaitGroup

	src    *source
	frame  int64
	wanted int64 // -1 for nothing
}

func newStillDeck(f *frames, tell tell, why error) deck {
	d := &stillDeck{why: why.Error(), frames: f, inbox: newInbox[*stillDeck](), tell: tell, wanted: -1}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	d.ended.Go(d.run)
	return d
}

func (d *stillDeck) run() {
	for {
		select {
		case <-d.ctx.Done():
			return
		case <-d.inbox.bell:
			d.inbox.do(d)
		}
		if d.src != nil && d.wanted >= 0 {
			d.show()
		}
	}
}

// show decodes the frame that was asked for last.
func (d *stillDeck) show() {
	frame := d.wanted
	d.wanted = -1
	clip, n := d.src.locate(frame)
	picture, err := Still(d.ctx, clip.Path, n)
	if err != nil {
		d.tell(true, func(s *State) { s.Loading, s.Err = false, err })
		return
	}
	d.frames.put(asRGBA(picture))
	d.frame = frame
	d.tell(true, func(s *State) { s.Loading, s.Frame = false, frame })
}

func (d *stillDeck) open(src *source) {
	d.inbox.put(func(d *stillDeck) {
		d.src, d.wanted = src, 0
		d.tell(true, func(s *State) {
			s.Clips, s.Frames, s.Rate, s.Duration, s.Sound = src.clips, src.frames(), src.rate, src.duration(), src.sound
			s.In, s.Out, s.Note = 0, src.frames(), d.why
		})
	})
}

func (d *stillDeck) seek(frame int64) { d.inbox.put(func(d *stillDeck) { d.goTo(frame) }) }
func (d *stillDeck) step(n int64) {
	d.inbox.put(func(d *stillDeck) {
		if d.wanted >= 0 {
			n += d.wanted - d.frame
		}
		d.goTo(d.frame + n)
	})
}

func (d *stillDeck) goTo(frame int64) {
	if d.src != nil {
		d.wanted = min(max(frame, 0), d.src.frames()-1)
	}
}

func (d *stillDeck) play(speed float64) {
	if speed != 0 {
		d.inbox.put(func(d *stillDeck) { d.tell(true, func(s *State) { s.Note = d.why }) })
	}
}

func (d *stillDeck) limit(in, out int64, _ bool) {
	d.inbox.put(func(d *stillDeck) {
		if d.src == nil {
			return
		}
		if out <= 0 || out > d.src.frames() {
			out = d.src.frames()
		}
		in = min(max(in, 0), out-1)
		d.tell(true, func(s *State) { s.In, s.Out = in, out })
	})
}

// listen has nothing to sound.
func (d *stillDeck) listen(float64, bool) {}

func (d *stillDeck) close() {
	d.cancel()
	d.ended.Wait()
}
