//go:build cgo && !noplayer

package window

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// loop is a UI goroutine that is the test's own.
type loop struct {
	t    *testing.T
	todo chan func()
	keys *action.Registry
}

func (l *loop) Do(_ string, do func())               { l.todo <- do }
func (l *loop) Toast(_ xwidget.Tone, message string) { l.t.Error(message) }
func (l *loop) Actions() *action.Registry            { return l.keys }
func (l *loop) until(what string, done func() bool) {
	l.t.Helper()
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	for !done() {
		select {
		case do := <-l.todo:
			do()
		case <-late.C:
			l.t.Fatalf("waited in vain for %s", what)
		}
	}
}

// clip makes a film of a second.
func clip(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=128x96:r=24:d=1", "-pix_fmt", "yuv420p", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

func TestKeysMoveBothComparedTakes(t *testing.T) {
	test.NewTempApp(t)
	keys := action.NewRegistry()
	l := &loop{t: t, todo: make(chan func(), 10_000), keys: keys}
	v := &viewer{frame: l}
	keys.Add(v.actions()...)
	content := v.Viewer()
	left, right := clip(t, "left.mp4"), clip(t, "right.mp4")
	v.ShowTake(left, project.Take{})
	defer v.close()
	content.Resize(fyne.NewSize(640, 300))
	ready := func() bool { return v.player.State().Ready() }
	l.until("the take", ready)
	v.CompareTakes(left, right)
	l.until("both takes", ready)
	for range 5 {
		keys.Run("player.frame-ahead")
	}
	l.until("the fifth frame", func() bool { return v.ShownFrame() == 5 })
	keys.Run("player.out")
	keys.Run("player.frame-back")
	l.until("the frame before", func() bool { return v.ShownFrame() == 4 })
	keys.Run("player.in")
	l.until("a range of two frames", func() bool { s := v.player.State(); return s.In == 4 && s.Out == 6 })
	keys.Run("player.whole")
	l.until("the whole again", func() bool { s := v.player.State(); return s.In == 0 && s.Out == s.Frames })
	keys.Run("player.mute")
	l.until("silence", func() bool { return v.player.State().Muted })
	if !keys.Run("player.ahead") {
		t.Fatal("L has no meaning")
	}
	l.until("both playing", func() bool { return v.player.State().Playing && v.ShownFrame() > 8 })
	keys.Run("player.stop")
	l.until("both standing", func() bool { return !v.player.State().Playing })
	v.ShowTake(left, project.Take{})
	l.until("one take again", func() bool { return ready() && v.ShownFrame() == 0 })
}

// TestThePlayerGoesWithTheSizeOfText makes all text larger and small again, elsewhere
// than where the player is seen, as somebody does who tries it out.
func TestThePlayerGoesWithTheSizeOfText(t *testing.T) {
	s := onStage(t, true, nil)
	s.until("a take is shown", func() bool { return s.viewer.player != nil && s.viewer.player.State().Ready() })
	sizes := func() (all []string) {
		s.frame.Go(core.Create, "")
		s.rest()
		s.until("the take is shown again", func() bool { return s.viewer.player.State().Ready() })
		for _, o := range []fyne.CanvasObject{s.viewer.bar, s.viewer.player} {
			walk(o, true, func(o fyne.CanvasObject) {
				if text, ok := o.(*canvas.Text); ok && text.Text != "" {
					all = append(all, fmt.Sprintf("%q %.1f", text.Text, text.TextSize))
				}
			})
		}
		return append(all, fmt.Sprint(s.viewer.bar.MinSize()))
	}
	small := sizes()
	if len(small) < 4 {
		t.Fatalf("the player says %v", small)
	}
	for _, scale := range []float32{1.5, 1} {
		s.frame.Go(core.Settings, "appearance")
		chosen := s.frame.Look()
		chosen.Scale = scale
		s.check(s.frame.SetLook(chosen))
		if got := sizes(); slices.Equal(got, small) != (scale == 1) {
			t.Errorf("at %.0f %% the player has %v; at first it had %v", scale*100, got, small)
		}
	}
	s.check(s.frame.SetLanguage("de"))
	if sizes(); !slices.ContainsFunc(s.controls(), func(c tipped) bool { return c.TipText().Text == words.T("player.loop") }) {
		t.Error("the player does not speak the language that was chosen")
	}
}
