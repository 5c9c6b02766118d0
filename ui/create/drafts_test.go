package create

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
)

func (s *scene) jobs() int {
	return len(s.session().Queue.List())
}

func TestWhatIsRefusedIsNeverReplacedByOtherWords(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	if err := s.session().Queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	words, before := s.page.editor.beats.Text(), s.jobs()
	long := strings.Repeat("a ball ", 6000)
	s.page.editor.beats.SetText(long)
	s.page.editor.beats.OnChanged(long)
	s.run("create.generate") // while it is not known yet that it is refused
	s.kept()
	s.run("create.generate")
	s.planned()
	if got := s.jobs(); got != before {
		t.Fatalf("%d jobs of words that are not on the screen", got-before)
	}
	for _, said := range s.host.said {
		if !strings.Contains(said, "10000 fit") {
			t.Errorf("said %q", said)
		}
	}
	if len(s.host.said) == 0 || s.page.unkept() != s.host.said[0] || !s.page.planner.problem.Visible() {
		t.Errorf("said %q, and in place %q", s.host.said, s.page.unkept())
	}
	test.Type(s.page.editor.sound.Field(), "x") // is kept, and looked at again
	s.planned()
	s.page.Leave()
	s.page.Open("")
	s.until("the shot is shown again", func() bool { return s.page.planner.shown == s.page.planner.turn })
	if s.page.editor.beats.Text() != long || s.page.unkept() == "" {
		t.Fatal("what was refused is gone")
	}
	if got := s.shot("SH010").Sound; !strings.HasPrefix(got, "x") {
		t.Errorf("another field is not kept: %q", got)
	}
	s.run("create.undo")
	s.until("the paste is taken back", func() bool { return s.page.editor.beats.Text() == words })
	s.planned()
	if got := s.shot("SH010").Sound; !strings.HasPrefix(got, "x") || s.page.unkept() != "" {
		t.Errorf("more than the paste is taken back: %q, %q", got, s.page.unkept())
	}
	s.run("create.generate")
	s.until("takes are queued", func() bool { return len(s.page.gallery.jobs) > 0 })
}

func TestGenerateWantsWordsAndASeed(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	before := s.jobs()
	for _, seed := range []string{"many", strings.Repeat("9", 21)} {
		s.page.editor.more.seed.SetText(seed)
		s.page.editor.frame.refill()
		s.run("create.generate")
		s.kept()
		if last := s.host.said[len(s.host.said)-1]; !strings.HasPrefix(last, "A seed is") || s.page.editor.more.seed.Text != seed {
			t.Errorf("%s: said %q, the field shows %s", seed, last, s.page.editor.more.seed.Text)
		}
	}
	s.page.editor.more.seed.SetText("7")
	takes := s.page.editor.frame.takes
	takes.TypedRune('9')
	field := s.window.Canvas().Focused()
	for range 4 {
		field.TypedRune('9')
	}
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.run("create.generate")
	if last := s.host.said[len(s.host.said)-1]; !strings.Contains(last, "nearest is 100.") || takes.Value() == 100 {
		t.Errorf("said %q, takes %g", last, takes.Value())
	}
	s.page.editor.frame.setTakes(1)
	s.page.edit("beats", "Action", func(shot *project.Shot) {
		shot.Beats, shot.Setting, shot.Dialogue, shot.Sound, shot.Camera.Move = nil, "", nil, "", "static camera"
	})
	s.planned()
	s.run("create.generate")
	s.kept()
	if last := s.host.said[len(s.host.said)-1]; !strings.HasPrefix(last, "Write what happens") || !s.page.planner.button.Disabled() {
		t.Errorf("said %q", last)
	}
	if got := s.jobs(); got != before {
		t.Errorf("%d jobs", got-before)
	}
}
