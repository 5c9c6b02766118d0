package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/project"
)

// Stray is a file in the media folder that the project does not mention.
type Stray struct {
	Path    string    `json:"path"` // relative to the project's folder
	Bytes   int64     `json:"bytes"`
	Changed time.Time `json:"changed"`
}

// Strays returns the files in the media folder that no row of the database
// mentions, by name: what was made after the backup that was restored, and what
// people put there. Hidden files are somebody's work in progress and do not count.
func (s *Store) Strays(ctx context.Context) ([]Stray, error) {
	known, edits, err := s.mentioned(ctx)
	if err != nil {
		return nil, s.fault("reading", err)
	}
	var strays []Stray
	root := filepath.Join(s.dir, MediaFolder)
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // went while we looked
		case err != nil:
			return err
		case path != root && strings.HasPrefix(entry.Name(), ".") && entry.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(entry.Name(), ".") || !entry.Type().IsRegular():
			return ctx.Err()
		}
		name, _ := s.Inside(path)
		quotedName, err := json.Marshal(name)
		if err != nil {
			return err
		}
		if known[name] || slices.ContainsFunc(edits, func(content string) bool { return strings.Contains(content, string(quotedName)) }) {
			return ctx.Err()
		}
		info, err := entry.Info()
		if err == nil {
			strays = append(strays, Stray{Path: name, Bytes: info.Size(), Changed: info.ModTime()})
		}
		return ctx.Err()
	})
	return strays, fileFault("reading", root, err)
}

// mentioned returns the paths that the database names, and the contents of
// sequences, which may name others.
func (s *Store) mentioned(ctx context.Context) (known map[string]bool, edits []string, err error) {
	known = map[string]bool{}
	err = eachText(ctx, s.read, `SELECT path FROM takes UNION ALL SELECT path FROM materials
		UNION ALL SELECT a.value ->> 'path' FROM styles, json_each(styles.adapters) AS a WHERE a.value ->> 'path' IS NOT NULL`,
		func(path string) { known[path] = true })
	if err != nil {
		return nil, nil, err
	}
	err = eachText(ctx, s.read, "SELECT content FROM sequences", func(content string) { edits = append(edits, content) })
	return known, edits, err
}

// eachText calls visit with the one text of each row of a query's answer.
func eachText(ctx context.Context, pool *sql.DB, query string, visit func(string)) error {
	rows, err := pool.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		visit(text)
	}
	return rows.Err()
}

// mediaFile returns where in the project's media folder path is, which may be
// relative to the project's folder.
func (s *Store) mediaFile(path string) (string, error) {
	name, inside := s.Inside(s.Path(path))
	if !inside || !strings.HasPrefix(name, MediaFolder+"/") {
		return "", project.Bad("move it into the folder "+MediaFolder+" of the project first", "%s does not lie in the project's media folder", path)
	}
	return name, nil
}
