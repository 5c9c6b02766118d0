package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// errLocked: another process, or this one, holds the lock.
var errLocked = errors.New("locked")

// Holder is who has a project open for writing.
type Holder struct {
	Process int       `json:"process"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
}

func (h Holder) String() string {
	if h.Process == 0 {
		return "another program"
	}
	who := fmt.Sprintf("process %d", h.Process)
	switch host, err := os.Hostname(); {
	case err == nil && host != h.Host:
		who += " on " + h.Host
	case h.Process == os.Getpid():
		who = "this program"
	}
	return fmt.Sprintf("%s since %s", who, h.Since.Local().Format("15:04 on 2 January 2006"))
}

// holdLock makes this process the only one that writes to the project in dir. The
// operating system takes the lock back when the process ends, however it ends.
func holdLock(dir string, now time.Time) (*os.File, error) {
	path := filepath.Join(dir, lockName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fileFault("writing to", path, err)
	}
	if err := lockPatiently(file); err != nil {
		holder := readHolder(file)
		_ = file.Close()
		if errors.Is(err, errLocked) {
			return nil, project.Wrong(project.ErrBusy, "close it there first, or open it for reading only",
				"%s is open already, in %s", filepath.Base(dir), holder)
		}
		return nil, project.Bad("copy the project to a disk of this machine, and open the copy",
			"the disk that %s is on cannot lock files, so two programs could write at the same time: %w", dir, err)
	}
	host, _ := os.Hostname() // for people; a machine without a name still works
	if err := writeHolder(file, Holder{Process: os.Getpid(), Host: host, Since: now}); err != nil {
		_ = file.Close()
		return nil, fileFault("writing to", path, err)
	}
	return file, nil
}

// lockPatiently waits a moment for who only asks, see InUse.
func lockPatiently(file *os.File) error {
	for range 5 {
		if err := lockFile(file); !errors.Is(err, errLocked) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return lockFile(file)
}

// InUse reports whether a process has the project in dir open for writing.
func InUse(dir string) bool {
	file, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // nothing was written
	if err := lockFile(file); err != nil {
		return errors.Is(err, errLocked)
	}
	return unlockFile(file) != nil
}

func writeHolder(file *os.File, h Holder) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err = file.WriteAt(text, 0)
	return err
}

// readHolder returns who wrote the lock file, or nobody where that is not known.
func readHolder(file *os.File) Holder {
	var h Holder
	text, err := io.ReadAll(io.NewSectionReader(file, 0, 4096))
	if err != nil || json.Unmarshal(text, &h) != nil {
		return Holder{}
	}
	return h
}

// releaseLock lets others in. The file stays: removing it could take away the lock
// of somebody who comes at the same moment.
func releaseLock(file *os.File) error {
	return errors.Join(file.Truncate(0), unlockFile(file), file.Close())
}
