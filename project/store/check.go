package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// lowRoom is how many bytes a disk should at least have left: some hundred clips.
const lowRoom = 2 << 30

// Report is what Check found.
type Report struct {
	Problems []string `json:"problems"` // sentences; empty when all is well
	Strays   []Stray  `json:"strays,omitempty"`
	Backups  []Backup `json:"backups"`
	Takes    int      `json:"takes"`
	Bytes    int64    `json:"bytes"` // of the takes' files
	Room     int64    `json:"room"`  // bytes left on the disk
	Deep     bool     `json:"deep"`  // whether files were read to their end
}

// Check looks at everything that the project keeps: the database with all its
// pages, each take's file, the disk and the backups. Deep reads every file and
// compares its checksum, which takes as long as reading the disk does. The error
// is for what kept Check from looking; what it found is in the report.
func (s *Store) Check(ctx context.Context, deep bool) (Report, error) {
	r := Report{Deep: deep}
	steps := []func(context.Context, *Report) error{s.checkDatabase, s.checkTakes, s.checkMaterials, s.checkRest}
	for _, step := range steps {
		if err := step(ctx, &r); err != nil {
			return r, s.fault("checking", err)
		}
	}
	return r, nil
}

func (r *Report) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

func (s *Store) checkDatabase(ctx context.Context, r *Report) error {
	complaints, err := integrity(ctx, s.read)
	switch {
	case damaged(err):
		complaints = append(complaints, err.Error())
	case err != nil:
		return err
	}
	if len(complaints) > 0 {
		r.problem("The database is damaged in %d places; close the project and open it again to have it repaired. The first: %s", len(complaints), complaints[0])
		return s.markDamaged(errors.New(complaints[0]))
	}
	rows, err := s.read.QueryContext(ctx, "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table, parent string
		var n int
		if err := rows.Scan(&table, &parent, &n); err != nil {
			return err
		}
		r.problem("%d entries of %s belong to %s that are gone.", n, table, parent)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	faults, err := s.Unreadable(ctx)
	for _, fault := range faults {
		r.Problems = append(r.Problems, fault.Error())
	}
	return err
}

func (s *Store) checkTakes(ctx context.Context, r *Report) error {
	rows, err := s.read.QueryContext(ctx, "SELECT code, path, sha256, bytes FROM takes ORDER BY code")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var code, path, sum string
		var size int64
		if err := rows.Scan(&code, &path, &sum, &size); err != nil {
			return err
		}
		r.Takes++
		r.Bytes += size
		if sentence := s.checkFile(ctx, "take "+code, path, sum, size, r.Deep); sentence != "" {
			r.Problems = append(r.Problems, sentence)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// checkFile returns a sentence on what is wrong with a file, if anything is. Size
// and sum are not compared where they are not known.
func (s *Store) checkFile(ctx context.Context, what, path, sum string, size int64, deep bool) string {
	info, err := os.Stat(s.Path(path))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("The file of %s is gone: %s. Put it back, or make it again from its recipe.", what, path)
	case err != nil:
		return fmt.Sprintf("The file of %s cannot be read: %v.", what, err)
	case size > 0 && info.Size() != size:
		return fmt.Sprintf("The file of %s is not what was written: %s has %d bytes instead of %d.", what, path, info.Size(), size)
	case !deep || sum == "":
		return ""
	}
	switch have, err := hashFile(ctx, s.Path(path)); {
	case err != nil && ctx.Err() == nil:
		return fmt.Sprintf("The file of %s cannot be read: %v.", what, err)
	case err == nil && have != sum:
		return fmt.Sprintf("The file of %s is not what was written: the checksum of %s differs.", what, path)
	}
	return ""
}

func (s *Store) checkMaterials(ctx context.Context, r *Report) error {
	all, err := s.outsideAndInside(ctx)
	if err != nil {
		return err
	}
	for _, m := range all {
		if sentence := s.checkFile(ctx, m.of, m.path, m.sum, 0, r.Deep); sentence != "" {
			r.Problems = append(r.Problems, sentence)
		}
	}
	return ctx.Err()
}

func (s *Store) checkRest(ctx context.Context, r *Report) (err error) {
	if r.Strays, err = s.Strays(ctx); err != nil {
		return err
	}
	if n := len(r.Strays); n > 0 {
		r.problem("%d files in the media folder belong to nothing in the project, such as %s; they can be adopted.", n, r.Strays[0].Path)
	}
	if r.Backups, err = s.Backups(); err != nil {
		return err
	}
	if len(r.Backups) == 0 {
		r.problem("There is no backup of the project's database.")
	}
	for _, b := range r.Backups {
		if err := s.checkBackup(ctx, b); damaged(err) {
			r.problem("The backup of %s is damaged; the others are not touched by that.", b.Made.Local().Format(time.DateTime))
		} else if err != nil {
			return err
		}
	}
	if r.Room, err = room(s.dir); err != nil {
		return fmt.Errorf("ask how much room the disk has: %w", err)
	}
	if r.Room < lowRoom {
		r.problem("The disk has only %d MB left.", r.Room>>20)
	}
	return nil
}

func (s *Store) checkBackup(ctx context.Context, b Backup) (err error) {
	pool, err := openReaders(s.backupPath(b), "immutable=1")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err = verify(ctx, pool); err != nil && !damaged(err) && ctx.Err() == nil {
		err = project.Wrong(project.ErrDamaged, "", "the backup %s cannot be read: %w", b.Name, err)
	}
	return err
}
