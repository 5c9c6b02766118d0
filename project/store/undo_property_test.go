package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kinora-studio/kinora/project"
)

// anyText is what a person may type or paste.
var anyText = rapid.StringOfN(rapid.Rune().Filter(func(r rune) bool { return r != 0 }), 0, 40, -1)

// anyEdits is a film on which random edits are made.
type anyEdits struct {
	*film
	r *rapid.T
}

func (a anyEdits) pick(table string) int64 {
	var ids []int64
	rows, err := a.read.QueryContext(a.t.Context(), "SELECT id FROM "+table+" ORDER BY id")
	if err != nil {
		a.r.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			a.r.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil || len(ids) == 0 {
		return 0
	}
	return rapid.SampledFrom(ids).Draw(a.r, table)
}

func (a anyEdits) text() string { return anyText.Draw(a.r, "text") }

func (a anyEdits) name() string {
	return rapid.SampledFrom([]string{"SH010", "sh010", "Größe", "夜", "x", "y", "z"}).Draw(a.r, "name")
}

// shot draws a shot that keeps to the rules.
func (a anyEdits) shot() project.Shot {
	seed := rapid.Uint64().Draw(a.r, "seed")
	return project.Shot{
		Code: a.name(), Scene: a.pick("scenes"), Title: a.text(), Setting: a.text(),
		Beats: rapid.SliceOfN(anyText, 0, 3).Draw(a.r, "beats"), Dialogue: []project.Line{{Speaker: a.text(), Text: a.text()}}, Note: a.text(),
		Frames: rapid.IntRange(0, project.MaxFrames).Draw(a.r, "frames"), Seed: &seed, Guidance: rapid.Float64Range(0, project.MaxScale).Draw(a.r, "guidance"),
		Media: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) project.Material {
			return project.Material{Role: project.RoleFirst, Path: "media/" + rapid.StringMatching(`[a-zß']{1,5}\.png`).Draw(t, "path"), Strength: rapid.Float64Range(0, 1).Draw(t, "strength")}
		}), 0, 3).Draw(a.r, "media"),
	}
}

// one makes one random change and returns what came of it.
func (a anyEdits) one(e *Editor) error {
	changes := map[string]func() error{
		"add scene": func() error { _, err := e.AddScene(a.t.Context(), project.Scene{Title: "t"}); return err },
		"update scene": func() error {
			return e.UpdateScene(a.t.Context(), project.Scene{ID: a.pick("scenes"), Code: a.name(), Synopsis: a.text()})
		},
		"move scene":     func() error { return e.MoveScene(a.t.Context(), a.pick("scenes"), a.pick("scenes")) },
		"delete scene":   func() error { return e.DeleteScene(a.t.Context(), a.pick("scenes")) },
		"add shot":       func() error { _, err := e.AddShot(a.t.Context(), a.shot()); return err },
		"add coded shot": func() error { _, err := e.AddShot(a.t.Context(), project.Shot{}); return err },
		"update shot":    func() error { s := a.shot(); s.ID = a.pick("shots"); return e.UpdateShot(a.t.Context(), s) },
		"move shot":      func() error { return e.MoveShot(a.t.Context(), a.pick("shots"), a.pick("shots")) },
		"remove shot":    func() error { return e.RemoveShot(a.t.Context(), a.pick("shots")) },
		"restore shot":   func() error { return e.RestoreShot(a.t.Context(), a.pick("shots")) },
		"add style": func() error {
			_, err := e.AddStyle(a.t.Context(), project.Style{Name: a.name(), Prompt: "{prompt}" + "'\""})
			return err
		},
		"delete style": func() error { return e.DeleteStyle(a.t.Context(), a.pick("styles")) },
		"add sequence": func() error {
			_, err := e.AddSequence(a.t.Context(), project.Sequence{Name: a.name(), Rate: project.Rate{Num: 24, Den: 1}})
			return err
		},
		"delete sequence": func() error { return e.DeleteSequence(a.t.Context(), a.pick("sequences")) },
		"move sequence":   func() error { return e.MoveSequence(a.t.Context(), a.pick("sequences"), 0) },
		"update project": func() error {
			return e.UpdateProject(a.t.Context(), project.Project{Name: "Film", Rate: project.Rate{Num: 25, Den: 1}, Note: a.text()})
		},
		"favourite": func() error {
			return e.SetFavourite(a.t.Context(), a.pick("takes"), rapid.Bool().Draw(a.r, "favourite"))
		},
		"note": func() error { return e.SetTakeNote(a.t.Context(), a.pick("takes"), a.text()) },
	}
	return changes[rapid.SampledFrom(keys(changes)).Draw(a.r, "change")]()
}

