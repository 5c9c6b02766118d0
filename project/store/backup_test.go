package store

import (
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kinora-studio/kinora/project"
)

// TestKeep draws times at which backups were made over months.
func TestKeep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("somewhere", 60*rapid.IntRange(-12*60, 14*60).Draw(t, "zone"))
		now := start.In(zone)
		var made []time.Time
		for range rapid.IntRange(0, 60).Draw(t, "count") {
			at := now.Add(-time.Duration(rapid.Int64Range(0, int64(40*24*time.Hour)).Draw(t, "age")))
			if !slices.ContainsFunc(made, at.Equal) { // two backups never have one name
				made = append(made, at)
			}
		}
		gone := superfluous(made, now)
		kept := slices.DeleteFunc(slices.Clone(made), func(at time.Time) bool { return slices.ContainsFunc(gone, at.Equal) })
		slices.SortFunc(made, func(a, b time.Time) int { return b.Compare(a) })
		for _, at := range made[:min(10, len(made))] {
			if !slices.ContainsFunc(kept, at.Equal) {
				t.Fatalf("%v is one of the last ten and goes", at)
			}
		}
		for day := range 14 {
			from := time.Date(now.Year(), now.Month(), now.Day()-day, 0, 0, 0, 0, zone)
			on := func(at time.Time) bool { return !at.Before(from) && at.Before(from.AddDate(0, 0, 1)) }
			if slices.ContainsFunc(made, on) && !slices.ContainsFunc(kept, on) {
				t.Fatalf("nothing is kept of %v", from)
			}
		}
		if len(kept) > 10+14 {
			t.Fatalf("%d are kept", len(kept))
		}
		if again := superfluous(kept, now); len(again) > 0 {
			t.Fatalf("asked again, %v go as well", again)
		}
	})
}

func TestBackupAndRestore(t *testing.T) {
	s := newProject(t)
	clock := start.Add(time.Hour)
	s.now = func() time.Time { return clock }
	value := func() string {
		var v string
		if err := s.read.QueryRowContext(t.Context(), "SELECT value FROM settings WHERE key = 'take'").Scan(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	execute(t, s, "INSERT INTO settings (key, value) VALUES ('take', 'first')")
	first, err := s.Backup(t.Context())
	if err != nil || first.Bytes == 0 || !first.Made.Equal(clock) {
		t.Fatal(first, err)
	}
	execute(t, s, "UPDATE settings SET value = 'second'")
	clock = clock.Add(time.Minute)
	sub := s.Subscribe()
	defer sub.Close()
	if err := s.Restore(t.Context(), first.Name); err != nil {
		t.Fatal(err)
	}
	if told := next(t, sub); !slices.Equal(told, []Change{{Kind: KindAll}}) {
		t.Errorf("restoring tells %v", told)
	}
	if v := value(); v != "first" {
		t.Errorf("restored %q", v)
	}
	all, err := s.Backups()
	if err != nil || len(all) != 3 || all[1].Name != first.Name {
		t.Fatal(all, err)
	}
	if err := s.Restore(t.Context(), all[0].Name); err != nil {
		t.Fatal(err)
	}
	if v := value(); v != "second" {
		t.Errorf("the backup that restoring made holds %q", v)
	}
	sentence(t, s.Restore(t.Context(), "../project.db"), project.ErrNotFound, "no backup named")

	copied, err := os.ReadFile(s.backupPath(first))
	if err != nil {
		t.Fatal(err)
	}
	copy(copied[2*pageSize:], make([]byte, 3*pageSize))
	if err := os.WriteFile(s.backupPath(first), copied, 0o644); err != nil {
		t.Fatal(err)
	}
	sentence(t, s.Restore(t.Context(), first.Name), project.ErrDamaged, "damaged")
	if v := value(); v != "second" {
		t.Errorf("restoring a damaged backup made it %q", v)
	}
}

func TestBackupIfDue(t *testing.T) {
	s := newProject(t)
	clock := start
	s.now = func() time.Time { return clock }
	due := func(want bool, why string) {
		t.Helper()
		if made, err := s.BackupIfDue(t.Context()); made != want || err != nil {
			t.Errorf("%s: made %v, %v", why, made, err)
		}
	}
	// File systems count time in steps; the copy has to be older by one.
	touch := func(path string, ago time.Duration) {
		t.Helper()
		at := time.Now().Add(-ago)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	newest := func() string {
		all, err := s.Backups()
		if err != nil || len(all) == 0 {
			t.Fatal(all, err)
		}
		return s.backupPath(all[0])
	}
	due(false, "nothing changed")
	execute(t, s, "INSERT INTO settings (key, value) VALUES ('a', 'b')")
	touch(newest(), time.Minute)
	clock = clock.Add(time.Minute)
	due(true, "the only one is that of an empty project")
	touch(newest(), time.Minute)
	clock = clock.Add(59 * time.Second)
	due(false, "the last one is as young as the project")
	clock = clock.Add(time.Second)
	due(true, "the last one is older than the project was")
	touch(newest(), time.Minute)
	clock = clock.Add(time.Hour)
	due(true, "changed and old")
	touch(newest(), time.Minute)
	clock = clock.Add(BackupInterval - time.Second)
	due(false, "the last one is young")
	clock = clock.Add(time.Second)
	due(true, "changed and old")
	touch(newest(), -time.Minute)
	clock = clock.Add(BackupInterval)
	due(false, "old, but nothing changed since")
	clock = start.Add(-time.Hour)
	touch(newest(), time.Minute)
	due(true, "the clock was set back")
}

// TestBackupOfDamage damages the database while it is open: no backup is made of
// it, and the next opening repairs.
func TestBackupOfDamage(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	fillTakes(t, s, 1, 200)
	if _, err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	fillTakes(t, s, 201, 210)
	dir := s.Dir()
	want := contents(t, s)
	closeStore(t, s)
	s = reopen(t, dir, start.Add(time.Hour))
	before, err := s.Backups()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(s.Path(databaseName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, writing := f.WriteAt(make([]byte, pageSize), 40*pageSize)
	if err := errors.Join(writing, f.Close()); err != nil {
		t.Fatal(err)
	}
	if err := s.read.Close(); err != nil { // what readers hold in memory is still sound
		t.Fatal(err)
	}
	if s.read, err = openReaders(s.Path(databaseName)); err != nil {
		t.Fatal(err)
	}
	_, err = s.Backup(t.Context())
	sentence(t, err, project.ErrDamaged, "damaged")
	if after, err := s.Backups(); err != nil || len(after) != len(before) {
		t.Error(after, err)
	}
	if r, err := s.Check(t.Context(), false); err != nil || len(r.Problems) == 0 {
		t.Error(r, err)
	}
	closeStore(t, s)
	s = reopen(t, dir, start.Add(2*time.Hour))
	if changed := difference(want, contents(t, s)); len(changed) > 0 {
		t.Errorf("after the repair %d rows differ: %v", len(changed), changed)
	}
	if len(s.Notices()) == 0 {
		t.Error("nothing was told")
	}
	if _, err := os.Stat(s.Path(damagedName)); err == nil {
		t.Error("the mark of damage is still there")
	}
}
