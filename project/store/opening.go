package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

const projectHint = "choose a folder that ends in " + Ending

// findProject returns the folder of the project that path names, and refuses what
// cannot be one.
func findProject(path string) (string, error) {
	dir, err := filepath.Abs(path)
	if err != nil {
		return "", fileFault("opening", path, err)
	}
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return "", fileFault("opening", dir, err)
	case !info.IsDir() && filepath.Base(dir) == databaseName:
		return filepath.Dir(dir), nil
	case !info.IsDir():
		return "", project.Bad(projectHint, "%s is a file, and a project is a folder", dir)
	}
	for _, name := range []string{databaseName, recoveredName, BackupsFolder} {
		switch _, err := os.Stat(filepath.Join(dir, name)); {
		case err == nil:
			return dir, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", fileFault("opening", dir, err)
		}
	}
	return "", project.Wrong(project.ErrNotFound, projectHint, "%s is not a project: it has no %s", dir, databaseName)
}

func (s *Store) openForWriting(ctx context.Context) error {
	if _, err := s.finishRecovery(); err != nil {
		return err
	}
	s.sweep()
	if err := s.compareSums(); err != nil {
		return err
	}
	more, err := s.openDatabase(ctx)
	if damaged(err) {
		if err := s.recoverDatabase(ctx, err); err != nil {
			return err
		}
		more, err = s.openDatabase(ctx)
	}
	if err == nil {
		err = s.tellUnreadable(ctx)
	}
	if err != nil {
		return s.fault("opening", err)
	}
	if more {
		s.checkInBackground(ctx)
		return nil
	}
	return s.backUpOnOpening(ctx)
}

// openDatabase opens the database and brings it up to date. An error that damaged
// knows calls for repair. It reports whether it has yet to be checked as a whole.
func (s *Store) openDatabase(ctx context.Context) (more bool, err error) {
	path := filepath.Join(s.dir, databaseName)
	if err := s.refuseForeign(path); err != nil {
		return false, err
	}
	if s.write, err = openWriter(path); err != nil {
		return false, err
	}
	var mode string
	if err := s.write.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return false, err
	}
	if mode != "wal" {
		return false, project.Bad("copy the project to a disk of this machine, and open the copy", "the disk that %s is on cannot share memory between programs", s.dir)
	}
	have, err := schemaOf(ctx, s.write)
	if err != nil {
		return false, missingTable(err)
	}
	if err := s.refuseNewer(have); err != nil {
		return false, err
	}
	if more, err = s.examine(ctx); err != nil {
		return false, err
	}
	if s.read, err = openReaders(path); err != nil {
		return false, err
	}
	s.queries = db.New(s.read)
	if err := s.disarmHere(ctx, have); err != nil {
		return false, err
	}
	if err := s.migrate(ctx); err != nil {
		return false, err
	}
	return more, errors.Join(s.prepareJournal(ctx), complete(ctx, s.read))
}

// refuseForeign tells a damaged database from one that was never ours.
func (s *Store) refuseForeign(path string) error {
	err := inspectHeader(path)
	if !errors.Is(err, errForeign) && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if all, listing := s.Backups(); listing == nil && len(all) > 0 {
		return errDamage // something put another file in its place
	}
	info, statErr := os.Stat(path)
	switch {
	case errors.Is(statErr, fs.ErrNotExist):
		return project.Wrong(project.ErrNotFound, projectHint, "%s has no database and no backup of one", s.dir)
	case statErr != nil:
		return statErr
	case info.Size() == 0:
		return project.Bad("copy the project again from where it came from", "the database of %s is empty, and it has no backup", s.dir)
	}
	return project.Bad(projectHint, "the database in %s was not made by Kinora", s.dir)
}

// openForReading opens what another process may have open for writing, or what
// lies where nobody can write.
func (s *Store) openForReading(ctx context.Context) error {
	path := filepath.Join(s.dir, databaseName)
	if err := s.refuseForeign(path); err != nil {
		return s.fault("reading", err)
	}
	err := s.tryReading(ctx, path)
	if err != nil && !damaged(err) {
		err = s.readUnwritable(ctx, path, err)
	}
	if err != nil {
		return s.fault("reading", err)
	}
	have, err := schemaOf(ctx, s.read)
	if err != nil {
		return s.fault("reading", missingTable(err))
	}
	if err := s.refuseNewer(have); err != nil {
		return err
	}
	if newest, err := newestOf(s.read); err != nil || have < newest {
		return errors.Join(err, project.Bad("open it once for writing, which updates it", "%s was made with an older Kinora", s.dir))
	}
	if err := refuseViews(ctx, s.read, have); err != nil {
		return s.fault("reading", err)
	}
	s.queries = db.New(s.read)
	if err := errors.Join(lookAt(ctx, s.read), complete(ctx, s.read)); err != nil {
		return s.fault("reading", err)
	}
	return s.tellUnreadable(ctx)
}

func (s *Store) tryReading(ctx context.Context, path string, options ...string) (err error) {
	if err := s.closePools(); err != nil {
		return err
	}
	if s.read, err = openReaders(path, options...); err != nil {
		return err
	}
	var tables int
	return s.read.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables)
}

// readUnwritable reads a database in a folder in which SQLite cannot make its
// files: as it is when there is no log, and otherwise from a copy, which takes the
// log in.
func (s *Store) readUnwritable(ctx context.Context, path string, cause error) (err error) {
	if info, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return s.tryReading(ctx, path, "immutable=1")
	}
	if s.copied, err = os.MkdirTemp("", "kinora-*"); err != nil {
		return errors.Join(cause, fileFault("writing to", os.TempDir(), err))
	}
	copied := filepath.Join(s.copied, databaseName)
	for _, ending := range []string{"", "-wal"} {
		if err := copyFile(ctx, path+ending, copied+ending); err != nil {
			return errors.Join(cause, err)
		}
	}
	return s.tryReading(ctx, copied)
}

// copyFile copies a file and ends early with the context.
func copyFile(ctx context.Context, from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return fileFault("reading", from, err)
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fileFault("writing to", to, err)
	}
	_, err = io.Copy(target, withContext(ctx, source))
	return fileFault("writing to", to, errors.Join(err, target.Sync(), target.Close()))
}

// missingTable calls a database without our table of versions damaged: its header
// says that it is ours.
func missingTable(err error) error {
	if damaged(err) {
		return err
	}
	return fmt.Errorf("%w: %w", errDamage, err)
}
