package store

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kinora-studio/kinora/project"
)

// anyShot draws a shot that keeps to the rules, with every field in use.
func anyShot(r *rapid.T) project.Shot {
	text := func(what string) string {
		if rapid.IntRange(0, 30).Draw(r, "huge") == 0 {
			return strings.Repeat("夜", project.MaxText)
		}
		return anyText.Draw(r, what)
	}
	short := func(what string) string { return anyText.Draw(r, what) }
	name := rapid.StringMatching(`[\pL\d'"@]{1,20}`)
	material := rapid.Custom(func(t *rapid.T) project.Material {
		m := project.Material{
			Role: rapid.SampledFrom([]project.Role{project.RoleKey, project.RoleLast, project.RoleAdapter, project.RoleTrack}).Draw(t, "role"),
			Path: "media/" + rapid.StringMatching(`[\pL' ]{1,20}\.png`).Draw(t, "path"), Strength: rapid.Float64Range(0, 1).Draw(t, "strength"),
			SHA256: rapid.StringMatching(`([0-9a-f]{64})?`).Draw(t, "sum"),
		}
		if m.Role == project.RoleKey {
			m.Frame = rapid.IntRange(-project.MaxFrames, project.MaxFrames).Draw(t, "frame")
		}
		return m
	})
	shot := project.Shot{
		Title: short("title"), Setting: text("setting"), Beats: rapid.SliceOfN(anyText, 0, 5).Draw(r, "beats"), Sound: text("sound"),
		Dialogue: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) project.Line {
			return project.Line{Speaker: anyText.Draw(t, "speaker"), Text: anyText.Draw(t, "line")}
		}), 0, 5).Draw(r, "dialogue"),
		Camera: project.Camera{Move: short("move"), Lens: short("lens"), Angle: short("angle")}, Style: short("style"),
		Cast: rapid.SliceOfN(name, 0, 5).Draw(r, "cast"), Media: rapid.SliceOfN(material, 0, 5).Draw(r, "media"),
		Frames: rapid.IntRange(0, project.MaxFrames).Draw(r, "frames"), Width: rapid.IntRange(0, project.MaxSide).Draw(r, "width"),
		Height: rapid.IntRange(0, project.MaxSide).Draw(r, "height"), Pack: short("pack"), Takes: rapid.IntRange(0, project.MaxTakes).Draw(r, "takes"),
		Negative: text("negative"), Steps: rapid.IntRange(0, project.MaxSteps).Draw(r, "steps"),
		Guidance: rapid.Float64Range(0, project.MaxScale).Draw(r, "guidance"), Silent: rapid.Bool().Draw(r, "silent"),
		Continuity: text("continuity"), Note: text("note"),
		Rate: rapid.SampledFrom([]project.Rate{{}, {Num: 24000, Den: 1001}, {Num: 30, Den: 1}}).Draw(r, "rate"),
	}
	if rapid.Bool().Draw(r, "locked") {
		seed := rapid.SampledFrom([]uint64{0, 1, math.MaxInt64, math.MaxUint64, rapid.Uint64().Draw(r, "seed")}).Draw(r, "which")
		shot.Seed = &seed
	}
	return shot
}

func TestAnyShotComesBackAsItWas(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	var scene project.Scene
	f.edit("Add a scene", func(e *Editor) (err error) { scene, err = e.AddScene(f.t.Context(), project.Scene{}); return err })
	rapid.Check(t, func(r *rapid.T) {
		shot := anyShot(r)
		shot.Scene = rapid.SampledFrom([]int64{0, scene.ID}).Draw(r, "scene")
		var added project.Shot
		if err := f.Edit(f.t.Context(), "Add", func(e *Editor) (err error) { added, err = e.AddShot(f.t.Context(), shot); return err }); err != nil {
			r.Fatal(err)
		}
		same := func(got, want project.Shot) {
			want.ID, want.Code, want.Position, want.Removed = got.ID, got.Code, got.Position, got.Removed
			if a, b := fmt.Sprintf("%#v", plain(got)), fmt.Sprintf("%#v", plain(want)); a != b {
				r.Fatalf("kept\n%s\nand came back\n%s", b, a)
			}
		}
		same(added, shot)
		other := anyShot(r)
		other.ID, other.Code = added.ID, added.Code
		if err := f.Edit(f.t.Context(), "Change", func(e *Editor) error { return e.UpdateShot(f.t.Context(), other) }); err != nil {
			r.Fatal(err)
		}
		got, err := f.Shot(f.t.Context(), added.ID)
		if err != nil {
			r.Fatal(err)
		}
		same(got, other)
	})
}

// plain makes two shots comparable as text: what is behind the pointer counts.
func plain(s project.Shot) []any {
	s = tidy(s)
	seed := "none"
	if s.Seed != nil {
		seed = fmt.Sprint(*s.Seed)
	}
	s.Seed = nil
	return []any{s, seed}
}

func codesOf(t *testing.T, f *film) string {
	t.Helper()
	shots, err := f.Shots(f.t.Context())
	if err != nil {
		t.Fatal(err)
	}
	codes := make([]string, len(shots))
	for i, s := range shots {
		codes[i] = s.Code
	}
	return strings.Join(codes, " ")
}

