package store

import (
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/project"
)

// InPlace fails with an ErrMoved when the folder that was opened is no longer where
// it was: what is written to its path now would not be in the project.
func (s *Store) InPlace() error {
	if s.lock == nil {
		return nil
	}
	held, err := s.lock.Stat()
	if err != nil {
		return fileFault("reading", s.dir, err)
	}
	if found, err := os.Stat(filepath.Join(s.dir, lockName)); err == nil && os.SameFile(held, found) {
		return nil
	}
	return movedAway(s.dir)
}

// MakeInside makes a folder within a project, and what it lies in, but never the
// project's own folder: where that is gone, it fails with an ErrMoved.
func MakeInside(folder string) error {
	for at := folder; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil {
			return os.MkdirAll(folder, 0o755)
		}
		if filepath.Ext(at) == Ending || at == filepath.Dir(at) {
			return movedAway(at)
		}
	}
}

func movedAway(dir string) error {
	return project.Wrong(project.ErrMoved, "put it back, or open it where it is now",
		"the folder %s was moved or deleted while it was open", dir)
}
