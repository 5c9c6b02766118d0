package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Ending is the ending of a project's folder.
const Ending = ".kinora"

// The names in a project's folder.
const (
	databaseName = "project.db"
	lockName     = "project.lock"
	damagedName  = "project.damaged" // says that the next opening has to repair

	// MediaFolder holds what was made and collected. Nothing in it is ever deleted.
	MediaFolder = "media"
	// RendersFolder holds exports.
	RendersFolder = "renders"
	// CacheFolder holds what can be made again: it may be deleted at any time.
	CacheFolder = "cache"
	// BackupsFolder holds copies of the database.
	BackupsFolder = "backups"
	// SourcesFolder holds collected files, below MediaFolder.
	SourcesFolder = "sources"
)

func folders() []string {
	return []string{MediaFolder, RendersFolder, CacheFolder, BackupsFolder}
}

// IsProject reports whether a folder holds a project, be it one whose database
// is lost and has backups.
func IsProject(dir string) bool {
	for _, name := range []string{databaseName, damagedName} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	kept, _ := os.ReadDir(filepath.Join(dir, BackupsFolder)) // what cannot be read holds no project for us
	return slices.ContainsFunc(kept, func(e os.DirEntry) bool { return filepath.Ext(e.Name()) == ".db" })
}

// Dir returns the project's folder, absolute.
func (s *Store) Dir() string { return s.dir }

// Path returns the absolute path of one of the project's files, given relative to
// its folder with slashes. A path that is absolute comes back as it is.
func (s *Store) Path(name string) string {
	if isAbsolute(name) {
		return filepath.FromSlash(name)
	}
	return filepath.Join(s.dir, filepath.FromSlash(name))
}

// Inside returns the name that a file has in the project, relative and with
// slashes, and whether it lies in the project's folder at all.
func (s *Store) Inside(path string) (string, bool) {
	name, err := filepath.Rel(s.dir, path)
	if err != nil || name == ".." || strings.HasPrefix(name, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(name), true
}

// isAbsolute knows absolute paths of all systems: a project may have been moved
// here from another.
func isAbsolute(name string) bool {
	drive := len(name) > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/')
	return filepath.IsAbs(name) || strings.HasPrefix(name, "/") || strings.HasPrefix(name, `\\`) || drive
}

// micros is how the database keeps a time.
func micros(t time.Time) int64 { return t.UnixMicro() }

// fromMicros reads what micros wrote. A bit of it that turned over must not keep all
// else from being shown: JSON knows the years from 1 to 9999.
func fromMicros(n int64) time.Time {
	const first, last = -62_135_596_800_000_000, 253_402_300_799_999_999
	return time.UnixMicro(min(max(n, first), last)).UTC()
}
