package create

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/budget"
)

// quick fails where something holds the UI goroutine longer than it may even when
// nothing else is in its way: the machine may be busy, so only what the thread
// itself computes counts, and it has some tries.
func (s *scene) quick(what string, do func()) {
	s.t.Helper()
	best := time.Hour
	for try := 0; try < 3 || best > budget.Limit && try < 50; try++ {
		start := ownTime()
		do()
		best = min(best, ownTime().Sub(start))
		s.drain()
	}
	if best > budget.Limit {
		s.t.Errorf("%s holds the UI goroutine for %v; it may for %v", what, best, budget.Limit)
	}
}

// novel is 4,000 characters, with a word that the pack does not know here and there.
func novel() string {
	text := strings.Repeat("a red ball drops on the floor and bounces twice, then rolls away. ", 61)
	return text[:4000]
}

func TestALongPromptIsTypedWithoutStutter(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := onScene(t, sceneParams{seed: func(t *testing.T, kept *store.Store) {
		for _, first := range []string{"", "one ", "two ", "three "} {
			shot := harbour()
			shot.Beats = []string{first + novel()}
			written(t, kept, shot)
		}
	}})
	s.planned()
	field := s.page.editor.beats.Field()
	s.window.Canvas().Focus(field)
	s.quick("typing a letter at the start of 4,000", func() { field.TypedRune('x') })
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	s.quick("typing a letter into 4,000", func() { field.TypedRune('x') })
	s.quick("taking one back", func() { field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) })
	s.kept()
	s.planned()
	if got := s.shot("SH010").Beats[0]; got != s.page.editor.beats.Text() {
		t.Errorf("%d characters were kept", len(got))
	}
	p := s.page.planner
	reading, turn := p.reading, 0
	for _, open := range []bool{false, true} {
		p.open(open)
		s.quick("showing another shot", func() {
			turn++
			s.page.show(s.page.shots[turn%4])
		})
		s.quick("showing a plan", func() {
			reading.Prompt += "."
			p.show(reading, studio.RenderPlan{}, nil)
		})
	}
}

func TestManyShotsAreOpenedWithoutStutter(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const count = 300
	s := onScene(t, sceneParams{seed: func(t *testing.T, kept *store.Store) {
		err := kept.Edit(t.Context(), "Write", func(e *store.Editor) error {
			for i := range count {
				shot := harbour()
				shot.Media = nil
				if i%2 == 0 {
					shot.Dialogue = nil
				}
				if _, err := e.AddShot(t.Context(), shot); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}})
	s.planned()
	shots := s.page.shots
	if len(shots) != count {
		t.Fatalf("%d shots", len(shots))
	}
	s.quick("making the page", func() { New(s.host, s.desk) })
	turn := 0
	s.quick("going to another shot", func() {
		turn++
		s.page.open(shots[turn])
	})
	s.quick("showing another shot", func() {
		turn++
		s.page.show(shots[turn])
	})
	s.quick("opening the menu of shots", func() {
		s.page.editor.shot.Open()
		s.window.Canvas().Overlays().Top().Hide()
	})
}
