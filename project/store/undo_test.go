package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

func (f *film) labels() string {
	f.t.Helper()
	undo, err := f.UndoLabel(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	redo, err := f.RedoLabel(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return undo + "|" + redo
}

func (f *film) note(text, key string) {
	f.t.Helper()
	err := f.EditMerged(f.t.Context(), "Note "+text, key, func(e *Editor) error {
		shot, err := e.Shot(f.t.Context(), 1)
		if err != nil {
			return err
		}
		shot.Note = text
		return e.UpdateShot(f.t.Context(), shot)
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *film) must(step func() (string, error)) {
	f.t.Helper()
	if _, err := step(); err != nil {
		f.t.Fatal(err)
	}
}

func (f *film) undo() (string, error) { return f.Undo(f.t.Context()) }
func (f *film) redo() (string, error) { return f.Redo(f.t.Context()) }

func TestUndoAndRedoInWords(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	if _, err := f.undo(); !errors.Is(err, project.ErrNotFound) || err.Error() != "there is nothing to undo" {
		t.Errorf("undo of nothing: %v", err)
	}
	f.addShot(project.Shot{})
	f.note("a", "")
	f.note("b", "")
	f.must(f.undo)
	if got := f.labels(); got != "Note a|Note b" {
		t.Errorf("after an undo: %s", got)
	}
	f.reopen()
	if got := f.labels(); got != "Note a|Note b" {
		t.Errorf("after a new start: %s", got)
	}
	f.note("a", "")
	if got := f.labels(); got != "Note a|Note b" {
		t.Errorf("after an edit that changes nothing: %s", got)
	}
	if err := f.Edit(f.t.Context(), "Fail", func(e *Editor) error {
		return errors.Join(e.RemoveShot(f.t.Context(), 1), e.RemoveShot(f.t.Context(), 99))
	}); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("half of an edit fails: %v", err)
	}
	if got := f.labels() + codesOf(t, f); got != "Note a|Note bSH010" {
		t.Errorf("after an edit that failed: %s", got)
	}
	f.note("c", "")
	if got := f.labels(); got != "Note c|" {
		t.Errorf("after an edit behind an undo: %s", got)
	}
	if _, err := f.redo(); !errors.Is(err, project.ErrNotFound) {
		t.Errorf("redo of what was left behind: %v", err)
	}
	if err := f.Edit(f.t.Context(), " ", func(*Editor) error { return nil }); !errors.Is(err, project.ErrBadInput) {
		t.Errorf("an edit without a name: %v", err)
	}
}

func TestTypingIsOneStep(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	f.addShot(project.Shot{Note: "before"})
	enter := func(text, key string, pause time.Duration) { f.clock.advance(pause); f.note(text, key) }
	enter("h", "note 1", time.Second)
	enter("he", "note 1", MergeWindow)
	enter("hel", "note 1", MergeWindow)
	enter("later", "note 1", MergeWindow+time.Microsecond)
	enter("elsewhere", "note 2", time.Second)
	enter("back", "note 2", -time.Second)
	enter("alone", "", 0)
	for _, want := range []string{"back", "elsewhere", "later", "hel", "before"} {
		f.must(f.undo)
		if shot, err := f.Shot(f.t.Context(), 1); err != nil || shot.Note != want {
			t.Errorf("the note is %q, want %q: %v", shot.Note, want, err)
		}
	}
	for range 2 {
		f.must(f.redo)
	}
	if shot, err := f.Shot(f.t.Context(), 1); err != nil || shot.Note != "later" {
		t.Errorf("redone: %q, %v", shot.Note, err)
	}
	f.must(f.undo)
	enter("new", "note 1", 0)
	f.must(f.undo)
	if shot, err := f.Shot(f.t.Context(), 1); err != nil || shot.Note != "hel" {
		t.Errorf("typing behind an undo joined what was before: %q, %v", shot.Note, err)
	}
}

func TestOneThousandStepsAreKept(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	f.addShot(project.Shot{})
	for i := range UndoSteps + 20 {
		f.note(fmt.Sprint(i), "")
	}
	steps := 0
	for f.labels() != "|Note 20" {
		f.must(f.undo)
		steps++
	}
	shot, err := f.Shot(f.t.Context(), 1)
	if err != nil || steps != UndoSteps || shot.Note != "19" {
		t.Errorf("%d steps back to the note %q: %v", steps, shot.Note, err)
	}
	for range steps {
		f.must(f.redo)
	}
	if shot, err := f.Shot(f.t.Context(), 1); err != nil || shot.Note != fmt.Sprint(UndoSteps+19) {
		t.Errorf("and forth to the note %q: %v", shot.Note, err)
	}
	var left int
	if err := f.read.QueryRowContext(f.t.Context(), "SELECT count(*) FROM edit_changes").Scan(&left); err != nil || left != UndoSteps {
		t.Errorf("%d changes are kept: %v", left, err)
	}
}

// TestUndoKeepsShotsWithTakes undoes the adding of a shot that has a take by now.
func TestUndoKeepsShotsWithTakes(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	first := f.addShot(project.Shot{})
	first.Code = "SH015"
	f.edit("Rename", func(e *Editor) error { return e.UpdateShot(f.t.Context(), first) })
	second := f.addShot(project.Shot{Code: "SH010", Media: []project.Material{{Role: project.RoleFirst, Path: "media/a.png", Strength: 1}}})
	end := f.dump()
	take := f.take(second.ID, nil)
	f.must(f.undo)
	f.must(f.undo)
	if got := codesOf(t, f); got != "SH010" {
		t.Errorf("the codes are %s", got)
	}
	if kept, err := f.Take(f.t.Context(), take.ID); err != nil || kept.Shot != second.ID {
		t.Errorf("the take: %+v, %v", kept, err)
	}
	if shot, err := f.Shot(f.t.Context(), second.ID); err != nil || !shot.Removed {
		t.Errorf("its shot: %+v, %v", shot, err)
	}
	f.must(f.redo)
	f.must(f.redo)
	if got, _, _ := strings.Cut(f.dump(), "takes "); got != end {
		t.Errorf("redone:\n%s\nwant\n%s", got, end)
	}
}

// TestColumnsOfLaterSchemas adds a column as a migration would, and takes one
// trigger away.
func TestColumnsOfLaterSchemas(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	f.addShot(project.Shot{Note: "old"})
	f.note("edited", "")
	for _, statement := range []string{
		"ALTER TABLE shots ADD COLUMN lut TEXT NOT NULL DEFAULT 'none'",
		"DROP TRIGGER undo_scenes_update",
		"CREATE TRIGGER undo_of_old AFTER INSERT ON styles BEGIN SELECT RAISE(ABORT, 'old'); END",
	} {
		if _, err := f.write.ExecContext(f.t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	f.reopen()
	f.edit("Grade", func(e *Editor) error {
		_, err := e.AddStyle(f.t.Context(), project.Style{Name: "x", Prompt: "{prompt}"})
		return err
	})
	f.edit("Add a scene", func(e *Editor) error { _, err := e.AddScene(f.t.Context(), project.Scene{}); return err })
	before := f.dump()
	f.edit("Recode", func(e *Editor) error { return e.UpdateScene(f.t.Context(), project.Scene{ID: 1, Code: "SC011"}) })
	f.must(f.undo)
	if got := f.dump(); got != before {
		t.Errorf("undone:\n%s\nwant\n%s", got, before)
	}
	for range 3 {
		f.must(f.undo)
	}
	if shot, err := f.Shot(f.t.Context(), 1); err != nil || shot.Note != "old" {
		t.Errorf("what was noted before the column came: %q, %v", shot.Note, err)
	}
}

// TestUndoThatCannotBe spoils a statement of the journal.
func TestUndoThatCannotBe(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	f.addShot(project.Shot{})
	f.note("a", "")
	before := f.dump()
	if _, err := f.write.ExecContext(f.t.Context(), "UPDATE edit_changes SET statement = 'UPDATE shots SET gone = 1' WHERE edit = 2"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.undo(); !errors.Is(err, project.ErrBadInput) || !strings.Contains(err.Error(), `too late to undo "Note a"`) {
		t.Errorf("undo: %v", err)
	}
	if got := f.dump() + f.labels(); got != before+"Note a|" {
		t.Errorf("it left\n%s\nof\n%s", got, before)
	}
	f.note("b", "")
	f.must(f.undo)
	if got := f.dump(); got != before {
		t.Errorf("afterwards\n%s\nwant\n%s", got, before)
	}
}

// TestPanicInAnEdit recovers from a mistake of a caller, as a window does.
func TestPanicInAnEdit(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	f.addShot(project.Shot{})
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = f.Edit(t.Context(), "Panic", func(e *Editor) error {
			if err := e.RemoveShot(t.Context(), 1); err != nil {
				return err
			}
			panic("a mistake")
		})
	}()
	f.note("after", "")
	if got := f.labels() + codesOf(t, f); got != "Note after|SH010" {
		t.Errorf("afterwards: %s", got)
	}
}