func TestOrderOfShots(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	var ids []int64
	for range 4 {
		ids = append(ids, f.addShot(project.Shot{}).ID)
	}
	for _, c := range []struct {
		id, after int64
		want      string
	}{
		{ids[3], 0, "SH040 SH010 SH020 SH030"},
		{ids[3], ids[1], "SH010 SH020 SH040 SH030"},
		{ids[0], ids[2], "SH020 SH040 SH030 SH010"},
		{ids[0], ids[2], "SH020 SH040 SH030 SH010"},
	} {
		f.edit("Move", func(e *Editor) error { return e.MoveShot(f.t.Context(), c.id, c.after) })
		if got := codesOf(t, f); got != c.want {
			t.Errorf("shot %d behind %d: %s, want %s", c.id, c.after, got, c.want)
		}
	}
	for _, c := range [][2]int64{{ids[0], 99}, {99, 0}, {ids[0], ids[0]}} {
		if err := f.Edit(f.t.Context(), "Move", func(e *Editor) error { return e.MoveShot(f.t.Context(), c[0], c[1]) }); !errors.Is(err, project.ErrNotFound) {
			t.Errorf("shot %d behind %d: %v", c[0], c[1], err)
		}
	}
}

// TestPlacesRunOut moves between the same neighbours until no number is left.
func TestPlacesRunOut(t *testing.T) {
	t.Parallel()
	places := []place{{1, gap}, {2, 2 * gap}, {3, 3 * gap}}
	most := 0
	for range 100 {
		order := []int64{places[0].id, places[2].id, places[1].id}
		changed, err := moved(places, places[2].id, places[0].id)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(changed))
		for _, c := range changed {
			i := slices.IndexFunc(places, func(p place) bool { return p.id == c.id })
			places[i] = c
		}
		slices.SortFunc(places, func(a, b place) int { return int(a.position - b.position) })
		if got := []int64{places[0].id, places[1].id, places[2].id}; !slices.Equal(got, order) || places[0].position == places[1].position {
			t.Fatalf("the order is %v, want %v", places, order)
		}
	}
	if most != 3 {
		t.Errorf("at most %d places changed, and once all have to", most)
	}
}

func TestCodesOfShots(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	first := f.addShot(project.Shot{})
	second := f.addShot(project.Shot{Code: "SH015"})
	if next := f.addShot(project.Shot{}).Code; first.Code != "SH010" || next != "SH020" {
		t.Errorf("the codes are %s and %s", first.Code, next)
	}
	rename := func(shot project.Shot, code string) error {
		shot.Code = code
		return f.Edit(f.t.Context(), "Rename", func(e *Editor) error { return e.UpdateShot(f.t.Context(), shot) })
	}
	if err := rename(second, "sh010"); !errors.Is(err, project.ErrBadInput) || !strings.Contains(err.Error(), "sh010 is in use") {
		t.Errorf("a code of another in lower case: %v", err)
	}
	if err := rename(first, "sh010"); err != nil {
		t.Errorf("its own code in lower case: %v", err)
	}
	if err := rename(first, "夜/1"); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("a slash: %v", err)
	}
	if got, err := f.ShotByCode(f.t.Context(), "Sh010"); err != nil || got.ID != first.ID || got.Code != "sh010" {
		t.Errorf("found %+v: %v", got, err)
	}
	if _, err := f.ShotByCode(f.t.Context(), "SH999"); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("a code that nothing has: %v", err)
	}
}

func TestRemovedShotsComeBack(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{Note: "a note", Media: []project.Material{{Role: project.RoleFirst, Path: "media/a.png", Strength: 1}}})
	take := f.take(shot.ID, nil)
	f.edit("Remove", func(e *Editor) error { return e.RemoveShot(f.t.Context(), shot.ID) })
	if got := codesOf(t, f); got != "" {
		t.Errorf("still there: %s", got)
	}
	removed, err := f.RemovedShots(f.t.Context())
	if err != nil || len(removed) != 1 || !removed[0].Removed || removed[0].Note != "a note" || len(removed[0].Media) != 1 {
		t.Fatalf("removed: %+v, %v", removed, err)
	}
	if _, err := f.Take(f.t.Context(), take.ID); err != nil {
		t.Errorf("its take: %v", err)
	}
	other := f.addShot(project.Shot{Code: shot.Code})
	restore := func() error {
		return f.Edit(f.t.Context(), "Restore", func(e *Editor) error { return e.RestoreShot(f.t.Context(), shot.ID) })
	}
	if err := restore(); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("restored beside one of the same code: %v", err)
	}
	if number, code, err := f.NextTake(f.t.Context(), other.ID); err != nil || number != 2 || code != "SH010_T02" {
		t.Errorf("the other's first take would be %d, %s: %v", number, code, err)
	}
	f.edit("Remove", func(e *Editor) error { return e.RemoveShot(f.t.Context(), other.ID) })
	if err := restore(); err != nil || codesOf(t, f) != "SH010" {
		t.Errorf("restored: %v, %s", err, codesOf(t, f))
	}
}

func TestReadOnlyProjectRefusesEdits(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	f.addShot(project.Shot{})
	s, err := Open(f.t.Context(), OpenParams{Path: f.Dir(), ReadOnly: true, Now: f.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if shots, err := s.Shots(f.t.Context()); err != nil || len(shots) != 1 {
		t.Errorf("%d shots: %v", len(shots), err)
	}
	if err := s.Edit(f.t.Context(), "Add", func(*Editor) error { return os.ErrInvalid }); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("an edit: %v", err)
	}
}
