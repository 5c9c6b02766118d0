package create

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
)

// parts holds a piece of the window, the one that has these objects in it, against
// its picture.
func (s *scene) parts(name string, objects ...fyne.CanvasObject) {
	s.t.Helper()
	var room image.Rectangle
	for _, o := range objects {
		at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
		room = room.Union(image.Rect(int(at.X), int(at.Y), int(at.X+size.Width), int(at.Y+size.Height)))
	}
	piece := image.NewNRGBA(image.Rectangle{Max: room.Size()})
	draw.Draw(piece, piece.Rect, s.window.Canvas().Capture(), room.Min, draw.Src)
	test.AssertImageMatches(s.t, name+".png", piece)
}

// press types a bare key that no field takes.
func (s *scene) press(name fyne.KeyName) {
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
}

// filmedOf adds a take that was made of another one, with a recipe that says so.
func filmedOf(t *testing.T, kept *store.Store, shot project.Shot, i int, parent int64, verb project.Verb) project.Take {
	t.Helper()
	const different = 6
	path := filepath.Join(os.Getenv("XDG_DATA_HOME"), fmt.Sprintf("film-%d.mov", i%different))
	if _, err := os.Stat(path); err != nil {
		film(t, path, float64(i%different)/different)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("media/%s_made%02d.mov", shot.Code, i)
	if err := os.Link(path, kept.Path(name)); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	r := engine.Recipe{
		Version: 1, Pack: "Kinora Pocket", Prompt: "a red ball drops on the floor, it bounces twice and rolls away, static camera", Seed: uint64(4700 + i),
		Width: clipWidth, Height: clipHeight, Frames: clipFrames, Rate: engine.Rate{Num: 24, Den: 1}, Steps: 20, Video: engine.Guidance{Scale: 3}, Provider: "cpu",
	}
	if verb == project.VerbRemix || verb == project.VerbEdit {
		r.Prompt = strings.ReplaceAll(r.Prompt, "red ball", "blue cube")
		r.Steps = 32
	}
	if verb == project.VerbExtend || verb == project.VerbEdit {
		r.Images = []engine.Image{{Source: engine.Source{Path: kept.Path("media/sources/SH010_T01_F00023_1234abcd.png")}, Strength: 1}}
	}
	recipe, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	take, err := kept.AddTake(t.Context(), project.Take{
		Shot: shot.ID, Parent: parent, Verb: verb, Path: name, SHA256: hex.EncodeToString(sum[:]), Bytes: 1, Recipe: recipe,
		Width: clipWidth, Height: clipHeight, Frames: clipFrames, Rate: project.Rate{Num: 24, Den: 1}, Silent: true,
		Prompt: r.Prompt, Seed: r.Seed, Made: time.Date(2026, 11, 22, 9, i, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return take
}

// related is a shot whose takes were made of each other: T01 was extended three
// times over, T02 remixed and edited.
func related(t *testing.T, kept *store.Store) {
	shot := written(t, kept, harbour())
	made := []struct {
		parent int
		verb   project.Verb
	}{{0, ""}, {0, ""}, {1, project.VerbExtend}, {3, project.VerbExtend}, {2, project.VerbRemix}, {2, project.VerbEdit}, {4, project.VerbExtend}, {5, project.VerbRemix}}
	ids := map[int]int64{}
	for i, m := range made {
		if m.verb == "" {
			m.verb = project.VerbGenerate
		}
		ids[i+1] = filmedOf(t, kept, shot, i, ids[m.parent], m.verb).ID
	}
}

func takeCode(t *testing.T, s *scene, code string) project.Take {
	t.Helper()
	take, err := s.session().Store.TakeByCode(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return take
}

func TestTakesAreFilteredAndSorted(t *testing.T) {
	s := onScene(t, sceneParams{seed: func(t *testing.T, kept *store.Store) {
		filmed(t, kept, written(t, kept, harbour()), 4)
		other := harbour()
		other.Title = "Another"
		filmed(t, kept, written(t, kept, other), 3)
	}})
	s.drawn()
	g := s.page.gallery
	shown := func() string {
		var codes []string
		for _, take := range g.takes.takes {
			codes = append(codes, strings.TrimPrefix(take.Code, "SH0"))
		}
		return strings.Join(codes, " ")
	}
	lists := func(want string) {
		t.Helper()
		s.until("the list is "+want+", not "+shown(), func() bool { return g.whole && shown() == want })
	}
	lists("10_T04 10_T03 10_T02 10_T01")
	g.turnFavourite(g.takes.at(2))
	s.kept()
	s.press(fyne.KeyF) // the newest, too
	s.kept()
	s.run("create.favourites")
	lists("10_T04 10_T02")
	s.press(fyne.KeyF)
	lists("10_T02")
	g.bar.scope.OnChanged(0)
	s.run("create.favourites")
	g.bar.scope.SetSelected(1)
	g.another()
	lists("20_T03 20_T02 20_T01 10_T04 10_T03 10_T02 10_T01")
	g.bar.by = oldestFirst
	g.another()
	lists("10_T01 10_T02 10_T03 10_T04 20_T01 20_T02 20_T03")
	g.bar.by = byName
	g.another()
	lists("10_T01 10_T02 10_T03 10_T04 20_T01 20_T02 20_T03")
	g.choose(6)
	if take, ok := g.selectedTake(); !ok || take.Code != "SH020_T03" {
		t.Errorf("chosen is %v", take.Code)
	}
	late := filmedOf(t, s.session().Store, s.shot("SH020"), 7, 0, project.VerbGenerate)
	lists("10_T01 10_T02 10_T03 10_T04 20_T01 20_T02 20_T03 20_T04")
	if late.Code != "SH020_T04" || g.grid.Selected() != 6 {
		t.Errorf("%s came, and %d is chosen", late.Code, g.grid.Selected())
	}
}

func TestNotesAreKept(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.drawn()
	s.press(fyne.KeyN)
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("nobody asks for the note")
	}
	s.until("the note has the focus", func() bool { return s.window.Canvas().Focused() != nil })
	for _, r := range "good light" {
		s.window.Canvas().Focused().TypedRune(r)
	}
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.kept()
	if take := takeCode(t, s, "SH010_T09"); take.Note != "good light" {
		t.Errorf("the note is %q", take.Note)
	}
	if !s.page.stage.note.Visible() || s.page.stage.note.Text() != "good light" {
		t.Errorf("the stage says %q", s.page.stage.note.Text())
	}
	s.run("create.undo")
	s.until("it is gone", func() bool { return s.page.stage.note.Text() == "" })
}

func TestThePointerScrubs(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.drawn()
	g := s.page.gallery
	take := g.takes.at(1) // the first one has a frame around it
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(g.grid).AddXY(210, 40)
	seen := map[[32]byte]bool{}
	look := func(x float32) (picture [32]byte) {
		test.MoveMouse(s.window.Canvas(), corner.AddXY(x, 0))
		piece := image.NewNRGBA(image.Rect(0, 0, 150, 60))
		draw.Draw(piece, piece.Rect, s.window.Canvas().Capture(), image.Pt(int(corner.X), int(corner.Y)-20), draw.Src)
		return sha256.Sum256(piece.Pix)
	}
	before := look(-20)
	look(0)
	look(1)
	s.until("the strip is there", func() bool { _, ok := g.thumbs.strips.get(take.ID); return ok })
	for x := float32(0); x < 150; x += 12 {
		seen[look(x)] = true
	}
	if len(seen) < 8 {
		t.Errorf("%d pictures were seen on the way", len(seen))
	}
	if look(-20) != before {
		t.Error("the picture does not come back")
	}
}

func TestFramesAreUsed(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled, viewer: container.NewWithoutLayout()})
	s.drawn()
	s.host.frame = 7
	for _, id := range []string{"create.use-first", "create.use-last", "create.use-key"} {
		before := len(s.page.shot.Media)
		s.run(id)
		s.until("it is used", func() bool { return len(s.page.shot.Media) > before })
		s.host.frame += 5
	}
	s.kept()
	var used []string
	for _, m := range s.shot("SH010").Media {
		used = append(used, string(m.Role)+" "+strings.TrimPrefix(m.Path, "media/sources/SH010_T09_F")[:5])
	}
	if want := []string{"first 00007", "last 00012", "key 00017"}; !slices.Equal(used, want) {
		t.Errorf("used %q, not %q", used, want)
	}
	t.Setenv("PATH", t.TempDir()) // nothing that could copy the file itself
	s.run("create.copy-file")
	s.until("the path is copied", func() bool { return fyne.CurrentApp().Clipboard().Content() != "" })
	fyne.CurrentApp().Clipboard().SetContent("")
	s.run("create.copy-path")
	if got, want := fyne.CurrentApp().Clipboard().Content(), s.session().Store.Path("media/SH010_T09.mov"); got != want {
		t.Errorf("the clipboard holds %q, not %q", got, want)
	}
}

func TestTheSizeIsSaidOnce(t *testing.T) {
	recipe := func(width, height int) json.RawMessage {
		data, err := json.Marshal(engine.Recipe{Width: width, Height: height})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for want, take := range map[string]project.Take{
		"96×96, enlarged to 768×768": {Width: 768, Height: 768, Recipe: recipe(96, 96)},
		"768×512":                    {Width: 768, Height: 512, Recipe: recipe(768, 512)},
		"640×360":                    {Width: 640, Height: 360},
		"320×180":                    {Width: 320, Height: 180, Recipe: json.RawMessage("{")},
	} {
		if got := sizeOf(take, drawnSize(take)); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestMenusOfferWhatCanBeDone(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.drawn()
	g := s.page.gallery
	offers := func(want ...string) {
		t.Helper()
		top := s.window.Canvas().Overlays().Top()
		if top == nil {
			t.Fatal("no menu is open")
		}
		markup := test.RenderObjectToMarkup(top)
		for _, item := range want {
			if !strings.Contains(markup, ">"+item+"<") {
				t.Errorf("the menu does not offer %q", item)
			}
		}
		s.window.Canvas().Overlays().Remove(top)
	}
	s.page.stage.verbs.openMenu()
	offers("Extend…", "Export…")
	g.menu(g.takes.at(3), 0.5, fyne.NewPos(600, 200), fyne.Size{})
	offers("Extend…", "Edit…", "Remix…", "Use frame 12 as", "Compare with SH010_T09", "Lineage", "Note…", "Copy the file", "Copy the path", "Show in the file manager", "Export…")
	if err := s.session().Queue.PauseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.run("create.generate")
	s.until("it is queued", func() bool { return len(g.jobs) == 2 })
	g.jobMenu(g.jobs[0], fyne.NewPos(600, 200))
	offers("Extend when it is done", "Pause", "Cancel this take", "Show in the queue")
}

func TestTheMenuOfATakeLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"menu_dark_1280": {seed: filled},
		"menu_german":    {seed: filled, look: look.Params{Scale: 1.25, Mode: look.Light}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.planned()
			s.drawn()
			s.steady()
			s.page.stage.verbs.openMenu()
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}

func TestGalleryLooksAsItShould(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"gallery_dark":   {seed: related},
		"gallery_light":  {seed: related, look: look.Params{Mode: look.Light}},
		"gallery_german": {seed: related, look: look.Params{Scale: 1.25}, language: "de"},
		"gallery_1920":   {seed: related, size: fyne.NewSize(1920, 1080)},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.drawn()
			g := s.page.gallery
			take := g.takes.at(1)
			take.Note = "The light is good here, the ball is too late."
			g.take(take)
			g.choose(1)
			s.page.toggleLineage()
			s.until("the family is there", func() bool { return len(s.page.family.kin) > 1 })
			if strings.HasPrefix(name, "gallery_l") { // the family that has two branches
				g.choose(0)
				s.until("the other family is there", func() bool { return s.page.family.shown == g.selected && len(s.page.family.kin) == 4 })
			}
			s.drawn()
			s.until("the family is drawn", func() bool {
				return !slices.ContainsFunc(s.page.family.kin, func(k store.Kin) bool { return g.known(k.Take.ID) == nil })
			})
			s.parts(name, s.page.family.split, g.content)
		})
	}
}
