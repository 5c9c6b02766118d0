package player

import (
	"fmt"
	"math"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Transport is the bar below a picture. It shows the state that it is given and
// asks its player for everything else.
type Transport struct {
	widget.BaseWidget
	player *Player
	shown  State
	drop   bool // drop-frame timecode where it is defined
	fresh  bool // nothing was shown yet

	play, back, on, in, out, loop, mute, full *xwidget.Button

	note             *xwidget.Banner
	track            *track
	position, length *xwidget.Timecode
	speed            *widget.Label
	volume           *xwidget.Slider
	content          *fyne.Container
}

// TransportParams say how a bar counts, and which keys its window has.
type TransportParams struct {
	// Drop chooses drop-frame timecode for the rates that have it.
	Drop bool
	// Keys names the keys of an action of the window: player.play, .frame-back,
	// .frame-ahead, .in, .out, .loop, .mute, .full-screen; nil where there are none.
	Keys func(action string) string
}

// NewTransport makes the bar of a player.
func NewTransport(p *Player, params TransportParams) *Transport {
	t := &Transport{player: p, drop: params.Drop, fresh: true, speed: widget.NewLabel("")}
	t.makeButtons(params.Keys)
	t.volume = xwidget.NewSlider(xwidget.NumberParams{
		Value: 100, Most: 100, Step: 1, Unit: "%",
		OnChanged: func(percent float64) { p.SetVolume(percent / 100) },
	}, nil)
	t.volume.SetTip(words.T("player.volume"), "")
	t.note = xwidget.NewBanner(xwidget.Warned, "", "")
	t.note.Hide()
	t.position, t.length = xwidget.NewTimecode(look.Digits), xwidget.NewTimecode(look.Digits)
	t.track = newTrack(p.SeekFrame)
	position, speed, length := container.NewCenter(t.position), container.NewCenter(t.speed), container.NewCenter(t.length)
	volume := container.NewCenter(container.NewGridWrap(fyne.NewSize(look.Px(120), look.Px(look.ControlHeight)), t.volume))
	marks := container.New(xwidget.NewLine(look.Space1, 0, 0), t.in, t.out)
	gap := func() float32 { return look.Px(look.Space1) }
	bar := container.New(barLayout{left: 7, spared: []fyne.CanvasObject{volume, speed, length, t.loop, marks}, gap: gap},
		t.play, t.back, t.on, marks, t.loop, position, speed, length, t.mute, volume, t.full)
	// Its own surface: what lies behind players is black in every theme.
	t.content = container.NewStack(xwidget.NewPanel(look.SurfaceBase, xwidget.NoEdge), container.New(xwidget.NewColumn(0, 0, 0), t.note, t.track, bar))
	t.ExtendBaseWidget(t)
	return t
}

func (t *Transport) makeButtons(keys func(string) string) {
	p := t.player
	key := func(b *xwidget.Button, action string) {
		if keys != nil {
			b.SetTipKey(func() string { return keys("player." + action) })
		}
	}
	button := func(icon look.Icon, tip, action string, tapped func()) *xwidget.Button {
		b := xwidget.NewIconButton(icon, tip, "", tapped)
		key(b, action)
		return b
	}
	t.play = button("play", words.T("player.play"), "play", p.Toggle)
	t.back = button("step-back", words.T("player.step-back"), "frame-back", func() { p.StepFrames(-1) })
	t.on = button("step-forward", words.T("player.step-forward"), "frame-ahead", func() { p.StepFrames(1) })
	t.in = xwidget.NewButton("I", "", xwidget.Quiet, p.MarkIn)
	t.in.SetTip(words.T("player.in"), "")
	key(t.in, "in")
	t.out = xwidget.NewButton("O", "", xwidget.Quiet, p.MarkOut)
	t.out.SetTip(words.T("player.out"), "")
	key(t.out, "out")
	t.loop = button("loop", words.T("player.loop"), "loop", func() { p.SetLoop(!p.State().Loop) })
	t.mute = button("volume", words.T("player.mute"), "mute", func() { p.SetMuted(!p.State().Muted) })
	t.full = button("full-screen", words.T("player.full-screen"), "full-screen", func() { p.SetFullScreen(!p.FullScreen()) })
}

// Update shows a state; call it from Params.Changed.
func (t *Transport) Update(s State) {
	before := t.shown
	t.shown = s
	if t.fresh || before.Playing != s.Playing || before.Muted != s.Muted || before.Loop != s.Loop ||
		before.Ready() != s.Ready() || before.Sound != s.Sound {
		t.updateButtons(s)
	}
	if before.Note != s.Note {
		t.tellNote(s.Note)
	}
	t.fresh = false
	t.full.SetOn(t.player.FullScreen())
	t.position.Set(Timecode(s.Frame, s.Rate, t.drop))
	t.length.Set(Timecode(s.Frames, s.Rate, t.drop))
	speed := ""
	if s.Playing && s.Speed != 1 {
		speed = fmt.Sprintf("%g×", s.Speed)
	}
	if t.speed.Text != speed {
		t.speed.SetText(speed)
	}
	if percent := math.Round(s.Volume * 100); percent != t.volume.Value() {
		t.volume.SetValue(percent)
	}
	if before.In != s.In || before.Out != s.Out || before.Frames != s.Frames {
		t.in.SetOn(s.In > 0)
		t.out.SetOn(s.Out < s.Frames)
	}
	t.track.update(s)
}

// tellNote makes room for what is not as it should be; empty takes it back.
func (t *Transport) tellNote(note string) {
	if note == noDevice {
		note = words.T("player.no-device")
	}
	if first, size := utf8.DecodeRuneInString(note); size > 0 {
		note = string(unicode.ToUpper(first)) + note[size:]
	}
	t.note.Set(note, "")
	if note == "" {
		t.note.Hide()
	} else {
		t.note.Show()
	}
	t.content.Refresh()
}

func (t *Transport) updateButtons(s State) {
	choose := func(on bool, yes, no look.Icon) look.Icon {
		if on {
			return yes
		}
		return no
	}
	t.play.SetIcon(choose(s.Playing, "pause", "play"))
	t.mute.SetIcon(choose(s.Muted, "mute", "volume"))
	t.loop.SetOn(s.Loop)
	for _, b := range []fyne.Disableable{t.play, t.back, t.on, t.in, t.out, t.full} {
		usable(b, s.Ready())
	}
	silent := s.Ready() && !s.Sound
	usable(t.mute, !silent)
	usable(t.volume, !silent)
	if silent {
		t.mute.SetIcon("mute")
	}
}

func usable(o fyne.Disableable, on bool) {
	if on == !o.Disabled() {
		return
	}
	if on {
		o.Enable()
	} else {
		o.Disable()
	}
}

// CreateRenderer is for Fyne.
func (t *Transport) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }
