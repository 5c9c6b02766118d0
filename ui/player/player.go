package player

import (
	"context"
	"errors"
	"image"
	"math"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// tick is the shortest time between two reports of a position.
const tick = time.Second / 24

// Params say whom a Player tells what it does.
type Params struct {
	// Changed is called with what is new, at most 24 times a second for a position
	// that moves; nil for nobody.
	Changed func(State)
	// Ended is called when a clip that does not loop has played to its end.
	Ended func()
	// Failed is called with a sentence when something cannot be shown; the
	// picture's place shows it too.
	Failed func(error)
	// NoDevice plays in time but without sound.
	NoDevice bool
	// Do runs a function on the UI goroutine; nil is fyne.Do.
	Do func(func())
}

// Player is the picture. Close has to be called when its window closes.
type Player struct {
	widget.BaseWidget
	p      Params
	deck   deck
	frames *frames
	screen *screen
	full   fyne.Window

	ctx     context.Context //nolint:containedctx // it is the life of the player, cancelled by Close
	cancel  context.CancelFunc
	opening context.CancelFunc // ends the reading of the file that is being opened
	loaders sync.WaitGroup

	mu      sync.Mutex // guards what follows
	state   State
	due     time.Time   // when the next position may be reported
	timer   *time.Timer // reports a position that no picture takes along
	waiting bool        // a report is on its way to the UI goroutine
	ended   bool        // Ended has to be called
	failed  error
	closed  bool
	load    int // counts what was asked to be opened
	// orders came after Load and before the file was known.
	orders  []func(deck)
	reading bool
}

// New starts a player that shows nothing. It fails where libmpv does not start.
func New(p Params) (*Player, error) {
	if p.Do == nil {
		p.Do = fyne.Do
	}
	ctx, cancel := context.WithCancel(context.Background())
	v := &Player{p: p, ctx: ctx, cancel: cancel, state: State{Speed: 1, Volume: 1}}
	v.frames = &frames{do: p.Do}
	v.screen = newScreen(v.frames)
	v.screen.tapped, v.screen.tapped2 = v.Toggle, func() { v.SetFullScreen(!v.FullScreen()) }
	v.frames.show = v.painted
	d, err := newDeck(v.frames, v.tell, p.NoDevice)
	if err != nil {
		cancel()
		return nil, err
	}
	v.deck = d
	v.ExtendBaseWidget(v)
	return v, nil
}

// State returns what the player does now.
func (v *Player) State() State {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.state
}

// Load opens a clip and stands on its first frame; several are played one after
// the other as if they were one. What was open before is closed.
func (v *Player) Load(clips ...Clip) {
	v.openAsync(func(ctx context.Context) (*source, error) { return openSource(ctx, clips) })
}

// Compare opens two files side by side. One clock moves both; the sound is the
// left one's.
func (v *Player) Compare(left, right string) {
	v.openAsync(func(ctx context.Context) (*source, error) { return openPair(ctx, left, right) })
}

func (v *Player) openAsync(read func(context.Context) (*source, error)) {
	if v.opening != nil {
		v.opening()
	}
	ctx, cancel := context.WithCancel(v.ctx)
	v.opening = cancel
	load := 0
	v.tell(true, func(s *State) {
		v.load++
		load, v.orders, v.reading = v.load, nil, true
		*s = State{Loading: true, Speed: 1, Loop: s.Loop, Volume: s.Volume, Muted: s.Muted}
	})
	v.loaders.Go(func() {
		defer cancel()
		src, err := read(ctx)
		switch {
		case ctx.Err() != nil: // something else is being opened
		case err != nil:
			v.tell(true, func(s *State) {
				if v.load == load {
					s.Loading, s.Err, v.reading = false, err, false
				}
			})
		default:
			v.open(src, load)
		}
	})
}

// open gives the deck what was read, and what was asked for meanwhile.
func (v *Player) open(src *source, load int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.load != load || v.closed {
		return
	}
	v.deck.open(src)
	for _, order := range v.orders {
		order(v.deck)
	}
	v.orders, v.reading = nil, false
}

// ask passes an order to the deck, or keeps it until the file is known.
func (v *Player) ask(order func(deck)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.reading {
		v.orders = append(v.orders, order)
	} else {
		order(v.deck)
	}
}

// Play goes on at the normal speed, from the beginning where it stood at the end.
func (v *Player) Play() { v.SetSpeed(1) }

// Pause stops.
func (v *Player) Pause() { v.ask(func(d deck) { d.play(0) }) }

// Toggle plays or stops.
func (v *Player) Toggle() {
	if v.State().Playing {
		v.Pause()
	} else {
		v.Play()
	}
}

// SetSpeed plays at a speed: 0.5 is slow motion, a negative one plays backwards
// without sound. It is held between 1/8 and 8.
func (v *Player) SetSpeed(speed float64) {
	size := min(max(math.Abs(speed), 1.0/8), 8)
	v.ask(func(d deck) { d.play(math.Copysign(size, speed)) })
}

// Shuttle is what J (-1), K (0) and L (1) do: play in that direction, twice as
// fast each time it is asked for again, or stop.
func (v *Player) Shuttle(direction int) {
	s := v.State()
	speed := float64(direction)
	switch {
	case direction == 0:
		v.Pause()
		return
	case s.Playing && s.Speed*speed > 0:
		speed = s.Speed * 2
	}
	v.SetSpeed(speed)
}

// SeekFrame goes to a frame, exactly; one outside of the clip is the nearest in it.
func (v *Player) SeekFrame(frame int64) { v.ask(func(d deck) { d.seek(frame) }) }

// StepFrames stops and goes n frames on, or back where n is negative.
func (v *Player) StepFrames(n int64) { v.ask(func(d deck) { d.step(n) }) }

// SetRange limits what is played to the frames from in to before out. An out of 0
// is the end.
func (v *Player) SetRange(in, out int64) {
	loop := v.State().Loop
	v.ask(func(d deck) { d.limit(in, out, loop) })
}

// MarkIn lets the range begin at the frame that is shown.
func (v *Player) MarkIn() { v.SetRange(v.State().Frame, v.State().Out) }

// MarkOut lets the range end with the frame that is shown.
func (v *Player) MarkOut() { v.SetRange(v.State().In, v.State().Frame+1) }

// SetLoop plays the range again and again, or once.
func (v *Player) SetLoop(loop bool) {
	s := v.State()
	v.tell(true, func(s *State) { s.Loop = loop })
	v.ask(func(d deck) { d.limit(s.In, s.Out, loop) })
}

// SetVolume sets how loud it is, from 0 to 1.
func (v *Player) SetVolume(volume float64) {
	volume = min(max(volume, 0), 1)
	v.tell(true, func(s *State) { s.Volume = volume })
	muted := v.State().Muted
	v.ask(func(d deck) { d.listen(volume, muted) })
}

// SetMuted switches the sound off and on.
func (v *Player) SetMuted(muted bool) {
	v.tell(true, func(s *State) { s.Muted = muted })
	volume := v.State().Volume
	v.ask(func(d deck) { d.listen(volume, muted) })
}

// Snapshot returns the frame that is shown, in the size of its file. It may be
// called from any goroutine; it takes as long as decoding up to that frame.
func (v *Player) Snapshot(ctx context.Context) (image.Image, error) {
	s := v.State()
	if !s.Ready() {
		return nil, errors.New("there is no picture to keep; open a clip first")
	}
	clip, frame := (&source{clips: s.Clips}).locate(s.Frame)
	return Still(ctx, clip.Path, frame)
}

// Close ends the player. No callback runs after it.
func (v *Player) Close() {
	v.mu.Lock()
	if v.closed {
		v.mu.Unlock()
		return
	}
	v.closed = true
	if v.timer != nil {
		v.timer.Stop()
	}
	v.mu.Unlock()
	v.frames.close()
	if v.full != nil {
		v.full.Close()
	}
	v.cancel()
	v.loaders.Wait()
	v.deck.close()
}

// CreateRenderer is for Fyne.
func (v *Player) CreateRenderer() fyne.WidgetRenderer { return &playerRenderer{v} }

type playerRenderer struct{ v *Player }

func (r *playerRenderer) Destroy() {}

func (r *playerRenderer) Layout(size fyne.Size) {
	if r.v.full == nil {
		r.v.screen.Resize(size)
	}
}

func (r *playerRenderer) MinSize() fyne.Size { return r.v.screen.MinSize() }
func (r *playerRenderer) Refresh()           { r.Layout(r.v.Size()) }

func (r *playerRenderer) Objects() []fyne.CanvasObject {
	if r.v.full != nil {
		return nil // the picture is in the window that fills the screen
	}
	return []fyne.CanvasObject{r.v.screen}
}
