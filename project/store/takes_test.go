package store

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/project"
)

func TestTakesAreCounted(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot, other := f.addShot(project.Shot{}), f.addShot(project.Shot{})
	if number, code, err := f.NextTake(f.t.Context(), shot.ID); err != nil || number != 1 || code != "SH010_T01" {
		t.Errorf("the first take would be %d, %s: %v", number, code, err)
	}
	for i, want := range []string{"SH010_T01", "SH010_T02", "SH010_T03"} {
		if take := f.take(shot.ID, nil); take.Code != want || take.Number != i+1 {
			t.Errorf("take %d is %d, %s", i+1, take.Number, take.Code)
		}
	}
	if take := f.take(other.ID, nil); take.Code != "SH020_T01" {
		t.Errorf("the first take of the other shot is %s", take.Code)
	}
	shot.Code = "SH015"
	f.edit("Rename", func(e *Editor) error { return e.UpdateShot(f.t.Context(), shot) })
	other.Code = "SH010"
	f.edit("Rename", func(e *Editor) error { return e.UpdateShot(f.t.Context(), other) })
	if take := f.take(shot.ID, nil); take.Code != "SH015_T04" {
		t.Errorf("after renaming the fourth take is %s", take.Code)
	}
	if take := f.take(other.ID, nil); take.Code != "SH010_T04" {
		t.Errorf("the next take of the shot that took over a code is %s", take.Code)
	}
	if _, _, err := f.NextTake(f.t.Context(), 99); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("a take of no shot: %v", err)
	}
}

func TestCommitTakeOncePerJob(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{})
	job := f.job(shot.ID)
	want := sampleTake(shot.ID, "media/SH010_T01.mp4")
	made, err := f.CommitTake(f.t.Context(), job, want)
	if err != nil {
		t.Fatal(err)
	}
	want.ID, want.Job, want.Number, want.Code, want.Made = 1, job, 1, "SH010_T01", f.clock.Now()
	kept, err := f.Take(f.t.Context(), made.ID)
	if err != nil || !reflect.DeepEqual(kept, want) || !reflect.DeepEqual(made, want) {
		t.Errorf("made %+v\nkept %+v\nwant %+v: %v", made, kept, want, err)
	}
	var state, checkpoint string
	var actual float64
	var ended, step int64
	if err := f.read.QueryRowContext(f.t.Context(), "SELECT state, checkpoint, actual, ended_at, step FROM jobs WHERE id = ?", job).Scan(&state, &checkpoint, &actual, &ended, &step); err != nil {
		t.Fatal(err)
	}
	if state != "done" || checkpoint != "" || actual != 12.5 || ended != f.clock.Now().UnixMicro() || step != 30 {
		t.Errorf("the job is %s, %q, %g seconds, ended %d, step %d", state, checkpoint, actual, ended, step)
	}
	again, err := f.CommitTake(f.t.Context(), job, sampleTake(shot.ID, "media/other.mp4"))
	if err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("committed again: %+v, %v", again, err)
	}
	if byJob, err := f.TakeByJob(f.t.Context(), job); err != nil || byJob.ID != made.ID {
		t.Errorf("by its job: %+v, %v", byJob, err)
	}
	if byCode, err := f.TakeByCode(f.t.Context(), "sh010_t01"); err != nil || byCode.ID != made.ID {
		t.Errorf("by its code: %+v, %v", byCode, err)
	}
}

func TestRefusedTakesLeaveTheJobAlone(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{})
	first := f.take(shot.ID, nil)
	for name, c := range map[string]struct {
		change func(*project.Take)
		says   string
	}{
		"no shot":        {func(k *project.Take) { k.Shot = 99 }, "no shot number 99"},
		"no parent":      {func(k *project.Take) { k.Parent = 99 }, "not in the project"},
		"same file":      {func(k *project.Take) { k.Path = strings.ToUpper(first.Path) }, "in use already"},
		"same number":    {func(k *project.Take) { k.Number, k.Code = 1, "other" }, "in use already"},
		"same code":      {func(k *project.Take) { k.Number, k.Code = 7, "sh010_t01" }, "in use already"},
		"outside":        {func(k *project.Take) { k.Path = "/elsewhere/x.mp4" }, "outside"},
		"upwards":        {func(k *project.Take) { k.Path = "../x.mp4" }, "neither in the project"},
		"unknown verb":   {func(k *project.Take) { k.Verb = "dream" }, "dream"},
		"nothing in it":  {func(k *project.Take) { k.Frames = 0 }, "holds nothing"},
		"no checksum":    {func(k *project.Take) { k.SHA256 = "abc" }, "no SHA-256"},
		"recipe no JSON": {func(k *project.Take) { k.Recipe = []byte("{") }, "not valid JSON"},
	} {
		job := f.job(shot.ID)
		take := sampleTake(shot.ID, "media/new.mp4")
		c.change(&take)
		if _, err := f.CommitTake(f.t.Context(), job, take); !errors.Is(err, project.ErrBadInput) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		var state string
		if err := f.read.QueryRowContext(f.t.Context(), "SELECT state FROM jobs WHERE id = ?", job).Scan(&state); err != nil || state != "running" {
			t.Errorf("%s: the job is %s: %v", name, state, err)
		}
	}
	for _, state := range []string{"cancelled", "failed"} {
		job := f.job(shot.ID)
		if _, err := f.write.ExecContext(f.t.Context(), "UPDATE jobs SET state = ? WHERE id = ?", state, job); err != nil {
			t.Fatal(err)
		}
		if _, err := f.CommitTake(f.t.Context(), job, sampleTake(shot.ID, "media/new.mp4")); !errors.Is(err, project.ErrBadInput) || !strings.Contains(err.Error(), state) {
			t.Errorf("a take of a job that is %s: %v", state, err)
		}
	}
	if takes, err := f.Takes(f.t.Context(), TakeFilter{}, Page{}); err != nil || len(takes) != 1 {
		t.Errorf("there are %d takes: %v", len(takes), err)
	}
}

