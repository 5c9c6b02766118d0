//go:build unix

package store

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestClosedWhileAProgramStarts: until it runs, a program that was started has all
// files that this one had open.
func TestClosedWhileAProgramStarts(t *testing.T) {
	s := newProject(t)
	inherited, err := unix.Dup(int(s.lock.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(inherited) }()
	dir := s.Dir()
	closeStore(t, s)
	closeStore(t, reopen(t, dir, start.Add(time.Hour)))
}
