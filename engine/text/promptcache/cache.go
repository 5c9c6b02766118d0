package promptcache

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

const (
	suffix = ".prompt"
	aside  = ".writing-"
	// stale is the age at which a file written aside belongs to a process that
	// has ended.
	stale = time.Hour
)

// Params describes a cache.
type Params struct {
	Dir      string // is made where it does not exist; holds nothing else
	MaxBytes int64  // of all entries together
	Now      func() time.Time
}

// Cache is a folder of entries. It may be used from several goroutines.
type Cache struct{ params Params }

// Open makes the folder ready.
func Open(p Params) (*Cache, error) {
	if p.Dir == "" || p.MaxBytes <= 0 || p.Now == nil {
		return nil, fmt.Errorf("promptcache: a folder, a size and a clock are needed, not %q and %d bytes", p.Dir, p.MaxBytes)
	}
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return nil, engine.Bad("choose another folder for the cache", "the folder for read prompts cannot be made: %w", err)
	}
	return &Cache{params: p}, nil
}

func (c *Cache) path(key Key) string { return filepath.Join(c.params.Dir, key.String()+suffix) }

// Get returns the values of an entry, and false where there is none. A damaged
// entry is removed.
func (c *Cache) Get(key Key) (map[string]*tensor.Tensor, bool) {
	path := c.path(key)
	info, err := os.Stat(path)
	if err != nil {
		return nil, false
	}
	if info.Size() > c.params.MaxBytes {
		_ = os.Remove(path)
		return nil, false
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	values, err := decode(text)
	if err != nil {
		_ = os.Remove(path)
		return nil, false
	}
	now := c.params.Now()
	_ = os.Chtimes(path, now, now) // its time of last use; without it, it merely leaves sooner
	return values, true
}

// Put stores values, float32 or int64, and then removes the entries unused for
// longest until all fit. Values that would not fit alone are not stored.
func (c *Cache) Put(key Key, values map[string]*tensor.Tensor) error {
	text, err := encode(values)
	if err != nil {
		return err
	}
	if int64(len(text)) > c.params.MaxBytes {
		return nil
	}
	if err := c.write(c.path(key), text); err != nil {
		return fmt.Errorf("promptcache: %w", err)
	}
	if err := c.evict(); err != nil {
		return fmt.Errorf("promptcache: %w", err)
	}
	return nil
}

// write makes the file appear whole or not at all.
func (c *Cache) write(path string, text []byte) error {
	f, err := os.CreateTemp(c.params.Dir, aside+"*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		now := c.params.Now()
		err = os.Chtimes(f.Name(), now, now)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		return nil
	}
	_ = os.Remove(f.Name())
	// Windows refuses to replace a file that is being read; whoever wrote that
	// one wrote the same.
	if _, missing := os.Stat(path); missing == nil && errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return err
}

type entry struct {
	path string
	size int64
	used time.Time
}

// evict removes entries, those unused for longest first, until the rest fit,
// and what processes that have ended left behind. Files that another process
// removes meanwhile are gone as wanted.
func (c *Cache) evict() error {
	files, err := os.ReadDir(c.params.Dir)
	if err != nil {
		return err
	}
	var entries []entry
	sum := int64(0)
	for _, f := range files {
		info, err := f.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		path := filepath.Join(c.params.Dir, f.Name())
		switch {
		case strings.HasSuffix(f.Name(), suffix):
			entries = append(entries, entry{path, info.Size(), info.ModTime()})
			sum += info.Size()
		case strings.HasPrefix(f.Name(), aside) && c.params.Now().Sub(info.ModTime()) > stale:
			_ = os.Remove(path)
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
	for _, e := range entries {
		if sum <= c.params.MaxBytes {
			break
		}
		if err := os.Remove(e.path); err == nil || errors.Is(err, fs.ErrNotExist) {
			sum -= e.size
		}
	}
	return nil
}
