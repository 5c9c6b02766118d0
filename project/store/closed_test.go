package store

import (
	"sync"
	"testing"

	"github.com/kinora-studio/kinora/project"
)

// TestReadingWhileItCloses: a window that still draws must not fall with the project.
func TestReadingWhileItCloses(t *testing.T) {
	s := newProject(t)
	fillTakes(t, s, 1, 20)
	var readers sync.WaitGroup
	const count = 4
	reading, ended := make(chan struct{}, count), make(chan error, count)
	for range count {
		readers.Go(func() {
			for told := false; ; told = true {
				if _, err := s.Take(t.Context(), 1); err != nil {
					ended <- err
					return
				}
				if !told {
					reading <- struct{}{}
				}
			}
		})
	}
	for range count {
		<-reading
	}
	closeStore(t, s)
	readers.Wait()
	for range count {
		sentence(t, <-ended, project.ErrBadInput, "closed")
	}
	if _, err := s.Take(t.Context(), 1); err == nil {
		t.Error("a closed project was read")
	}
	err := s.Edit(t.Context(), "Change", func(*Editor) error { return nil })
	sentence(t, err, project.ErrBadInput, "closed")
	closeStore(t, s)
}