func TestRecipesAreKeptOnce(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{})
	for _, recipe := range []string{`{"a": 1}`, `{"a": 1}`, `{"a":1}`, ""} {
		take := f.take(shot.ID, func(k *project.Take) { k.Recipe = []byte(recipe) })
		if got, err := f.Take(f.t.Context(), take.ID); err != nil || string(got.Recipe) != recipe {
			t.Errorf("%q came back as %q: %v", recipe, got.Recipe, err)
		}
	}
	var count int
	if err := f.read.QueryRowContext(f.t.Context(), "SELECT count(*) FROM recipes").Scan(&count); err != nil || count != 2 {
		t.Errorf("%d recipes are kept: %v", count, err)
	}
}

func TestImportsHaveNoJob(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{})
	take := sampleTake(shot.ID, "media/found.mov")
	take.Verb = project.VerbImport
	made, err := f.AddTake(f.t.Context(), take)
	if err != nil || made.Code != "SH010_T01" || made.Job != 0 {
		t.Errorf("imported %+v: %v", made, err)
	}
	take.Job = 1
	if _, err := f.AddTake(f.t.Context(), take); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("with a job: %v", err)
	}
}

func TestPagesOfTakes(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	one, two := f.addShot(project.Shot{}), f.addShot(project.Shot{})
	for i := range 10 {
		f.take([]int64{one.ID, two.ID}[i%2], nil)
	}
	for _, id := range []int64{3, 4, 9} {
		f.edit("Favourite", func(e *Editor) error { return e.SetFavourite(f.t.Context(), id, true) })
	}
	for name, c := range map[string]struct {
		filter TakeFilter
		want   []int64
	}{
		"all":                  {TakeFilter{}, []int64{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}},
		"a shot":               {TakeFilter{Shot: one.ID}, []int64{9, 7, 5, 3, 1}},
		"favourites":           {TakeFilter{Favourites: true}, []int64{9, 4, 3}},
		"favourites of a shot": {TakeFilter{Shot: one.ID, Favourites: true}, []int64{9, 3}},
		"no shot":              {TakeFilter{Shot: 99}, nil},
	} {
		var got []int64
		for page := (Page{Limit: 2}); ; page.Before = got[len(got)-1] {
			takes, err := f.Takes(f.t.Context(), c.filter, page)
			if err != nil || len(takes) > 2 {
				t.Fatalf("%s: %d takes: %v", name, len(takes), err)
			}
			for _, k := range takes {
				got = append(got, k.ID)
			}
			if len(takes) < 2 {
				break
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestTreeOfTakes(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{})
	from := func(parent int64, verb project.Verb) int64 {
		return f.take(shot.ID, func(k *project.Take) { k.Parent, k.Verb = parent, verb }).ID
	}
	root := from(0, project.VerbGenerate)
	extended := from(root, project.VerbExtend)
	alone := from(0, project.VerbGenerate)
	remixed := from(root, project.VerbRemix)
	retaken := from(extended, project.VerbRetake)
	type kin struct {
		id    int64
		depth int
		verb  project.Verb
	}
	want := []kin{{root, 0, "generate"}, {extended, 1, "extend"}, {retaken, 2, "retake"}, {remixed, 1, "remix"}}
	for _, id := range []int64{root, extended, remixed, retaken} {
		tree, err := f.TakeTree(f.t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		var got []kin
		for _, k := range tree {
			got = append(got, kin{k.Take.ID, k.Depth, k.Take.Verb})
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the tree of %d is %v, want %v", id, got, want)
		}
	}
	if tree, err := f.TakeTree(f.t.Context(), alone); err != nil || len(tree) != 1 {
		t.Errorf("alone: %v, %v", tree, err)
	}
	if _, err := f.TakeTree(f.t.Context(), 99); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("of nothing: %v", err)
	}
	if _, err := f.write.ExecContext(f.t.Context(), "UPDATE takes SET parent = ? WHERE id = ?", retaken, root); err != nil {
		t.Fatal(err)
	}
	if tree, err := f.TakeTree(f.t.Context(), retaken); err != nil || len(tree) != 4 {
		t.Errorf("in a circle, which only damage makes: %d, %v", len(tree), err)
	}
}

// TestTimesThatCannotBe reads times of which a bit turned over, as JSON too.
func TestTimesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{math.MinInt64, -1, 0, micros(start), micros(start) | 1<<60, math.MaxInt64} {
		text, err := json.Marshal(fromMicros(n))
		if err != nil || n == micros(start) && string(text) != `"2026-11-22T20:00:00Z"` {
			t.Errorf("%d: %s, %v", n, text, err)
		}
	}
}
