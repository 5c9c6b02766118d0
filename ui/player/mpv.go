//go:build cgo && !noplayer

package player

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/gen2brain/go-mpv"
)

// Available tells whether this build plays, or shows stills only.
const Available = true

// errNoLibrary is why nothing moves where the library is looked for at start.
var errNoLibrary = errors.New("libmpv was not found, so pictures stand still; to play, put libmpv-2.dll of mpv 0.37 or newer beside kinora.exe")

// options of mpv. What is not named keeps its default.
var options = [][2]string{
	{"profile", "sw-fast"},
	{"config", "no"},
	{"terminal", "no"},
	{"osc", "no"},
	{"input-default-bindings", "no"},
	{"load-scripts", "no"},
	{"ytdl", "no"},
	{"vo", "libmpv"},
	{"hwdec", "no"},
	{"video-timing-offset", "0"}, // otherwise rendering blocks until a frame is due
	{"audio-display", "no"},
	{"audio-fallback-to-null", "yes"},
	{"sub-auto", "no"},
	{"audio-file-auto", "no"},
	{"sid", "no"},
	{"hr-seek", "yes"},
	{"hr-seek-framedrop", "no"}, // a position is a frame, not a key frame
	{"keep-open", "always"},
	{"pause", "yes"},
	{"idle", "yes"},
	{"volume-max", "100"},
}

// mpvDeck plays with libmpv. All fields below run belong to its goroutine.
type mpvDeck struct {
	m       *mpv.Mpv
	painter *painter
	inbox   *inbox[*mpvDeck]
	tell    tell
	quiet   bool            // no sound device is wanted
	ctx     context.Context //nolint:containedctx // it is the life of the deck, cancelled by close
	cancel  context.CancelFunc
	ended   sync.WaitGroup
	events  chan event

	src     *source
	entry   int64   // mpv's number of what was opened last
	ready   bool    // the first frame is there
	offset  float64 // of mpv's times from those in the file; each kind of file has its own
	later   float64 // speed that was asked for before it was ready
	frame   int64
	wanted  int64 // where to go when mpv has arrived where it is going, -1 for nowhere
	target  int64 // where it is going, -1 for nowhere
	speed   float64
	playing bool
	over    bool // it stands at the end of the range because it has played to it
	in, out int64
	loop    bool
	back    *reverse
}

// event is what is used of mpv's, copied before mpv writes over it.
type event struct {
	id    mpv.EventID
	name  string
	entry int64
	err   error
	value any
}

// The locale is the process's: it is set once, before the first player.
var locale = sync.OnceFunc(func() { mpv.SetLocale(mpv.LCNumeric, "C") })

func newDeck(f *frames, tell tell, quiet bool) (deck, error) {
	locale()
	m := mpv.New()
	if m.APIVersion() == 0 { // what stands in for libmpv where there is none
		return newStillDeck(f, tell, errNoLibrary), nil
	}
	for _, o := range options {
		if err := m.SetOptionString(o[0], o[1]); err != nil {
			m.TerminateDestroy()
			return nil, fmt.Errorf("the player could not be started: this libmpv does not know %s=%s; install libmpv 0.35 or newer: %w", o[0], o[1], err)
		}
	}
	if quiet {
		_ = m.SetOptionString("ao", "null")
	}
	if err := m.Initialize(); err != nil {
		m.TerminateDestroy()
		return nil, fmt.Errorf("the player could not be started: %w", err)
	}
	p, err := newPainter(m, f)
	if err != nil {
		m.TerminateDestroy()
		return nil, err
	}
	d := &mpvDeck{m: m, painter: p, inbox: newInbox[*mpvDeck](), tell: tell, quiet: quiet, events: make(chan event), speed: 1, wanted: -1, target: -1}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	for i, name := range []string{"time-pos", "eof-reached", "avsync"} {
		format := mpv.FormatDouble
		if name == "eof-reached" {
			format = mpv.FormatFlag
		}
		if err := m.ObserveProperty(uint64(i+1), name, format); err != nil {
			p.close()
			m.TerminateDestroy()
			return nil, fmt.Errorf("the player could not be started: %w", err)
		}
	}
	d.ended.Go(d.listenToMpv)
	d.ended.Go(d.run)
	return d, nil
}

// listenToMpv waits for events. They point into mpv's memory only until the next
// one is waited for.
func (d *mpvDeck) listenToMpv() {
	for d.ctx.Err() == nil {
		e := d.m.WaitEvent(-1)
		out := event{id: e.EventID}
		switch e.EventID {
		case mpv.EventPropertyChange:
			property := e.Property()
			out.name, out.value = property.Name, property.Data
		case mpv.EventEnd:
			end := e.EndFile()
			if end.Reason != mpv.EndFileError {
				continue
			}
			out.err, out.entry = end.Error, end.EntryID
		case mpv.EventPlaybackRestart:
		default:
			continue
		}
		select {
		case d.events <- out:
		case <-d.ctx.Done():
		}
	}
}

func (d *mpvDeck) run() {
	for {
		select {
		case <-d.ctx.Done():
			return
		case <-d.inbox.bell:
			d.inbox.do(d)
		case e := <-d.events:
			d.take(e)
		case <-d.back.tick():
			d.stepBack()
		}
	}
}

