package store

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/project/media"
)

// scratchPrefix begins the names of files and folders that are not finished.
const scratchPrefix = ".kinora-"

// restTime is how long a left file has to have rested before it is swept, beyond
// having been there before the lock was taken: a child of a dead studio may still
// be on its way out.
const restTime = time.Minute

// sweep removes what a kill left half-made: hidden files of ours that have not
// changed for a while. Nothing else is ever removed, and nothing that cannot be
// removed keeps a project from opening.
func (s *Store) sweep() {
	s.sweepWorkplaces()
	before := time.Now().Add(-restTime) // of the machine's clock, as times of files are
	for _, folder := range []string{"", MediaFolder, MediaFolder + "/" + SourcesFolder, RendersFolder, CacheFolder, BackupsFolder} {
		path := filepath.Join(s.dir, filepath.FromSlash(folder))
		_ = media.Sweep(path, before)
		entries, err := os.ReadDir(path)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if err == nil && info.Mode().IsRegular() && strings.HasPrefix(entry.Name(), scratchPrefix) && info.ModTime().Before(before) {
				_ = os.Remove(filepath.Join(path, entry.Name()))
			}
		}
	}
}
