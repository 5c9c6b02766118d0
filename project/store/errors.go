package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"github.com/kinora-studio/kinora/project"
)

const (
	roomHint   = "free some space, or move the project to another disk, and try again; nothing of the project is lost"
	rightsHint = "change its permissions, or copy the project to a folder that you may write to"
)

// fault turns an error of the database into a sentence. Sentences, and the end of
// a context, pass as they are.
func (s *Store) fault(doing string, err error) error {
	if err != nil && s.closed.Load() && !errors.Is(err, context.Canceled) {
		return project.Bad("open it again", "%s is closed", filepath.Base(s.dir))
	}
	return databaseFault(doing, s.dir, err)
}

func databaseFault(doing, dir string, err error) error {
	var sentence *project.Fault
	var below sqlite3.Error
	name := filepath.Base(dir)
	switch {
	case err == nil || errors.As(err, &sentence) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case isDamage(err) || errors.Is(err, errDamage):
		return project.Wrong(project.ErrDamaged, "close the project and open it again: Kinora then restores what can be restored",
			"the database of %s is damaged: %w", name, err)
	case !errors.As(err, &below):
		return fileFault(doing, dir, err)
	case below.Code == sqlite3.ErrInterrupt:
		return fmt.Errorf("%s the project %s: %w", doing, name, context.Canceled)
	case below.Code == sqlite3.ErrFull, isFull(below.SystemErrno):
		return project.Wrong(project.ErrNoRoom, roomHint, "the disk with %s is full: %w", name, err)
	case slices.Contains([]sqlite3.ErrNo{sqlite3.ErrBusy, sqlite3.ErrLocked}, below.Code):
		return project.Wrong(project.ErrBusy, "close the program that works on its database, and try again",
			"another program holds the database of %s: %w", name, err)
	case slices.Contains([]sqlite3.ErrNo{sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrCantOpen, sqlite3.ErrAuth}, below.Code):
		return project.Wrong(project.ErrBadInput, rightsHint, "the database of %s cannot be written or opened: %w", name, err)
	case below.Code == sqlite3.ErrIoErr:
		return project.Wrong(project.ErrBadInput, "check the disk and its connection, then open the project again",
			"the disk with %s does not answer as it should: %w", name, err)
	}
	return fmt.Errorf("%s the project %s: %w", doing, name, err)
}

// isDamage reports whether SQLite found something that it never wrote.
func isDamage(err error) bool {
	var below sqlite3.Error
	return errors.As(err, &below) && (below.Code == sqlite3.ErrCorrupt || below.Code == sqlite3.ErrNotADB)
}

// fileFault turns an error of the operating system about path into a sentence.
func fileFault(doing, path string, err error) error {
	var sentence *project.Fault
	switch {
	case err == nil || errors.As(err, &sentence) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case isFull(err):
		return project.Wrong(project.ErrNoRoom, roomHint, "the disk is full: %s could not be written: %w", path, err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return project.Wrong(project.ErrNotFound, "check the path", "%s does not exist: %w", path, err)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return project.Bad("choose a shorter one", "the name is too long: %s: %w", path, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return project.Bad(rightsHint, "%s %s is not allowed: %w", doing, path, err)
	case errors.Is(err, fs.ErrExist):
		return project.Bad("choose another name", "%s exists already: %w", path, err)
	}
	return fmt.Errorf("%s %s: %w", doing, path, err)
}
