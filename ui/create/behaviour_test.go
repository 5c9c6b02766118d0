package create

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

func (s *scene) run(id string) {
	s.t.Helper()
	if !s.host.Actions().Run(id) {
		s.t.Fatalf("%s cannot be done", id)
	}
}

func TestTheFirstWordMakesAShot(t *testing.T) {
	s := onScene(t, sceneParams{})
	if shots, err := s.session().Store.Shots(t.Context()); err != nil || len(shots) != 0 {
		t.Fatalf("shots: %v, %v", shots, err)
	}
	test.Type(s.page.editor.beats.Field(), "a red ball drops")
	s.kept()
	if got := s.shot("SH010"); !slices.Equal(got.Beats, []string{"a red ball drops"}) {
		t.Errorf("kept %q", got.Beats)
	}
	s.until("the shot has its name", func() bool { return s.page.shot.Code == "SH010" })
	test.Type(s.page.editor.setting.Field(), "a pier")
	s.page.editor.camera.move.SetText("pan left")
	s.page.editor.dialogue.add()
	s.page.editor.dialogue.rows[0].speaker.SetText("Ada")
	s.page.editor.dialogue.rows[0].text.SetText("Look!")
	s.page.editor.styles.choose("anime")
	s.page.editor.frame.takes.SetValue(2)
	s.page.editor.frame.setTakes(3)
	s.page.editor.more.seed.SetText("4711")
	s.kept()
	got := s.shot("SH010")
	if got.Setting != "a pier" || got.Camera.Move != "pan left" || got.Style != "anime" || got.Takes != 3 ||
		got.Seed == nil || *got.Seed != 4711 || len(got.Dialogue) != 1 || got.Dialogue[0] != (project.Line{Speaker: "Ada", Text: "Look!"}) {
		t.Errorf("kept %+v", got)
	}
	s.page.editor.more.seed.SetText("many")
	s.kept()
	if got := s.shot("SH010"); got.Seed == nil || *got.Seed != 4711 {
		t.Error("a seed that is no number was kept")
	}
	s.page.editor.dialogue.remove(s.page.editor.dialogue.rows[0])
	s.kept()
	if got := s.shot("SH010"); len(got.Dialogue) != 0 {
		t.Errorf("the line is still said: %v", got.Dialogue)
	}
}

func TestUndoTakesBackWhatWasTyped(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	test.Type(s.page.editor.sound.Field(), "XYZ")
	s.kept()
	if got := s.shot("SH010").Sound; got != "XYZwaves and gulls" {
		t.Fatalf("kept %q", got)
	}
	s.window.Canvas().Unfocus()
	s.run("create.undo")
	s.until("the field says what it said", func() bool { return s.page.editor.sound.Text() == "waves and gulls" })
	if last := s.host.said[len(s.host.said)-1]; last != "Undone: Change Sound of SH010" {
		t.Errorf("said %q", last)
	}
	s.run("create.redo")
	s.until("it is done again", func() bool { return s.page.editor.sound.Text() == "XYZwaves and gulls" })
}

func TestWhatOthersChangeIsShown(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	shot := s.shot("SH010")
	shot.Setting, shot.Takes = "a dark cellar", 4
	if err := s.session().Store.Edit(t.Context(), "Elsewhere", func(e *store.Editor) error { return e.UpdateShot(t.Context(), shot) }); err != nil {
		t.Fatal(err)
	}
	s.until("the scene is shown", func() bool { return s.page.editor.setting.Text() == "a dark cellar" })
	if s.page.shot.Takes != 4 || s.page.editor.frame.takes.Value() != 4 {
		t.Errorf("takes: %d, shown as %g", s.page.shot.Takes, s.page.editor.frame.takes.Value())
	}
}

func TestThePackSaysWhatItReads(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	p := s.page.planner
	if !p.unknown("wooden") || !p.unknown("Gulls") || p.unknown("ball") {
		t.Errorf("the pack does not know %v", p.reading.Unknown)
	}
	if p.reading.Tokens <= p.reading.Info.MaxTokens || !strings.Contains(p.notes.Text(), "reads the first") {
		t.Errorf("%d tokens, and the page says %q", p.reading.Tokens, p.notes.Text())
	}
	s.run("create.reads")
	if !p.reads.Visible() || !strings.HasPrefix(p.prompt.Text(), "a red ball drops on the floor, it bounces") {
		t.Errorf("the model reads %q", p.prompt.Text())
	}
	s.page.edit("frames", "Length", func(shot *project.Shot) { shot.Width, shot.Height, shot.Frames = 16384, 16384, 99999 })
	s.planned()
	if len(p.problem.Objects) == 0 {
		t.Fatal("a clip as large as no machine is said to be possible")
	}
}

