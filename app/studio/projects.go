package studio

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/store"
)

// recentProjects are absolute paths of project folders, the last used first.
var recentProjects = settings.Key[[]string]{Name: "projects.recent"}

// mostRecent bounds the list of recent projects.
const mostRecent = 200

// RecentProjects returns the folders of projects that were used, the last one
// first; those that are gone are left out. It looks at the disk.
func RecentProjects(s *settings.Store) []string {
	return slices.DeleteFunc(NotedProjects(s), func(path string) bool { return !store.IsProject(path) })
}

// NotedProjects returns the folders of projects that were used, the last one first,
// also of those that are gone now: a disk may have been unplugged.
func NotedProjects(s *settings.Store) []string { return slices.Clone(settings.Get(s, recentProjects)) }

// ForgetProject takes a project's folder out of the list of those that were used.
// Nothing of the project itself is touched.
func ForgetProject(s *settings.Store, dir string) error {
	rest := slices.DeleteFunc(NotedProjects(s), func(other string) bool { return other == dir })
	return errors.Join(settings.Set(s, recentProjects, rest), dropGlance(dir))
}

// NoteProject puts a project's folder at the head of those that were used.
func NoteProject(s *settings.Store, dir string) error {
	path, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	recent := slices.DeleteFunc(slices.Clone(settings.Get(s, recentProjects)), func(other string) bool { return other == path })
	recent = append([]string{path}, recent...)
	return settings.Set(s, recentProjects, recent[:min(len(recent), mostRecent)])
}

// FindProject returns the folder of the project that is meant: the one that is
// named, else the one that the working folder lies in, else the only one in the
// working folder, else the one used last.
func FindProject(named string, s *settings.Store) (string, error) {
	if named != "" {
		return namedProject(named)
	}
	here, err := os.Getwd()
	if err != nil {
		return "", engine.Bad("go to one that is there, or name a project with --project", "the working folder is gone: %w", err)
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if store.IsProject(dir) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	beside, err := filepath.Glob(filepath.Join(escapeGlob(here), "*"+store.Ending))
	if err != nil {
		return "", err
	}
	lost := slices.DeleteFunc(slices.Clone(beside), store.IsProject)
	beside = slices.DeleteFunc(beside, func(path string) bool { return !store.IsProject(path) })
	recent := RecentProjects(s)
	switch {
	case len(beside) == 1:
		return beside[0], nil
	case len(beside) == 0 && len(lost) > 0: // and not some other one, which is not what was meant
		return "", engine.Bad("name another project with --project", "%s is no project: it has neither a database nor a backup of one", baseNames(lost))
	case len(recent) > 0 && (len(beside) == 0 || slices.Contains(beside, recent[0])):
		return recent[0], nil
	case len(beside) > 1:
		return "", engine.Bad("name one with --project", "there are several projects here: %s", baseNames(beside))
	}
	return "", engine.Bad("make one with: kinora project new NAME", "there is no project here, and none was used before")
}

func namedProject(named string) (string, error) {
	for _, path := range []string{named, named + store.Ending} {
		if store.IsProject(path) {
			return filepath.Abs(path)
		}
	}
	if dir := filepath.Dir(named); filepath.Ext(named) == ".db" && store.IsProject(dir) {
		return filepath.Abs(dir)
	}
	if _, err := os.Stat(named); err != nil {
		return "", engine.Bad("check the path, or make a project with: kinora project new NAME", "there is no project %s", named)
	}
	return "", engine.Bad("name a folder that ends in "+store.Ending, "%s is not a project", named)
}

// escapeGlob keeps a folder's own brackets from being a pattern.
func escapeGlob(path string) string {
	return strings.NewReplacer(`[`, `[[]`, `?`, `[?]`, `*`, `[*]`).Replace(path)
}

func baseNames(paths []string) string {
	var names []string
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	return strings.Join(names, ", ")
}
