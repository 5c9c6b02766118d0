package store

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// layout knows on which pages of a sound database each row lies, those included on
// which a long row goes on.
type layout struct {
	im     *image
	leaves map[uint32]table
	rows   map[string]string
}

func layoutOf(t *testing.T, s *Store) layout {
	t.Helper()
	tables, err := tablesOf(t.Context(), s.read)
	if err != nil {
		t.Fatal(err)
	}
	im, err := openImage(filepath.Join(s.dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = im.Close() })
	roots, sound := im.roots()
	l := layout{im: im, leaves: map[uint32]table{}}
	for _, table := range tables {
		sound = im.walk(roots[table.name], map[uint32]bool{}, func(n uint32, _, _ int64) { l.leaves[n] = table }) && sound
	}
	if !sound {
		t.Fatal("the sound database does not look sound")
	}
	l.rows = l.read()
	return l
}

func (l layout) read() map[string]string {
	rows := map[string]string{}
	for n, table := range l.leaves {
		for _, c := range l.im.cells(n) {
			if identity, values, ok := table.row(c); ok {
				rows[table.name+" "+identity] = fmt.Sprint(values...)
			}
		}
	}
	return rows
}

// on returns the rows of which a part lies on the page: those that are not read as
// they are when it is overwritten.
func (l layout) on(page uint32) map[string]bool {
	l.im.newer = map[uint32][]byte{page: bytes.Repeat([]byte{0xff}, pageSize)}
	rows := map[string]bool{}
	got := l.read()
	for name, row := range l.rows {
		if got[name] != row {
			rows[name] = true
		}
	}
	l.im.newer = nil
	return rows
}

// damagedFilm is a project whose last takes are newer than its backup, closed.
func damagedFilm(t *testing.T) (dir string, want map[string]string, l layout, database []byte) {
	t.Helper()
	s := newProject(t)
	fillTakes(t, s, 1, 200)
	if _, err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	fillTakes(t, s, 201, 300)
	dir, want = s.dir, contents(t, s)
	closeStore(t, s)
	database, err := os.ReadFile(filepath.Join(dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	s = reopen(t, copyProject(t, dir), start.Add(time.Minute))
	l = layoutOf(t, s)
	return dir, want, l, database
}

// TestBitFlips flips a bit in each of 100 places of a closed database. Nothing may
// be lost, and each time there has to be a sentence.
func TestBitFlips(t *testing.T) {
	t.Parallel()
	dir, want, _, database := damagedFilm(t)
	random := rand.New(rand.NewPCG(4, 2026))
	for range 100 {
		at, bit := random.IntN(len(database)), byte(1)<<random.IntN(8)
		copied := copyProject(t, dir)
		flip(t, copied, database, at, bit)
		s := reopen(t, copied, start.Add(time.Minute))
		if got := contents(t, s); !maps.Equal(got, want) {
			t.Errorf("byte %d bit %d: the project is not what it was", at, bit)
		}
		if len(s.Notices()) != 1 {
			t.Errorf("byte %d bit %d: told %q", at, bit, s.Notices())
		}
		closeStore(t, s)
	}
}

func flip(t *testing.T, dir string, database []byte, at int, bit byte) {
	t.Helper()
	flipped := slices.Clone(database)
	flipped[at] ^= bit
	if err := os.WriteFile(filepath.Join(dir, databaseName), flipped, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestBitFlipsAfterKill does the same to a database that was never closed, so that
// it has no checksums. Every row that does not lie on the damaged page has to be
// there as it was. A row that does may be lost or changed; only a change that
// leaves it what the schema allows may go without a sentence, and never one of what
// names and identifies a take's file.
func TestBitFlipsAfterKill(t *testing.T) {
	t.Parallel()
	dir, want, l, database := damagedFilm(t)
	random := rand.New(rand.NewPCG(4, 2026))
	told, differing, silent := 0, 0, 0
	for range 100 {
		at, bit := random.IntN(len(database)), byte(1)<<random.IntN(8)
		page := uint32(at/pageSize) + 1
		copied := copyProject(t, dir)
		if err := os.Remove(filepath.Join(copied, sumsName)); err != nil {
			t.Fatal(err)
		}
		flip(t, copied, database, at, bit)
		s := reopen(t, copied, start.Add(time.Minute))
		notices := s.Notices()
		if len(notices) > 0 {
			told++
		}
		changed := difference(want, contents(t, s))
		hit := l.on(page)
		for name, rows := range changed {
			// A take whose recipe or job was hit stays, and stands alone.
			number, isTake := strings.CutPrefix(name, "takes ")
			if !hit[name] && !(isTake && (hit["recipes "+number] || hit["jobs "+number])) {
				t.Errorf("page %d byte %d bit %d: %s lies elsewhere and is\n%.600s\ninstead of\n%.600s\n%s", page, at%pageSize, bit, name, rows[1], rows[0], notices)
			}
			if len(notices) == 0 {
				silent++
				if isTake && takeIdentity(rows[0]) != takeIdentity(rows[1]) {
					t.Errorf("page %d byte %d bit %d: %s is silently\n%s\ninstead of\n%s", page, at%pageSize, bit, name, rows[1], rows[0])
				}
			}
		}
		if len(changed) > 0 {
			differing++
		}
		closeStore(t, s)
	}
	t.Logf("of 100 flipped bits %d were told of, %d changed or cost a row, %d rows silently", told, differing, silent)
}

// difference returns the rows that are not the same, as they were and as they are.
func difference(want, got map[string]string) map[string][2]string {
	changed := map[string][2]string{}
	for name, row := range want {
		if got[name] != row {
			changed[name] = [2]string{row, got[name]}
		}
	}
	for name, row := range got {
		if _, known := want[name]; !known {
			changed[name] = [2]string{"", row}
		}
	}
	return changed
}

// takeIdentity is what of a take's row says which file it is: shot, number, code,
// parent, job, path and checksum, which indexes repeat.
func takeIdentity(row string) string {
	fields := strings.Split(row, ", ")
	if len(fields) < 9 {
		return ""
	}
	return strings.Join(slices.Concat(fields[1:5], fields[6:9]), ", ")
}
