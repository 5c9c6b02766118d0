package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// CreateParams is what a new project starts with.
type CreateParams struct {
	Folder string           // in which the project's own folder is made; it must exist
	Name   string           // for people, in any script
	Rate   project.Rate     // of new shots; zero means 24 frames a second
	Width  int              // pixels, of new shots; 0 leaves it to the pack
	Height int              // pixels, of new shots; 0 leaves it to the pack
	Now    func() time.Time // the clock
}

// FolderName returns the name of the folder of a project of that name: what a
// file system would refuse, or would show as another name, is a dash in it.
func FolderName(name string) string {
	const refused = `<>:"/\|?*`
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(refused, r) || project.Reorders(r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(name))
	safe = strings.TrimLeft(safe, ".")
	if stem, _, _ := strings.Cut(safe, "."); device.MatchString(stem) {
		safe = stem + "-" + strings.TrimPrefix(safe, stem)
	}
	return safe + Ending
}

// device is what no file or folder of Windows can be called, with any ending.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)\s*$`)

// Create makes a project in a folder of its own and opens it. It appears whole or
// not at all.
func Create(ctx context.Context, p CreateParams) (*Store, error) {
	if p.Rate == (project.Rate{}) {
		p.Rate = project.Rate{Num: 24, Den: 1}
	}
	if p.Now == nil {
		return nil, errors.New("create a project: no clock was given")
	}
	p.Name = strings.TrimSpace(p.Name)
	if err := (project.Project{Name: p.Name, Rate: p.Rate, Width: p.Width, Height: p.Height}).Validate(); err != nil {
		return nil, err
	}
	if FolderName(p.Name) == Ending {
		return nil, project.Bad("give it one", "the project has no name that a folder could have: %q", p.Name)
	}
	folder, err := filepath.Abs(p.Folder)
	if err != nil {
		return nil, fileFault("writing to", p.Folder, err)
	}
	target := filepath.Join(folder, FolderName(p.Name))
	if err := refuseExisting(folder, target); err != nil {
		return nil, err
	}
	hidden, err := os.MkdirTemp(folder, ".kinora-*")
	if err != nil {
		return nil, fileFault("writing to", folder, err)
	}
	defer func() { _ = os.RemoveAll(hidden) }() // nothing is there when all went well
	if err := fill(ctx, hidden, p); err != nil {
		return nil, databaseFault("creating", target, err)
	}
	if err := os.Rename(hidden, target); err != nil {
		return nil, fileFault("writing to", target, err)
	}
	syncFolder(folder)
	s, err := Open(ctx, OpenParams{Path: target, Now: p.Now})
	if errors.Is(err, project.ErrNoRoom) { // it was the last that fitted; nobody has written to it yet
		err = errors.Join(err, os.RemoveAll(target))
	}
	return s, err
}

func refuseExisting(folder, target string) error {
	switch info, err := os.Stat(folder); {
	case err != nil:
		return fileFault("writing to", folder, err)
	case !info.IsDir():
		return project.Bad("choose a folder", "%s is a file", folder)
	}
	switch info, err := os.Lstat(target); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fileFault("writing to", target, err)
	case info.IsDir():
		return project.Bad("open it, or choose another name", "%s exists already: %w", target, fs.ErrExist)
	}
	return project.Bad("choose another name", "%s exists already, and is a file: %w", target, fs.ErrExist)
}

// fill puts a project's folders and a database that knows only its name into dir.
func fill(ctx context.Context, dir string, p CreateParams) (err error) {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	for _, name := range folders() {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			return err
		}
	}
	path := filepath.Join(dir, databaseName)
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		return err
	}
	pool, err := openWriter(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := buildSchema(ctx, pool); err != nil {
		return err
	}
	return db.New(pool).InsertProject(ctx, db.InsertProjectParams{
		Uuid: newUUID(), Name: p.Name, CreatedAt: micros(p.Now()),
		RateNum: p.Rate.Num, RateDen: p.Rate.Den, Width: int64(p.Width), Height: int64(p.Height),
	})
}

// buildSchema puts the newest schema into an empty database.
func buildSchema(ctx context.Context, pool *sql.DB) error {
	provider, err := migrations(pool)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("make the tables: %w", err)
	}
	return nil
}

// newUUID draws a random identifier (RFC 9562, version 4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, see its documentation
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// syncFolder makes new names in a folder survive a power cut, where the system
// can do that.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
