package player

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

func TestTheBarLooksAsItShould(t *testing.T) {
	clip := State{Frame: 31, Frames: 96, Rate: media.Rate{Num: 24, Den: 1}, Out: 96, Speed: 1, Volume: 0.8, Sound: true}
	with := func(change func(*State)) State { s := clip; change(&s); return s }
	for name, c := range map[string]struct {
		state  State
		look   look.Params
		german bool
		width  float32
	}{
		"nothing":   {state: State{Speed: 1, Volume: 1}},
		"loading":   {state: State{Loading: true, Speed: 1, Volume: 1}},
		"standing":  {state: clip},
		"playing":   {state: with(func(s *State) { s.Playing = true })},
		"fast":      {state: with(func(s *State) { s.Playing, s.Speed = true, -4 })},
		"range":     {state: with(func(s *State) { s.In, s.Out, s.Loop = 20, 60, true })},
		"muted":     {state: with(func(s *State) { s.Muted = true })},
		"no_sound":  {state: with(func(s *State) { s.Sound = false })},
		"missing":   {state: State{Err: errors.New("a.mp4 is not there"), Speed: 1, Volume: 1}},
		"no_device": {state: with(func(s *State) { s.Note = noDevice })},
		"narrow":    {state: with(func(s *State) { s.Note = noDevice }), width: 300},
		"drop":      {state: with(func(s *State) { s.Frame, s.Frames, s.Out, s.Rate = 1800, 3600, 3600, media.Rate{Num: 30000, Den: 1001} })},
		"light":     {state: with(func(s *State) { s.In, s.Out, s.Note = 20, 60, noDevice }), look: look.Params{Mode: look.Light}},
		"contrast":  {state: with(func(s *State) { s.In, s.Out, s.Note = 20, 60, noDevice }), look: look.Params{Mode: look.HighContrast}},
		"german":    {state: with(func(s *State) { s.In, s.Out, s.Note = 20, 60, noDevice }), look: look.Params{Scale: 1.25}, german: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			theme, err := look.New(c.look)
			if err != nil {
				t.Fatal(err)
			}
			look.Quiet(fyne.CurrentApp()).Settings().SetTheme(theme)
			language := map[bool]string{true: "de", false: "en"}[c.german]
			if err := words.Use(words.Params{Language: language}); err != nil {
				t.Fatal(err)
			}
			bar := NewTransport(s.Player, TransportParams{Drop: true})
			w := test.NewTempWindow(t, bar)
			width := max(c.width, 300)
			if c.width == 0 {
				width = look.Px(760)
			}
			w.Resize(fyne.NewSize(width, 140))
			bar.Update(c.state)
			w.Resize(fyne.NewSize(width, bar.MinSize().Height+look.Px(look.Space3)))
			test.AssertRendersToImage(t, "transport/"+name+".png", w.Canvas())
		})
	}
}

// TestTheBarOffersWhatWorks: what has no meaning now cannot be pressed, and a note
// is seen until the next clip.
func TestTheBarOffersWhatWorks(t *testing.T) {
	s := newStage(t)
	bar := NewTransport(s.Player, TransportParams{Keys: func(action string) string { return action }})
	bar.Update(State{Speed: 1, Volume: 1})
	if !bar.play.Disabled() || bar.mute.Disabled() {
		t.Error("nothing is open, and it can be played")
	}
	bar.Update(State{Speed: 1, Volume: 1, Frames: 9, Note: "no sound device"})
	if bar.play.Disabled() || !bar.mute.Disabled() || !bar.volume.Disabled() {
		t.Error("a clip without sound has a loudness, or cannot be played")
	}
	if !bar.note.Visible() {
		t.Error("the note is not seen")
	}
	bar.Update(State{Speed: 1, Volume: 1, Frames: 9, Sound: true})
	if bar.note.Visible() || bar.volume.Disabled() {
		t.Error("the note of the last clip is still there")
	}
	if tip := bar.loop.TipText(); tip.Key != "player.loop" {
		t.Errorf("the tip has %q", tip.Key)
	}
}