func TestFilesBecomeWhatTheyAreDroppedOn(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	path := picture(t, "pier.png")
	slots := func() []fyne.CanvasObject { return s.page.editor.slots.grid.Objects }
	drop := func(at int, path string) {
		slots()[at].(dropper).DropFiles([]fyne.URI{storage.NewFileURI(path)})
	}
	drop(0, path)
	s.until("the picture is used", func() bool { return len(s.page.shot.Media) == 1 })
	s.kept()
	if got := s.shot("SH010").Media; len(got) != 1 || got[0].Role != project.RoleFirst || got[0].Path != path {
		t.Errorf("kept %+v", got)
	}
	drop(2, path)
	s.until("the key frame is there", func() bool { return len(s.page.shot.Media) == 2 })
	if len(slots()) != 6 || len(s.page.editor.slots.keys.Objects) != 1 {
		t.Errorf("%d slots and %d numbers", len(slots()), len(s.page.editor.slots.keys.Objects))
	}
	wrong := filepath.Join(t.TempDir(), "notes.png")
	if err := os.WriteFile(wrong, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	drop(1, wrong)
	drop(5, path) // a picture has no sound
	s.until("both are refused", func() bool { return s.host.meter.Count() > 0 && s.refused(1) && s.refused(5) })
	s.page.editor.slots.take(0)
	s.kept()
	if got := s.shot("SH010").Media; len(got) != 1 || got[0].Role != project.RoleKey {
		t.Errorf("kept %+v", got)
	}
}

type dropper interface{ DropFiles([]fyne.URI) bool }

// refused tells whether a slot shows a sentence on what is wrong.
func (s *scene) refused(at int) bool {
	return s.page.editor.slots.grid.Objects[at].(*xwidget.DropSlot).Wrong() != ""
}

func TestAFileOnThePageIsAskedAbout(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	path := picture(t, "pier.png")
	if !s.page.DropFiles([]fyne.URI{storage.NewFileURI(path)}) {
		t.Fatal("the page does not want a picture")
	}
	s.until("it is asked", func() bool { return s.window.Canvas().Overlays().Top() != nil })
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.kept()
	if got := s.shot("SH010").Media; len(got) != 1 || got[0].Role != project.RoleFirst {
		t.Errorf("kept %+v", got)
	}
}

func TestTakesAreChosenMarkedAndUsed(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled, viewer: container.NewWithoutLayout()})
	s.drawn()
	g := s.page.gallery
	if take, ok := g.selectedTake(); !ok || take.Code != "SH010_T09" || !slices.Contains(s.host.loaded, "SH010_T09.mov") {
		t.Fatalf("the newest take is not shown: %v, loaded %v", take.Code, s.host.loaded)
	}
	g.choose(2)
	if last := s.host.loaded[len(s.host.loaded)-1]; last != "SH010_T07.mov" {
		t.Errorf("loaded %s", last)
	}
	keys := s.window.Canvas().OnTypedKey()
	keys(&fyne.KeyEvent{Name: fyne.KeySpace})
	keys(&fyne.KeyEvent{Name: fyne.KeyF})
	s.kept()
	if s.host.played != 1 {
		t.Errorf("played %d times", s.host.played)
	}
	take, err := s.session().Store.TakeByCode(t.Context(), "SH010_T07")
	if err != nil || !take.Favourite {
		t.Fatalf("no favourite: %v", err)
	}
	s.page.useFrame(take, 12, project.RoleFirst)
	s.until("the frame is used", func() bool { return len(s.page.shot.Media) == 1 })
	s.kept()
	if got := s.shot("SH010").Media[0]; got.Role != project.RoleFirst || !strings.HasPrefix(got.Path, "media/sources/SH010_T07_F00012_") {
		t.Errorf("begins with %+v", got)
	}
	s.page.editor.more.turnLock()
	if got := s.page.shot.Seed; got == nil || *got != take.Seed {
		t.Errorf("the seed is %v", got)
	}
}

func TestThousandTakesAreReadAsTheyAreNeeded(t *testing.T) {
	s := onScene(t, sceneParams{seed: func(t *testing.T, kept *store.Store) { filmed(t, kept, written(t, kept, harbour()), 1000) }})
	g := s.page.gallery
	s.until("the first page is there", func() bool { return g.takes.len() == pageOfTakes })
	for g.takes.len() < 1000 {
		before := g.takes.len()
		g.grid.SetSelected(g.count() - 1)
		s.until("the next page is there", func() bool { return g.takes.len() > before })
	}
	if first, last := g.grid.InSight(); last-first > 60 {
		t.Errorf("%d tiles exist", last-first)
	}
	if g.takes.at(999).Code != "SH010_T01" {
		t.Errorf("the last one is %s", g.takes.at(999).Code)
	}
	g.grid.SetSelected(g.count() - 1)
	s.until("the end is known", func() bool { return g.whole })
	s.drawn()
	s.parts("thousand_dark", s.page.family.split, g.content)
}

func TestTheLanguageOfKeys(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	for _, c := range s.host.Actions().Conflicts() {
		t.Errorf("%s means %s and %s", c.Chord, c.Actions[0].ID, c.Actions[1].ID)
	}
	test.Type(s.page.editor.beats.Field(), "f")
	if !strings.HasPrefix(s.page.editor.beats.Text(), "f") {
		t.Error("a field does not get its letters")
	}
	if got, says := s.host.Actions().KeyLabel("create.generate"), s.page.planner.button.TipText().Key; got != says {
		t.Errorf("takes are made by %s, and the button says %s", got, says)
	}
}
