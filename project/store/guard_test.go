package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// changedByHand runs statements on a closed project as any other program could.
func changedByHand(t *testing.T, dir string, statements ...string) {
	t.Helper()
	pool, err := openPlain(filepath.Join(dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
}

// told is what opening a project said, in one.
func told(s *Store) string { return strings.Join(s.Notices(), "\n") }

// TestFoldersFromElsewhere opens projects that were copied by hand, and whose
// databases would act by themselves.
func TestFoldersFromElsewhere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		statements []string
		says       string
		look       bool // it can be looked at before
	}{
		"nothing":             {nil, "", true},
		"a trigger":           {[]string{"CREATE TRIGGER evil AFTER INSERT ON shots BEGIN DELETE FROM takes; END"}, `"evil"`, true},
		"a trigger on a view": {[]string{"CREATE VIEW v AS SELECT 1 AS a", "CREATE TRIGGER w INSTEAD OF INSERT ON v BEGIN DELETE FROM takes; END"}, `"v"`, false},
		"a trigger of undo":   {[]string{"CREATE TRIGGER undo_evil AFTER INSERT ON shots BEGIN DELETE FROM takes; END"}, "", true},
		"a trigger of ours":   {[]string{"DROP TRIGGER take_words_insert", "CREATE TRIGGER take_words_insert AFTER INSERT ON takes BEGIN DELETE FROM shots; END"}, `"take_words_insert"`, true},
		"none of ours":        {[]string{"DROP TRIGGER take_words_insert"}, "", true},
		"an odd name":         {[]string{`CREATE TRIGGER "a""; DROP TABLE takes" AFTER INSERT ON shots BEGIN DELETE FROM takes; END`}, "removed", true},
		"a view":              {[]string{"CREATE VIEW more AS SELECT 1 AS id"}, `"more"`, false},
		"a view for a table":  {[]string{"DROP TABLE sequences", "CREATE VIEW sequences AS SELECT 1 AS id, 'x' AS name, '{}' AS content"}, "no table sequences", false},
		"a table less":        {[]string{"DROP TABLE styles"}, "no table styles", false},
		"nothing recorded":    {[]string{"DELETE FROM recording"}, "", true},
		"no version":          {[]string{"DELETE FROM goose_db_version"}, "of which version", false},
		"no project":          {[]string{"DELETE FROM project"}, "the name of the project is gone", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newProject(t)
			fillTakes(t, s, 1, 20)
			if err := s.Edit(t.Context(), "Rename", func(e *Editor) error {
				return e.UpdateProject(t.Context(), project.Project{Name: "The Film", Rate: project.Rate{Num: 25, Den: 1}})
			}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Backup(t.Context()); err != nil {
				t.Fatal(err)
			}
			dir := s.Dir()
			closeStore(t, s)
			changedByHand(t, dir, c.statements...)
			looked, err := Open(t.Context(), OpenParams{Path: dir, ReadOnly: true, Now: now})
			if c.look && err != nil {
				t.Errorf("it cannot be looked at: %v", err)
			}
			if !c.look {
				sentence(t, err, project.ErrDamaged, "damaged")
			} else {
				closeStore(t, looked)
			}
			s = reopen(t, dir, start.Add(time.Hour))
			if got := told(s); !strings.Contains(got, c.says) || c.says == "" && strings.Contains(got, "database") {
				t.Errorf("told %q, want %q", got, c.says)
			}
			film, err := s.Project(t.Context())
			if err != nil || film.Name != "The Film" || film.Rate.Num != 25 {
				t.Errorf("the film is %+v, %v", film, err)
			}
			fillTakes(t, s, 21, 40)
			addShots(t, s, 1)
			var takes, found, shots, foreign int
			if err := s.read.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM takes), (SELECT count(*) FROM take_words WHERE take_words MATCH 'kitchen'), (SELECT count(*) FROM shots),
				(SELECT count(*) FROM sqlite_schema WHERE type = 'view' OR name IN ('evil', 'undo_evil', 'w'))`).Scan(&takes, &found, &shots, &foreign); err != nil {
				t.Fatal(err)
			}
			if takes != 40 || found != 40 || shots != 5 || foreign != 0 {
				t.Errorf("%d takes, %d of them found, %d shots, %d that are foreign", takes, found, shots, foreign)
			}
			if label, err := s.Undo(t.Context()); err != nil || label != "Add a shot" {
				t.Errorf("undid %q, %v", label, err)
			}
			closeStore(t, s)
			if s = reopen(t, dir, start.Add(2*time.Hour)); told(s) != "" {
				t.Errorf("the next opening told %q", told(s))
			}
		})
	}
}

// TestRestoreDisarms goes back to a backup that somebody put there.
func TestRestoreDisarms(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	fillTakes(t, s, 1, 20)
	b, err := s.Backup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ statement, refused string }{
		{"CREATE TRIGGER evil AFTER INSERT ON shots BEGIN DELETE FROM takes; END", ""},
		{"CREATE TRIGGER undo_evil AFTER INSERT ON shots BEGIN DELETE FROM takes; END", ""},
		{"DELETE FROM project", "the name of the project is gone"},
		{"DROP TABLE styles", "no table styles"},
	} {
		pool, err := openPlain(s.backupPath(b))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pool.ExecContext(t.Context(), c.statement); err != nil {
			t.Fatal(err)
		}
		if err := pool.Close(); err != nil {
			t.Fatal(err)
		}
		err = s.Restore(t.Context(), b.Name)
		if c.refused != "" {
			sentence(t, err, project.ErrDamaged, c.refused)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		addShots(t, s, 1)
		if takes, err := s.Takes(t.Context(), TakeFilter{}, Page{}); err != nil || len(takes) != 20 {
			t.Errorf("%s: %d takes, %v", c.statement, len(takes), err)
		}
	}
}

// TestUnreadableRows changes what a row says to what no list can show: the others
// are listed, and the one is named.
func TestUnreadableRows(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	addShots(t, s, 5)
	fillTakes(t, s, 101, 110)
	if err := s.Edit(t.Context(), "Add styles", func(e *Editor) error {
		for _, name := range []string{"noir", "dawn"} {
			if _, err := e.AddStyle(t.Context(), project.Style{Name: name, Prompt: "{prompt}, " + name}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	dir := s.Dir()
	closeStore(t, s)
	changedByHand(t, dir, `UPDATE shots SET beats = '{"a":1}' WHERE code = 'SH020'`, `UPDATE shots SET dialogue = '["a"]' WHERE code = 'SH030'`,
		`UPDATE shots SET cast_names = '[1]', removed = 1 WHERE code = 'SH040'`, `UPDATE styles SET adapters = '7' WHERE name = 'noir'`,
		`UPDATE jobs SET request = '7' WHERE id = 101`, `UPDATE recipes SET content = '[]' WHERE id = 102`)
	const listed = "SH010 SH050 SH110"
	check := func(s *Store) {
		t.Helper()
		for _, want := range []string{"the beats of SH020 cannot be read", "the dialogue of SH030", "the cast of SH040", "the adapters of noir"} {
			if !strings.Contains(told(s), want) {
				t.Errorf("%q is not told: %q", want, s.Notices())
			}
		}
		if n := strings.Count(told(s), "cannot be read"); n != 4 {
			t.Errorf("%d rows were told of: %q", n, s.Notices())
		}
		shots, err := s.Shots(t.Context())
		var codes []string
		for _, shot := range shots {
			codes = append(codes, shot.Code)
		}
		if slices.Sort(codes); err != nil || strings.Join(codes, " ") != listed {
			t.Errorf("the shots are %q, %v", codes, err)
		}
		if removed, err := s.RemovedShots(t.Context()); err != nil || len(removed) != 0 {
			t.Errorf("the removed shots are %+v, %v", removed, err)
		}
		if styles, err := s.Styles(t.Context()); err != nil || len(styles) != 1 || styles[0].Name != "dawn" {
			t.Errorf("the styles are %+v, %v", styles, err)
		}
		if takes, err := s.Takes(t.Context(), TakeFilter{}, Page{}); err != nil || len(takes) != 10 {
			t.Errorf("%d takes, %v", len(takes), err)
		}
		if jobs, err := s.DoneJobs(t.Context(), 0, 100); err != nil || len(jobs) != 10 {
			t.Errorf("%d jobs, %v", len(jobs), err)
		}
		_, err = s.ShotByCode(t.Context(), "SH020")
		sentence(t, err, project.ErrDamaged, "the beats of SH020", "backup")
		report, err := s.Check(t.Context(), false)
		if err != nil || !strings.Contains(strings.Join(report.Problems, "\n"), "the beats of SH020 cannot be read") {
			t.Errorf("the report is %q, %v", report.Problems, err)
		}
	}
	s, err := Open(t.Context(), OpenParams{Path: dir, ReadOnly: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	check(s)
	closeStore(t, s)
	s = reopen(t, dir, start)
	check(s)
	addShots(t, s, 1)
	if _, err := os.Stat(s.Path(damagedName)); err == nil {
		t.Error("a row is called damage of the whole")
	}
}
