package studio

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// Read lends a project for reading, open here or elsewhere or not at all.
func (d *Desk) Read(ctx context.Context, dir string, do func(*store.Store) error) error {
	s, err := store.Open(ctx, store.OpenParams{Path: dir, ReadOnly: true, Now: d.params.Now})
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}

// Write lends a project for writing: the one that is open, or another for as long
// as do takes. No project is opened or closed meanwhile.
func (d *Desk) Write(ctx context.Context, dir string, do func(*store.Store) error) error {
	d.turn.Lock()
	defer d.turn.Unlock()
	if open := d.Session(); open != nil && sameProject(open.Store.Dir(), dir) {
		return do(open.Store)
	}
	return d.alone(ctx, dir, do)
}

// alone opens a project, which is not open here, for as long as do takes. Call it
// with turn held.
func (d *Desk) alone(ctx context.Context, dir string, do func(*store.Store) error) error {
	s, err := store.Open(ctx, store.OpenParams{Path: dir, Now: d.params.Now})
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}

// Restore puts a project back to one of its backups; what it holds now becomes a
// backup too. A project that is open is closed for it, which pauses what runs, and
// was reports that: open it again.
func (d *Desk) Restore(ctx context.Context, dir, backup string) (was bool, err error) {
	d.turn.Lock()
	defer d.turn.Unlock()
	if open := d.Session(); open != nil && sameProject(open.Store.Dir(), dir) {
		if err := d.leave(); err != nil {
			return true, err
		}
		was = true
	}
	return was, d.alone(ctx, dir, func(s *store.Store) error { return s.Restore(ctx, backup) })
}

// Unpack makes a project of a package file, in a folder of its own in folder, and
// returns its folder.
func (d *Desk) Unpack(ctx context.Context, file, folder string) (string, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	return store.Unpack(ctx, file, folder)
}

// LostClips lists the clips in the media folder that no entry of the project
// mentions: what was made after the backup that was restored.
func LostClips(ctx context.Context, s *store.Store) ([]string, error) {
	strays, err := s.Strays(ctx)
	var clips []string
	for _, stray := range strays {
		ending := strings.ToLower(filepath.Ext(stray.Path))
		if slices.Contains([]string{".mp4", ".mov", ".mkv", ".webm"}, ending) {
			clips = append(clips, stray.Path)
		}
	}
	return clips, err
}

// AdoptClips takes clips into the project: into the shot that their name says, and
// those of no shot that there is into a new one of that title. It returns how many
// it took; refused says why the others could not be.
func AdoptClips(ctx context.Context, s *store.Store, clips []string, title string) (taken int, refused []error, err error) {
	var homeless []string
	for _, clip := range clips {
		switch _, err := s.Adopt(ctx, []string{clip}, ""); {
		case err == nil:
			taken++
		case ctx.Err() != nil:
			return taken, refused, ctx.Err()
		default:
			homeless = append(homeless, clip)
		}
	}
	home := ""
	for _, clip := range homeless {
		if home == "" {
			if home, err = addShot(ctx, s, title); err != nil {
				return taken, refused, err
			}
		}
		switch _, err := s.Adopt(ctx, []string{clip}, home); {
		case err == nil:
			taken++
		case ctx.Err() != nil:
			return taken, refused, ctx.Err()
		default:
			refused = append(refused, err)
		}
	}
	return taken, refused, nil
}

func addShot(ctx context.Context, s *store.Store, title string) (code string, err error) {
	err = s.Edit(ctx, title, func(e *store.Editor) error {
		shot, err := e.AddShot(ctx, project.Shot{Title: title})
		code = shot.Code
		return err
	})
	return code, err
}
