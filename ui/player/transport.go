package player

import (
	"fmt"
	"math"

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

	play, loop, mute, full *xwidget.Button
	track                  *track
	position, length       *xwidget.Timecode
	speed                  *widget.Label
	volume                 *xwidget.Slider
	content                *fyne.Container
}

// NewTransport makes the bar of a player. Drop chooses drop-frame timecode for the
// rates that have it.
func NewTransport(p *Player, drop bool) *Transport {
	t := &Transport{player: p, drop: drop, speed: widget.NewLabel("")}
	state := func() State { return p.State() }
	button := func(icon look.Icon, tip, key string, tapped func()) *xwidget.Button {
		return xwidget.NewIconButton(icon, tip, key, tapped)
	}
	t.play = button("play", words.T("player.play"), "Space", p.Toggle)
	back := button("step-back", words.T("player.step-back"), "←", func() { p.StepFrames(-1) })
	on := button("step-forward", words.T("player.step-forward"), "→", func() { p.StepFrames(1) })
	in := xwidget.NewButton("I", "", xwidget.Quiet, func() { p.SetRange(state().Frame, state().Out) })
	in.SetTip(words.T("player.in"), "I")
	out := xwidget.NewButton("O", "", xwidget.Quiet, func() { p.SetRange(state().In, state().Frame+1) })
	out.SetTip(words.T("player.out"), "O")
	t.loop = button("loop", words.T("player.loop"), "R", func() { p.SetLoop(!state().Loop) })
	t.mute = button("volume", words.T("player.mute"), "M", func() { p.SetMuted(!state().Muted) })
	t.full = button("full-screen", words.T("player.full-screen"), "F", func() { p.SetFullScreen(!p.FullScreen()) })
	t.volume = xwidget.NewSlider(xwidget.NumberParams{
		Value: 100, Most: 100, Step: 1, Unit: "%",
		OnChanged: func(percent float64) { p.SetVolume(percent / 100) },
	}, nil)
	t.position, t.length = xwidget.NewTimecode(look.Digits), xwidget.NewTimecode(look.Digits)
	t.track = newTrack(p.SeekFrame)
	position, speed, length := container.NewCenter(t.position), container.NewCenter(t.speed), container.NewCenter(t.length)
	volume := container.NewCenter(container.NewGridWrap(fyne.NewSize(look.Px(120), look.Px(look.ControlHeight)), t.volume))
	gap := func() float32 { return look.Px(look.Space1) }
	bar := container.New(barLayout{left: 8, spared: []fyne.CanvasObject{volume, speed, length, t.loop, in, out}, gap: gap},
		t.play, back, on, in, out, t.loop, position, speed, length, t.mute, volume, t.full)
	t.content = container.NewBorder(t.track, nil, nil, nil, bar)
	t.ExtendBaseWidget(t)
	return t
}

// Update shows a state; call it from Params.Changed.
func (t *Transport) Update(s State) {
	before := t.shown
	t.shown = s
	if first := before.Speed == 0; first || before.Playing != s.Playing || before.Muted != s.Muted || before.Loop != s.Loop {
		t.updateButtons(s)
	}
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
	t.track.update(s)
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
}

// CreateRenderer is for Fyne.
func (t *Transport) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }
