package studio

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine"
)

// Cache is what is kept only to be quicker the next time.
type Cache struct {
	Dir   string
	Bytes int64 // of what ClearCache would remove
}

// ReadCache measures the cache. It reads folders: call it away from the window's
// goroutine.
func ReadCache() Cache {
	c := Cache{Dir: cacheDir()}
	for _, path := range cached(c.Dir) {
		_ = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				if info, err := d.Info(); err == nil { // else it is gone already
					c.Bytes += info.Size()
				}
			}
			return nil
		})
	}
	return c
}

// ClearCache removes weights that were converted, prompts that were read and what
// projects showed before they were opened; they are made again when they are needed.
// How long clips took here stays, for it is what the next one is planned with, and
// so does ONNX Runtime, which may lie in the same folder.
func ClearCache() error {
	var faults []error
	for _, path := range cached(cacheDir()) {
		faults = append(faults, os.RemoveAll(path))
	}
	if err := errors.Join(faults...); err != nil {
		return engine.Bad("pause the queue and try again", "the cache could not be cleared: %w", err)
	}
	return nil
}

// cached lists what ClearCache removes: never the folder as such, in which others
// keep things too.
func cached(dir string) []string {
	if dir == "" {
		return nil
	}
	weights, _ := filepath.Glob(filepath.Join(dir, "*.safetensors")) // fails on bad patterns only
	return append(weights, filepath.Join(dir, "int8"), filepath.Join(dir, "prompts"), filepath.Join(dir, "projects"))
}

// PackFolder is where the user's own packs are; empty where the system has no
// place for a user's data.
func PackFolder() string {
	if data := dataFolder(); filepath.IsAbs(data) {
		return filepath.Join(data, "kinora", "packs")
	}
	return ""
}