// act makes an edit of a few changes, commits a take, lets time pass, or starts
// the program anew.
func (a anyEdits) act(i int) {
	switch what := rapid.IntRange(0, 19).Draw(a.r, "act"); {
	case what == 0:
		a.reopen()
	case what <= 2 && a.pick("shots") != 0:
		a.take(a.pick("shots"), nil)
	case what <= 4:
		a.clock.advance(2 * time.Second)
	default:
		before := a.dump()
		key := rapid.SampledFrom([]string{"", "", "typing"}).Draw(a.r, "key")
		count := rapid.IntRange(1, 3).Draw(a.r, "changes")
		err := a.EditMerged(a.t.Context(), fmt.Sprintf("Edit %d", i), key, func(e *Editor) error {
			for range count {
				if err := a.one(e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, project.ErrBadInput) {
			a.r.Fatal(err)
		}
		if err != nil && a.dump() != before {
			a.r.Fatalf("an edit that failed with %q changed the project", err)
		}
	}
}

// walk undoes or redoes until the label comes, with new starts in between.
func (a anyEdits) walk(step func() (string, error), label func() (string, error), until string) (steps int) {
	for {
		next, err := label()
		if err != nil {
			a.r.Fatal(err)
		}
		if next == until {
			return steps
		}
		did, err := step()
		if err != nil || did != next {
			a.r.Fatalf("%q was to be undone or redone, and %q was: %v", next, did, err)
		}
		steps++
		if rapid.IntRange(0, 39).Draw(a.r, "start anew") == 7 {
			a.reopen()
		}
	}
}

// notKept returns the dump without shots that are only there because they have
// takes: they were added after the newest of the start.
func (a anyEdits) notKept(newest int64) string {
	var kept []string
	rows, err := a.read.QueryContext(a.t.Context(), "SELECT id, removed, (SELECT count(*) FROM jobs WHERE shot = shots.id) FROM shots WHERE id > ?", newest)
	if err != nil {
		a.r.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, removed, jobs int64
		if err := rows.Scan(&id, &removed, &jobs); err != nil {
			a.r.Fatal(err)
		}
		if removed == 0 || jobs == 0 {
			a.r.Fatalf("shot %d is still there (removed %d, jobs %d)", id, removed, jobs)
		}
		kept = append(kept, fmt.Sprintf("shots []interface {}{%d,", id))
	}
	if err := rows.Err(); err != nil {
		a.r.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(a.dump()) {
		same := false
		for _, k := range kept {
			same = same || strings.HasPrefix(line, k)
		}
		if !same && !strings.HasPrefix(line, "takes ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

func withoutTakes(dump string) string {
	before, _, _ := strings.Cut(dump, "\ntakes ")
	return strings.TrimSuffix(before, "\n") + "\n"
}

func TestAnyEditsUndoneAndRedone(t *testing.T) {
	t.Parallel()
	blank := filmIn(t, t.TempDir())
	if err := blank.Close(); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		a := anyEdits{film: &film{t: r, clock: newClock()}, r: r}
		a.copyOf(blank.Dir(), t.TempDir())
		defer func() {
			if err := a.Close(); err != nil {
				r.Fatal(err)
			}
		}()
		a.addShot(project.Shot{Title: "first"})
		a.edit("Start", func(e *Editor) error { _, err := e.AddShot(a.t.Context(), project.Shot{Title: "second"}); return err })
		a.take(1, nil)
		start := a.dump()
		for i := range rapid.IntRange(1, 25).Draw(r, "acts") {
			a.act(i)
		}
		end := a.dump()
		back := a.walk(func() (string, error) { return a.Undo(a.t.Context()) }, func() (string, error) { return a.UndoLabel(a.t.Context()) }, "Start")
		if got := a.notKept(2); got != withoutTakes(start) {
			r.Fatalf("after undoing everything:\n%s\nand it began with:\n%s", got, start)
		}
		if note := a.marks(); note != "[0 ]" {
			r.Fatalf("the marks of takes after undoing everything: %s", note)
		}
		forth := a.walk(func() (string, error) { return a.Redo(a.t.Context()) }, func() (string, error) { return a.RedoLabel(a.t.Context()) }, "")
		if got := a.dump(); got != end || back != forth {
			r.Fatalf("after %d steps back and %d forth:\n%s\nand it ended with:\n%s", back, forth, got, end)
		}
	})
}

// marks returns the different pairs of favourite and note that takes have.
func (a anyEdits) marks() string {
	rows, err := a.read.QueryContext(a.t.Context(), "SELECT DISTINCT favourite || ' ' || note FROM takes")
	if err != nil {
		a.r.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			a.r.Fatal(err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		a.r.Fatal(err)
	}
	return fmt.Sprint(all)
}

func keys(m map[string]func() error) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
