package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

func TestScenes(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	var scenes [3]project.Scene
	f.edit("Add", func(e *Editor) (err error) {
		for i := range scenes {
			if scenes[i], err = e.AddScene(t.Context(), project.Scene{Title: "Küche", Synopsis: "rain"}); err != nil {
				return err
			}
		}
		return nil
	})
	shot := f.addShot(project.Shot{Scene: scenes[1].ID})
	scenes[2].Code, scenes[2].Title = "FINALE", ""
	f.edit("Change", func(e *Editor) error {
		return errors.Join(e.UpdateScene(t.Context(), scenes[2]), e.MoveScene(t.Context(), scenes[2].ID, 0), e.DeleteScene(t.Context(), scenes[1].ID))
	})
	got, err := f.Scenes(t.Context())
	if err != nil || len(got) != 2 || got[0].Code != "FINALE" || got[1] != scenes[0] || scenes[0].Code != "SC010" {
		t.Errorf("the scenes are %+v: %v", got, err)
	}
	if one, err := f.SceneByCode(t.Context(), "finale"); err != nil || one.ID != scenes[2].ID {
		t.Errorf("by code: %+v, %v", one, err)
	}
	if shot, err := f.Shot(t.Context(), shot.ID); err != nil || shot.Scene != 0 {
		t.Errorf("the shot of a deleted scene: %+v, %v", shot, err)
	}
	for name, change := range map[string]func(e *Editor) error{
		"update": func(e *Editor) error { return e.UpdateScene(t.Context(), scenes[1]) },
		"delete": func(e *Editor) error { return e.DeleteScene(t.Context(), scenes[1].ID) },
		"move":   func(e *Editor) error { return e.MoveScene(t.Context(), scenes[1].ID, 0) },
		"shot":   func(e *Editor) error { _, err := e.AddShot(t.Context(), project.Shot{Scene: scenes[1].ID}); return err },
		"again":  func(e *Editor) error { _, err := e.AddScene(t.Context(), scenes[0]); return err },
		"code":   func(e *Editor) error { _, err := e.AddScene(t.Context(), project.Scene{Code: "finale"}); return err },
	} {
		if err := f.Edit(t.Context(), "Fail", change); !errors.Is(err, project.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := f.Scene(t.Context(), scenes[1].ID); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("a deleted scene: %v", err)
	}
}

func TestStyles(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	want := project.Style{
		Name: "größer", Prompt: "{prompt}, 35 mm", Negative: "blur",
		Adapters: []project.Material{{Role: project.RoleAdapter, Path: "media/sources/grain.safetensors", Strength: -1.5}},
	}
	f.edit("Add", func(e *Editor) (err error) { want, err = e.AddStyle(t.Context(), want); return err })
	f.edit("Add", func(e *Editor) error {
		_, err := e.AddStyle(t.Context(), project.Style{Name: "b", Prompt: "{prompt}"})
		return err
	})
	if got, err := f.Style(t.Context(), "größer"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v: %v", got, want, err)
	}
	for name, change := range map[string]func(e *Editor) error{
		"same name": func(e *Editor) error {
			return e.UpdateStyle(t.Context(), project.Style{ID: want.ID, Name: "b", Prompt: "{prompt}"})
		},
		"no place": func(e *Editor) error {
			return e.UpdateStyle(t.Context(), project.Style{ID: want.ID, Name: "c", Prompt: "x"})
		},
		"not there": func(e *Editor) error {
			return e.UpdateStyle(t.Context(), project.Style{ID: 99, Name: "c", Prompt: "{prompt}"})
		},
		"deleted": func(e *Editor) error { return e.DeleteStyle(t.Context(), 99) },
	} {
		if err := f.Edit(t.Context(), "Fail", change); !errors.Is(err, project.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.edit("Delete", func(e *Editor) error { return e.DeleteStyle(t.Context(), want.ID) })
	if all, err := f.Styles(t.Context()); err != nil || len(all) != 1 || all[0].Name != "b" {
		t.Errorf("%+v: %v", all, err)
	}
	if _, err := f.Style(t.Context(), want.Name); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("a deleted style: %v", err)
	}
}

func TestSequences(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	want := project.Sequence{Name: "Reel 1", Rate: project.Rate{Num: 24000, Den: 1001}, Start: 86400, Content: []byte(`{"tracks": ["` + strings.Repeat("x", 1<<20) + `"]}`)}
	var empty project.Sequence
	f.edit("Add", func(e *Editor) (err error) {
		if want, err = e.AddSequence(t.Context(), want); err != nil {
			return err
		}
		empty, err = e.AddSequence(t.Context(), project.Sequence{Name: "Reel 2", Rate: want.Rate})
		return err
	})
	if got, err := f.Sequence(t.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a large one does not come back: %v", err)
	}
	if got, err := f.SequenceByName(t.Context(), "Reel 2"); err != nil || string(got.Content) != "{}" {
		t.Errorf("an empty one: %+v, %v", got, err)
	}
	empty.Start, empty.Content = -5, []byte(`[]`)
	f.edit("Change", func(e *Editor) error {
		return errors.Join(e.UpdateSequence(t.Context(), empty), e.MoveSequence(t.Context(), empty.ID, 0))
	})
	all, err := f.Sequences(t.Context())
	if err != nil || len(all) != 2 || all[0].Name != "Reel 2" || all[0].Start != -5 || string(all[0].Content) != "[]" {
		t.Errorf("changed: %d, %v", len(all), err)
	}
	empty.Content = []byte("{")
	if err := f.Edit(t.Context(), "Fail", func(e *Editor) error { return e.UpdateSequence(t.Context(), empty) }); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("content that is no JSON: %v", err)
	}
	f.edit("Delete", func(e *Editor) error { return e.DeleteSequence(t.Context(), want.ID) })
	if _, err := f.Sequence(t.Context(), want.ID); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("deleted: %v", err)
	}
	f.must(f.undo)
	if got, err := f.Sequence(t.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a large one does not come back from being deleted: %v", err)
	}
}

