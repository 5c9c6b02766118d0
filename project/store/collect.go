package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// Collected is what Collect did.
type Collected struct {
	Files   []string `json:"files"`   // that were copied in, relative to the project's folder
	Bytes   int64    `json:"bytes"`   // of those
	Changed int      `json:"changed"` // places in shots and styles that name a copy now
	Missing []string `json:"missing"` // sentences on files that could not be found or read
}

// used is a file that a shot or a style is made with.
type used struct {
	of   string // what uses it, in words
	path string
	sum  string
}

// outsideAndInside returns every file that shots and styles are made with.
func (s *Store) outsideAndInside(ctx context.Context) ([]used, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT 'shot ' || s.code, m.path, m.sha256 FROM materials AS m JOIN shots AS s ON s.id = m.shot
		UNION SELECT 'style ' || styles.name, a.value ->> 'path', coalesce(a.value ->> 'sha256', '') FROM styles, json_each(styles.adapters) AS a
		WHERE coalesce(a.value ->> 'path', '') <> '' ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []used
	for rows.Next() {
		var u used
		if err := rows.Scan(&u.of, &u.path, &u.sum); err != nil {
			return nil, err
		}
		all = append(all, u)
	}
	return all, rows.Err()
}

// Collect copies every file from outside that shots and styles are made with into
// the project, so that its folder is all there is to it. The same content is
// copied once. A file that cannot be read is listed and stays as it is named. When
// an error is returned nothing in shots and styles has changed.
func (s *Store) Collect(ctx context.Context) (Collected, error) {
	var done Collected
	if s.write == nil {
		return done, project.Bad("close it where it is open, and try again", "the project was opened for reading only")
	}
	all, err := s.outsideAndInside(ctx)
	if err != nil {
		return done, s.fault("reading", err)
	}
	folder := filepath.Join(s.dir, MediaFolder, SourcesFolder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return done, fileFault("writing to", folder, err)
	}
	c := collector{store: s, folder: folder, done: &done, copies: map[string]copied{}, contents: map[string]string{}}
	for _, u := range all {
		if !isAbsolute(u.path) {
			continue
		}
		if _, known := c.copies[u.path]; known {
			continue
		}
		if err := c.collect(ctx, u); err != nil {
			return done, errors.Join(err, c.undo())
		}
	}
	syncFolder(folder)
	err = s.Edit(ctx, "Collect media", func(e *Editor) error { return c.rename(ctx, e.q) })
	if err != nil {
		return done, errors.Join(err, c.undo())
	}
	return done, nil
}

type copied struct{ name, sum string }

type collector struct {
	store    *Store
	folder   string
	done     *Collected
	copies   map[string]copied // by path outside; the name is empty where it could not be read
	contents map[string]string // name inside by checksum
}

func (c *collector) collect(ctx context.Context, u used) error {
	source := filepath.FromSlash(u.path)
	info, err := os.Stat(source)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no file")
	}
	var sum string
	if err == nil {
		sum, err = hashFile(ctx, source)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		c.copies[u.path] = copied{}
		c.done.Missing = append(c.done.Missing, fmt.Sprintf("%s of %s cannot be read: %v", u.path, u.of, err))
		return nil
	}
	name, known := c.contents[sum]
	if !known {
		if name, err = c.place(ctx, source, sum); err != nil {
			return err
		}
		c.contents[sum] = name
	}
	c.copies[u.path] = copied{name: name, sum: sum}
	return nil
}

// place copies a file in under its own name, or under its name with a number where
// that is another file's.
func (c *collector) place(ctx context.Context, source, sum string) (string, error) {
	base := strings.TrimLeft(strings.TrimSuffix(FolderName(filepath.Base(source)), Ending), ". ")
	ending := path.Ext(base)
	stem := strings.TrimSuffix(base, ending)
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name = fmt.Sprintf("%s %d%s", stem, n, ending)
		}
		target := filepath.Join(c.folder, name)
		inside := path.Join(MediaFolder, SourcesFolder, name)
		have, err := hashFile(ctx, target)
		switch {
		case err == nil && have == sum:
			return inside, nil // collected before
		case err == nil:
			continue
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
		return inside, c.copy(ctx, source, target, inside)
	}
}

func (c *collector) copy(ctx context.Context, source, target, inside string) error {
	hidden, err := os.MkdirTemp(c.folder, scratchPrefix+"*")
	if err != nil {
		return fileFault("writing to", c.folder, err)
	}
	defer func() { _ = os.RemoveAll(hidden) }()
	half := filepath.Join(hidden, "file")
	if err := copyFile(ctx, source, half); err != nil {
		return err
	}
	if err := os.Rename(half, target); err != nil {
		return fileFault("writing to", target, err)
	}
	c.done.Files = append(c.done.Files, inside)
	if info, err := os.Stat(target); err == nil {
		c.done.Bytes += info.Size()
	}
	return nil
}

// undo removes the copies that nothing names after all.
func (c *collector) undo() error {
	var failed []error
	for _, name := range c.done.Files {
		failed = append(failed, os.Remove(c.store.Path(name)))
	}
	c.done.Files = nil
	return errors.Join(failed...)
}

// rename makes shots and styles name the copies.
func (c *collector) rename(ctx context.Context, q *db.Queries) error {
	for from, to := range c.copies {
		if to.name == "" {
			continue
		}
		n, err := q.MoveMaterial(ctx, db.MoveMaterialParams{New: to.name, Sum: to.sum, Old: from})
		if err != nil {
			return err
		}
		c.done.Changed += int(n)
	}
	styles, err := q.ListStyles(ctx)
	if err != nil {
		return err
	}
	for _, style := range styles {
		if err := c.renameAdapters(ctx, q, style); err != nil {
			return fmt.Errorf("the adapters of style %s: %w", style.Name, err)
		}
	}
	return nil
}

func (c *collector) renameAdapters(ctx context.Context, q *db.Queries, style db.Style) error {
	var adapters []project.Material
	if err := json.Unmarshal([]byte(style.Adapters), &adapters); err != nil {
		return err
	}
	changed := 0
	for i := range adapters {
		if to := c.copies[adapters[i].Path]; to.name != "" {
			adapters[i].Path, adapters[i].SHA256 = to.name, to.sum
			changed++
		}
	}
	if changed == 0 {
		return nil
	}
	renamed, err := json.Marshal(adapters)
	if err != nil {
		return err
	}
	c.done.Changed += changed
	return q.SetAdapters(ctx, string(renamed), style.ID)
}
