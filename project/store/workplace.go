package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// workplacePrefix begins the names of notes in the cache that say where, outside of
// the project's folder, something is being made. Who makes it holds the note's lock.
const workplacePrefix = "workplace-"

// workplace makes a hidden folder in folder to make something in. What a kill leaves
// of it goes with the next opening for writing, which finds it by a note that is
// written before; a project whose cache cannot be written does without.
func (s *Store) workplace(folder string) (dir string, end func(), err error) {
	dir = filepath.Join(folder, scratchPrefix+newUUID())
	note, err := os.CreateTemp(filepath.Join(s.dir, CacheFolder), workplacePrefix+"*")
	if err != nil {
		note = nil
	} else if errors.Join(lockFile(note), writeNote(note, dir)) != nil {
		dropNote(note)
		note = nil
	}
	end = func() {
		_ = os.RemoveAll(dir)
		if note != nil {
			dropNote(note)
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		end()
		return "", nil, fileFault("writing to", folder, err)
	}
	return dir, end, nil
}

func writeNote(note *os.File, text string) error {
	_, err := note.WriteString(text)
	return errors.Join(err, note.Sync())
}

func dropNote(note *os.File) {
	_ = unlockFile(note)
	_ = note.Close()
	_ = os.Remove(note.Name())
}

// sweepWorkplaces removes what killed programs left in their workplaces, and nothing
// that somebody still works in.
func (s *Store) sweepWorkplaces() {
	cache := filepath.Join(s.dir, CacheFolder)
	entries, err := os.ReadDir(cache)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), workplacePrefix) || !entry.Type().IsRegular() {
			continue
		}
		note, err := os.OpenFile(filepath.Join(cache, entry.Name()), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if lockFile(note) != nil {
			_ = note.Close()
			continue
		}
		if text, err := io.ReadAll(io.LimitReader(note, 1<<16)); err == nil {
			clearWorkplace(string(text))
		}
		dropNote(note)
	}
}

// clearWorkplace removes a workplace with what this program puts into one. A note may
// come from elsewhere with its project: nothing else is ever removed.
func clearWorkplace(dir string) {
	info, err := os.Lstat(dir)
	if err != nil || !filepath.IsAbs(dir) || !info.IsDir() || !strings.HasPrefix(filepath.Base(dir), scratchPrefix) {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		name := entry.Name()
		if entry.Type().IsRegular() && (name == packageName || strings.HasPrefix(name, databaseName) || strings.HasPrefix(name, scratchPrefix)) {
			_ = os.Remove(filepath.Join(dir, name))
		}
	}
	_ = os.Remove(dir) // stays where there is something else in it
}