func TestProjectSettingsAndTimings(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	film, err := f.Project(t.Context())
	if err != nil || film.Name != "Film" || !film.Created.Equal(f.clock.Now()) {
		t.Errorf("%+v: %v", film, err)
	}
	want := film
	want.Name, want.Rate, want.Width, want.Height, want.Note = "Фильм", project.Rate{Num: 25, Den: 1}, 1280, 720, "a 'note'"
	f.edit("Change", func(e *Editor) error { return e.UpdateProject(t.Context(), want) })
	if got, err := f.Project(t.Context()); err != nil || got != want {
		t.Errorf("%+v, want %+v: %v", got, want, err)
	}
	f.must(f.undo)
	if got, err := f.Project(t.Context()); err != nil || got != film {
		t.Errorf("%+v, want %+v: %v", got, film, err)
	}
	for _, s := range [][2]string{{"a", "1"}, {"b", "2"}, {"a", "3"}, {"b", ""}} {
		if err := f.SetSetting(t.Context(), s[0], s[1]); err != nil {
			t.Fatal(err)
		}
	}
	f.reopen()
	if all, err := f.Settings(t.Context()); err != nil || !reflect.DeepEqual(all, map[string]string{"a": "3"}) {
		t.Errorf("%v: %v", all, err)
	}
	if b, err := f.Setting(t.Context(), "b"); err != nil || b != "" {
		t.Errorf("%q: %v", b, err)
	}
	f.clock.advance(time.Hour)
	for step := range 3 {
		if err := f.AddTiming(t.Context(), project.Timing{Pack: "p", Provider: "cpu", Work: 100, Frames: 10, Step: float64(step), Lead: 1, Rest: 4}); err != nil {
			t.Fatal(err)
		}
	}
	timing := project.Timing{Pack: "p", Provider: "cpu", Work: 100, Frames: 10, Step: 1, Lead: 1, Rest: 4, Samples: 3, Changed: f.clock.Now()}
	if got, err := f.Timings(t.Context(), "p", "cpu"); err != nil || !reflect.DeepEqual(got, []project.Timing{timing}) {
		t.Errorf("%+v, want %+v: %v", got, timing, err)
	}
	for range 100 {
		if err := f.AddTiming(t.Context(), project.Timing{Pack: "p", Provider: "cpu", Work: 100, Frames: 10, Step: 9, Lead: 1, Rest: 4}); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := f.Timings(t.Context(), "p", "cpu"); err != nil || len(got) != 1 || got[0].Step < 8.9 {
		t.Errorf("a machine that became slower is still %+v: %v", got, err)
	}
	if err := f.AddTiming(t.Context(), project.Timing{Pack: "p", Provider: "cpu", Step: -1}); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("a timing of nothing: %v", err)
	}
}
