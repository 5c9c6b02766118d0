package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
)

// Version is the format of the file that this program writes.
const Version = 1

const versionKey = "version"

// Store is the open settings file.
type Store struct {
	path     string
	readOnly bool

	mu     sync.Mutex // guards what follows
	values map[string]json.RawMessage
	failed error // of the last write; nil once one succeeds

	changed chan struct{} // holds at most one wish to write
	stop    chan struct{}
	ended   chan struct{}
	closed  sync.Once
}

// Path returns where the user's settings lie on this system.
func Path() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for settings: %w", err)
	}
	return filepath.Join(dir, "kinora", "settings.json"), nil
}

// Open reads the settings. It always returns a store that can be used: a file
// that is missing gives the defaults, and so does one that cannot be read, of
// which the notice tells. The notice is nil when all is well.
func Open(path string) (*Store, *Notice) {
	values, notice := read(path)
	s := &Store{
		path:     path,
		readOnly: notice != nil && notice.Kind != Damaged,
		values:   values,
		changed:  make(chan struct{}, 1),
		stop:     make(chan struct{}),
		ended:    make(chan struct{}),
	}
	go s.write()
	return s, notice
}

// Close writes what has not been written yet and returns why the last write
// failed, if it did. Calling it again does nothing more.
func (s *Store) Close() error {
	s.closed.Do(func() { close(s.stop) })
	<-s.ended
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// Key names one setting and what it is when the user has not chosen.
type Key[T any] struct {
	Name    string // the part of the program, a dot, the setting: window.theme
	Default T
}

// Get returns a setting, or its default where it is not set or holds something
// of another form.
func Get[T any](s *Store, key Key[T]) T {
	s.mu.Lock()
	raw, ok := s.values[key.Name]
	s.mu.Unlock()
	if !ok {
		return key.Default
	}
	value := key.Default
	if err := json.Unmarshal(raw, &value); err != nil {
		return key.Default
	}
	return value
}

// Set changes a setting; it is on the disk soon after, and at the latest when
// Close returns. It fails for a value that JSON cannot hold.
func Set[T any](s *Store, key Key[T], value T) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("keep the setting %s: %w", key.Name, err)
	}
	s.mu.Lock()
	same := string(s.values[key.Name]) == string(raw)
	s.values[key.Name] = raw
	s.mu.Unlock()
	if !same {
		select {
		case s.changed <- struct{}{}:
		default: // a write that has not begun takes this change along
		}
	}
	return nil
}

// write is the goroutine that owns the file.
func (s *Store) write() {
	defer close(s.ended)
	for {
		select {
		case <-s.changed:
			s.save()
		case <-s.stop:
			select {
			case <-s.changed:
				s.save()
			default:
			}
			return
		}
	}
}

func (s *Store) save() {
	if s.readOnly {
		return
	}
	s.mu.Lock()
	values := maps.Clone(s.values)
	s.mu.Unlock()
	err := replace(s.path, values)
	s.mu.Lock()
	s.failed = err
	s.mu.Unlock()
}

// replace writes the file beside the old one, waits until the disk has it, and
// renames it.
func replace(path string, values map[string]json.RawMessage) (err error) {
	values[versionKey] = json.RawMessage(fmt.Sprint(Version))
	data, err := json.MarshalIndent(values, "", "\t")
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".settings-*")
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write the settings: %w", errors.Join(err, os.Remove(f.Name())))
		}
	}()
	if _, err := f.Write(append(data, '\n')); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
