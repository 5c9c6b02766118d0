package studio_test

import (
	"context"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// firstTake makes the take that others are made of, the same each time.
func firstTake(t *testing.T, s *studio.Session) project.Take {
	t.Helper()
	shot, err := tinyShot()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(7)
	shot.Steps, shot.Takes, shot.Seed = 4, 1, &seed
	shot = keepShot(t, s, shot)
	made := generate(t, s, studio.GenerateParams{Shot: shot.ID})[0]
	runAll(t, s)
	return takeOf(t, s, made.ID)
}

func takeOf(t *testing.T, s *studio.Session, id int64) project.Take {
	t.Helper()
	take, err := s.Store.TakeByJob(t.Context(), id)
	if err != nil {
		t.Fatalf("%v: job %+v", err, job(t, s, id))
	}
	return take
}

func derive(t *testing.T, s *studio.Session, p studio.DeriveParams) project.Job {
	t.Helper()
	made, err := s.Derive(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func recipeOf(t *testing.T, take project.Take) (r engine.Recipe) {
	t.Helper()
	if err := json.Unmarshal(take.Recipe, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDerive(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	parent := firstTake(t, s)
	const words = "a blue ball bounces"
	seed := uint64(4711)
	jobs := map[project.Verb]project.Job{
		project.VerbExtend: derive(t, s, studio.DeriveParams{Verb: project.VerbExtend, Take: parent.ID, Frames: 17, Seed: &seed}),
		project.VerbEdit:   derive(t, s, studio.DeriveParams{Verb: project.VerbEdit, Take: parent.ID, Prompt: words}),
		project.VerbRemix:  derive(t, s, studio.DeriveParams{Verb: project.VerbRemix, Take: parent.ID, Prompt: words}),
	}
	runAll(t, s)
	before := recipeOf(t, parent)
	for verb, made := range jobs {
		take := takeOf(t, s, made.ID)
		r := recipeOf(t, take)
		if take.Parent != parent.ID || take.Verb != verb || take.Shot != parent.Shot {
			t.Errorf("%s: %+v", verb, take)
		}
		if r.Steps != before.Steps || r.Width != before.Width || r.PackHash != before.PackHash || r.Scale != before.Scale {
			t.Errorf("%s: other settings: %+v", verb, r)
		}
		wantPrompt, wantSeed, wantFrames, begins := words, before.Seed, before.Frames, ""
		switch verb { //nolint:exhaustive // these are all
		case project.VerbExtend:
			wantPrompt, wantSeed, wantFrames, begins = before.Prompt, seed, 17, "_F00008_"
		case project.VerbEdit:
			begins = "_F00000_"
		}
		if r.Prompt != wantPrompt || r.Seed != wantSeed || r.Frames != wantFrames || take.Frames != wantFrames {
			t.Errorf("%s: %q, seed %d, %d frames", verb, r.Prompt, r.Seed, r.Frames)
		}
		switch {
		case begins == "" && len(r.Images) == 0:
		case len(r.Images) == 1 && r.Images[0].Frame == 0 && r.Images[0].SHA256 != "" && begins != "" && strings.Contains(r.Images[0].Path, parent.Code+begins):
		default:
			t.Errorf("%s: begins with %+v", verb, r.Images)
		}
	}
	tree, err := s.Store.TakeTree(t.Context(), parent.ID)
	if err != nil || len(tree) != 4 {
		t.Errorf("the family has %d members: %v", len(tree), err)
	}
	extended := takeOf(t, s, jobs[project.VerbExtend].ID)
	same := distance(t, s, parent, parent.Frames-1, extended, 0)
	other := distance(t, s, parent, parent.Frames-1, takeOf(t, s, jobs[project.VerbRemix].ID), 0)
	if same*2 > other {
		t.Errorf("it goes on %.1f grey levels away from where the take ends, a take of its own begins %.1f away", same, other)
	}
}

// distance is how far two frames are apart, in grey levels on the average.
func distance(t *testing.T, s *studio.Session, a project.Take, frameA int, b project.Take, frameB int) float64 {
	t.Helper()
	read := func(take project.Take, frame int) (pixels []uint32) {
		name, err := s.Still(t.Context(), take, frame)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(s.Store.Path(name))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		picture, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		for y := range picture.Bounds().Dy() {
			for x := range picture.Bounds().Dx() {
				r, g, b, _ := picture.At(x, y).RGBA()
				pixels = append(pixels, r>>8, g>>8, b>>8)
			}
		}
		return pixels
	}
	left, right := read(a, frameA), read(b, frameB)
	sum := 0.0
	for i := range left {
		sum += max(float64(left[i])-float64(right[i]), float64(right[i])-float64(left[i]))
	}
	return sum / float64(len(left))
}

// TestExtendWhatIsBeingMade: the extension waits for the take, and a change of the
// shot meanwhile does not concern it.
func TestExtendWhatIsBeingMade(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	shot := addShot(t, s, 2, 1)
	first := generate(t, s, studio.GenerateParams{Shot: shot.ID})[0]
	second := derive(t, s, studio.DeriveParams{Verb: project.VerbExtend, After: first.ID, Prompt: "it rolls away"})
	third := derive(t, s, studio.DeriveParams{Verb: project.VerbExtend, After: second.ID})
	if second.After != first.ID || third.After != second.ID {
		t.Fatalf("they wait for %d and %d", second.After, third.After)
	}
	runAll(t, s)
	parent, child, grandchild := takeOf(t, s, first.ID), takeOf(t, s, second.ID), takeOf(t, s, third.ID)
	if child.Parent != parent.ID || child.Verb != project.VerbExtend || child.Prompt != "it rolls away" {
		t.Errorf("the child is %+v", child)
	}
	if grandchild.Parent != child.ID || grandchild.Prompt != child.Prompt {
		t.Errorf("the grandchild is %+v", grandchild)
	}
	if again := derive(t, s, studio.DeriveParams{Verb: project.VerbExtend, After: first.ID}); again.Parent != parent.ID || again.After != 0 {
		t.Errorf("what is there already is waited for: %+v", again)
	}
}

func TestDeriveFindsWhatMoved(t *testing.T) {
	folder := t.TempDir()
	dir := film(t, folder)
	s, closeIt := open(t, dir)
	parent := firstTake(t, s)
	child := derive(t, s, studio.DeriveParams{Verb: project.VerbExtend, Take: parent.ID})
	runAll(t, s)
	closeIt()
	moved := filepath.Join(t.TempDir(), filepath.Base(dir))
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	s, _ = open(t, moved)
	derive(t, s, studio.DeriveParams{Verb: project.VerbEdit, Take: takeOf(t, s, child.ID).ID, Prompt: "a blue ball"})
}

func TestDeriveRefuses(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	parent := firstTake(t, s)
	imported, err := s.Store.Take(t.Context(), parent.ID)
	if err != nil {
		t.Fatal(err)
	}
	imported.ID, imported.Number, imported.Code, imported.Job, imported.Recipe, imported.Verb = 0, 0, "", 0, nil, project.VerbImport
	copied := "media/copy.mp4"
	if err := os.Link(s.Store.Path(imported.Path), s.Store.Path(copied)); err != nil {
		t.Fatal(err)
	}
	imported.Path = copied
	if imported, err = s.Store.AddTake(t.Context(), imported); err != nil {
		t.Fatal(err)
	}
	waiting := generate(t, s, studio.GenerateParams{Shot: parent.Shot})[0]
	cancelled := generate(t, s, studio.GenerateParams{Shot: parent.Shot})[0]
	if err := s.Queue.Cancel(context.WithoutCancel(t.Context()), cancelled.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		p    studio.DeriveParams
		want string
	}{
		"another verb":        {studio.DeriveParams{Verb: project.VerbImport, Take: parent.ID}, "cannot be made"},
		"no take":             {studio.DeriveParams{Verb: project.VerbEdit, Take: 99}, "no take number 99"},
		"the same words":      {studio.DeriveParams{Verb: project.VerbRemix, Take: parent.ID, Prompt: parent.Prompt}, "same take again"},
		"remix of an import":  {studio.DeriveParams{Verb: project.VerbRemix, Take: imported.ID, Prompt: "a cat"}, "imported"},
		"edit of a job":       {studio.DeriveParams{Verb: project.VerbEdit, After: waiting.ID}, "only an extension can wait"},
		"nothing to wait for": {studio.DeriveParams{Verb: project.VerbExtend, After: cancelled.ID}, "nothing to wait for"},
	} {
		if _, err := s.Derive(t.Context(), c.p); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if extended := derive(t, s, studio.DeriveParams{Verb: project.VerbExtend, Take: imported.ID}); extended.Parent != imported.ID {
		t.Errorf("an import is extended by %+v", extended)
	}
}

func TestPlanDerive(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	parent := firstTake(t, s)
	plan := func(frames int) (studio.RenderPlan, error) {
		return s.PlanDerive(t.Context(), studio.DeriveParams{Verb: project.VerbExtend, Take: parent.ID, Frames: frames})
	}
	as, err := plan(0)
	if err != nil || as.Reason != "" || as.Recipe.Frames != parent.Frames || as.Memory == 0 || as.Disk == 0 || as.Seconds == 0 {
		t.Fatalf("as long as its take: %v, %+v", err, as.Plan)
	}
	longer, err := plan(89)
	if err != nil || longer.Recipe.Frames != 89 || longer.Seconds <= as.Seconds || longer.Memory < as.Memory {
		t.Errorf("longer: %v, %+v", err, longer.Plan)
	}
	// Longer than anything can be.
	most, err := plan(100_000)
	if err == nil || most.Nearest == nil || most.Nearest.Frames < 1000 {
		t.Fatalf("without end: %v, %+v", err, most.Plan)
	}
	if near, err := plan(most.Nearest.Frames); err != nil || near.Reason != "" || near.Recipe.Width != parent.Width/recipeOf(t, parent).Scale {
		t.Errorf("the nearest, with %d frames, cannot be made: %v, %s", most.Nearest.Frames, err, near.Reason)
	}
	// What needs no length has none.
	if wrong, err := s.PlanDerive(t.Context(), studio.DeriveParams{Verb: project.VerbRemix, Take: parent.ID, Prompt: parent.Prompt}); err == nil || wrong.Nearest != nil {
		t.Errorf("a remix with the same words: %v, %+v", err, wrong.Nearest)
	}
	kept, err := os.ReadDir(s.Store.Path("media/sources"))
	if err == nil && len(kept) > 0 {
		t.Errorf("planning has left %s", kept[0].Name())
	}
}