func (d *mpvDeck) take(e event) {
	switch {
	case e.id == mpv.EventEnd:
		if e.entry == d.entry {
			d.fail(e.err)
		}
	case e.id == mpv.EventPlaybackRestart:
		d.arrive()
	case e.value == nil || !d.ready:
	case e.name == "time-pos" && d.target < 0:
		d.at(e.value.(float64))
	case e.name == "eof-reached":
		if e.value.(int) == 1 {
			d.finish()
		}
	case e.name == "avsync":
		d.tell(false, func(s *State) { s.SoundLead = e.value.(float64) })
	}
}

// at notes where mpv stands.
func (d *mpvDeck) at(seconds float64) {
	d.frame = d.src.frameAt(seconds - d.offset)
	if d.over || d.playing {
		d.frame = min(d.frame, d.out-1) // sound may go on after the last picture
	}
	frame := d.frame
	d.tell(false, func(s *State) { s.Frame = frame })
}

// arrive is called when mpv shows the first frame, or one that it was sent to.
func (d *mpvDeck) arrive() {
	if d.src == nil || d.flag("seeking") {
		return
	}
	position, err := d.m.GetProperty("time-pos", mpv.FormatDouble)
	if err != nil {
		return // mpv is on its way already to what was opened after this
	}
	d.target = -1
	first := !d.ready
	if first {
		d.ready, d.offset = true, position.(float64)-d.src.times[0]
		d.painter.frames.reshape(image.Pt(d.number("dwidth"), d.number("dheight")))
		d.bound(d.in, d.out)
		d.describe()
	}
	d.at(position.(float64))
	if !d.playing {
		d.tell(true, func(s *State) { s.Ended = false })
	}
	if first && d.later != 0 {
		d.start(d.later)
	}
	d.advance()
}

// describe tells the window of what was opened.
func (d *mpvDeck) describe() {
	src, note := d.src, ""
	if src.sound && !d.quiet && d.m.GetPropertyString("current-ao") == "null" {
		note = noDevice
	}
	in, out := d.in, d.out
	d.tell(true, func(s *State) {
		s.Loading, s.Note = false, note
		s.Clips, s.Frames, s.Rate, s.Duration, s.Sound = src.clips, src.frames(), src.rate, src.duration(), src.sound
		s.In, s.Out = in, out
	})
}

func (d *mpvDeck) fail(cause error) {
	name := filepath.Base(d.src.clips[0].Path)
	d.src, d.ready = nil, false
	d.tell(true, func(s *State) {
		s.Loading, s.Playing = false, false
		s.Err = fmt.Errorf("%s cannot be played; check that it was copied completely: %w", name, cause)
	})
}

// finish is called at the end of the file or of the range.
func (d *mpvDeck) finish() {
	if !d.playing || d.target >= 0 || d.back != nil {
		return
	}
	d.playing, d.over = false, true
	d.frame = min(d.frame, d.out-1)
	frame := d.frame
	d.tell(true, func(s *State) { s.Frame, s.Playing, s.Ended = frame, false, true })
}

// advance sends mpv to the frame that is wanted, unless it is still on its way to
// another one.
func (d *mpvDeck) advance() {
	if !d.ready || d.target >= 0 || d.wanted < 0 {
		return
	}
	d.target, d.wanted = d.wanted, -1
	at := d.text(d.src.timeOf(d.target))
	if err := d.m.Command([]string{"seek", at, "absolute+exact"}); err != nil {
		d.target = -1
	}
}

// text is a time in the file as mpv wants to be told.
func (d *mpvDeck) text(seconds float64) string {
	return strconv.FormatFloat(seconds+d.offset, 'f', 9, 64)
}

func (d *mpvDeck) flag(name string) bool {
	value, err := d.m.GetProperty(name, mpv.FormatFlag)
	on, ok := value.(bool)
	return err == nil && ok && on
}

func (d *mpvDeck) number(name string) int {
	value, err := d.m.GetProperty(name, mpv.FormatInt64)
	if n, ok := value.(int64); err == nil && ok {
		return int(n)
	}
	return 0
}

func (d *mpvDeck) set(name, value string) {
	if err := d.m.SetPropertyString(name, value); err != nil && !isUnavailable(err) {
		d.tell(true, func(s *State) { s.Note = fmt.Sprintf("The player refused %s=%s: %v.", name, value, err) })
	}
}

// isUnavailable recognises that nothing is open which has a property. The binding
// that finds libmpv at start takes mpv's negative numbers for large ones, and
// knows no error.
func isUnavailable(err error) bool {
	return errors.Is(err, mpv.ErrPropertyUnavailable) || errors.Is(err, mpv.ErrUnknown)
}

// close ends the goroutines, then frees the renderer, then mpv: in this order, or
// mpv waits for a picture that nobody fetches.
func (d *mpvDeck) close() {
	d.cancel()
	d.m.Wakeup()
	d.ended.Wait()
	d.painter.close()
	d.m.TerminateDestroy()
}

// reverse plays backwards by going to one frame after the other: mpv's own way
// needs memory for all pictures between two key frames.
type reverse struct {
	ticker *time.Ticker
	since  time.Time
	from   int64
	speed  float64 // frames a second, positive
}

// tick is when to go to the next frame; never where nothing plays backwards.
func (r *reverse) tick() <-chan time.Time {
	if r == nil {
		return nil
	}
	return r.ticker.C
}

func (d *mpvDeck) stepBack() {
	frame := d.back.from - int64(math.Round(time.Since(d.back.since).Seconds()*d.back.speed))
	if frame <= d.in {
		frame = d.in
		if d.loop {
			d.back.from, d.back.since = d.out-1, time.Now()
		} else {
			d.stop()
		}
	}
	d.wanted = frame
	d.advance()
}
