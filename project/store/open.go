package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// OpenParams says which project to open, and how.
type OpenParams struct {
	Path     string // the project's folder, or the database in it
	ReadOnly bool   // look only: works while another process has the project open
	Now      func() time.Time
}

// Store is an open project.
type Store struct {
	dir  string
	now  func() time.Time
	lock *os.File // nil where it was opened for reading only

	write   *sql.DB     // one connection; nil where it was opened for reading only
	read    *sql.DB     // connections that cannot write
	queries *db.Queries // over read

	mu      sync.Mutex
	notices []string // guarded by mu
}

// Open opens a project. What had to be done to it on the way is told by Notices.
func Open(ctx context.Context, p OpenParams) (_ *Store, err error) {
	if p.Now == nil {
		return nil, errors.New("open a project: no clock was given")
	}
	dir, err := findProject(p.Path)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, now: p.Now}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if p.ReadOnly {
		return s, s.openForReading(ctx)
	}
	if s.lock, err = holdLock(dir, p.Now()); err != nil {
		return nil, err
	}
	return s, s.openForWriting(ctx)
}

// findProject returns the folder of the project that path names, and refuses what
// cannot be one.
func findProject(path string) (string, error) {
	dir, err := filepath.Abs(path)
	if err != nil {
		return "", fileFault("opening", path, err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", fileFault("opening", dir, err)
	}
	if !info.IsDir() && filepath.Base(dir) != databaseName {
		return "", project.Bad("choose a folder that ends in "+Ending, "%s is a file, and a project is a folder", dir)
	}
	if !info.IsDir() {
		dir = filepath.Dir(dir)
	}
	if _, err := os.Stat(filepath.Join(dir, databaseName)); err != nil {
		return "", project.Wrong(project.ErrNotFound, "choose a folder that ends in "+Ending, "%s is not a project: it has no %s: %w", dir, databaseName, err)
	}
	return dir, nil
}

func (s *Store) openForWriting(ctx context.Context) (err error) {
	path := filepath.Join(s.dir, databaseName)
	if s.write, err = openWriter(path); err != nil {
		return s.fault("opening", err)
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if s.read, err = openReaders(path); err != nil {
		return s.fault("opening", err)
	}
	s.queries = db.New(s.read)
	return s.fault("opening", s.read.PingContext(ctx))
}

func (s *Store) openForReading(ctx context.Context) (err error) {
	if s.read, err = openReaders(filepath.Join(s.dir, databaseName)); err != nil {
		return s.fault("opening", err)
	}
	s.queries = db.New(s.read)
	return s.fault("opening", s.read.PingContext(ctx))
}

// Close ends all work on the project and lets others open it. Calling it again
// does nothing.
func (s *Store) Close() error {
	var failed []error
	for _, pool := range []*sql.DB{s.read, s.write} {
		if pool != nil {
			failed = append(failed, pool.Close())
		}
	}
	s.read, s.write = nil, nil
	if s.lock != nil {
		failed = append(failed, releaseLock(s.lock))
		s.lock = nil
	}
	return errors.Join(failed...)
}

// Notices returns, in sentences for people, what opening the project had to do
// beyond opening it: that it was updated, repaired, restored.
func (s *Store) Notices() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notices)
}

func (s *Store) notice(sentence string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notices = append(s.notices, sentence)
}
