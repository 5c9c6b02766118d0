package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

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
	signals hub
	closed  atomic.Bool

	copied string             // folder of a copy that is read in place of the project; may be empty
	stop   context.CancelFunc // ends the check in the background; may be nil
	ended  chan struct{}      // closed when that check has ended; nil where there is none

	backing sync.Mutex // one backup at a time

	mu      sync.Mutex
	notices []string // guarded by mu
	repair  *Repair  // guarded by mu; nil where nothing was repaired
	sound   error    // guarded by mu; what the check in the background found
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

// Close ends all work on the project and lets others open it. Calling it again
// does nothing. Who reads or writes meanwhile gets an error that says so.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	s.signals.close()
	if s.stop != nil {
		s.stop()
		<-s.ended
		s.stop = nil
	}
	failed := []error{closeAll(s.read, s.write)} // which stay: others may be reading
	if s.write != nil && failed[0] == nil {
		s.writeSums()
	}
	if s.copied != "" {
		failed = append(failed, os.RemoveAll(s.copied))
		s.copied = ""
	}
	if s.lock != nil {
		failed = append(failed, releaseLock(s.lock))
		s.lock = nil
	}
	return errors.Join(failed...)
}

// closePools closes what an attempt to open the project has opened.
func (s *Store) closePools() error {
	err := closeAll(s.read, s.write)
	s.read, s.write = nil, nil
	return err
}

func closeAll(pools ...*sql.DB) error {
	var failed []error
	for _, pool := range pools {
		if pool != nil {
			failed = append(failed, pool.Close())
		}
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
