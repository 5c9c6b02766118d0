package studio

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// StoryboardForm is what a storyboard is printed as.
type StoryboardForm int

// The forms: documents of pages in landscape, and one picture of all shots.
const (
	StoryboardA4 StoryboardForm = iota
	StoryboardLetter
	StoryboardPicture
)

// Ending is how the name of such a file ends.
func (f StoryboardForm) Ending() string {
	if f == StoryboardPicture {
		return ".png"
	}
	return ".pdf"
}

// mostPictured is how many shots fit into one picture that other programs open.
const mostPictured = 300

// PrintParams say what of a storyboard to print, and where.
type PrintParams struct {
	Path    string // of the file, which is replaced
	Form    StoryboardForm
	Shots   []int64 // in the order of the print; empty for all as the film goes
	Summary string  // at the right of the head: how many shots and how long
}

// panel is a shot as it is printed.
type panel struct {
	code, length string
	heading      string   // the title of the scene that begins with it
	text         []string // paragraphs
	picture      image.Image
}

// PrintStoryboard writes the shots with the picture of their favourite or newest
// take, and what happens and is said. It reads files: call it away from the
// window's goroutine.
func (s *Session) PrintStoryboard(ctx context.Context, p PrintParams) error {
	shots, err := s.Store.Shots(ctx)
	if err != nil {
		return err
	}
	film, err := s.Store.Project(ctx)
	if err != nil {
		return err
	}
	if len(p.Shots) > 0 {
		place := map[int64]int{}
		for i, id := range p.Shots {
			place[id] = i
		}
		shots = slices.DeleteFunc(shots, func(s project.Shot) bool { _, wanted := place[s.ID]; return !wanted })
		slices.SortStableFunc(shots, func(a, b project.Shot) int { return place[a.ID] - place[b.ID] })
	}
	panels, err := s.panels(ctx, shots, film.Rate)
	if err != nil {
		return err
	}
	switch {
	case len(panels) == 0:
		return engine.Bad("add a shot first", "the storyboard has no shots to print")
	case p.Form == StoryboardPicture && len(panels) > mostPictured:
		return engine.Bad("print pages, or the shots of one scene", "%d shots do not fit into one picture, which holds %d", len(panels), mostPictured)
	}
	draw := printPages
	if p.Form == StoryboardPicture {
		draw = printPicture
	}
	data, err := draw(printing{film.Name, p.Summary, p.Form, s.params.Now(), panels})
	if err != nil {
		return fmt.Errorf("print the storyboard: %w", err)
	}
	return replaceFile(p.Path, data)
}

// panels gathers what is printed of shots, and under which scenes.
func (s *Session) panels(ctx context.Context, shots []project.Shot, rate project.Rate) ([]panel, error) {
	scenes, err := s.Store.Scenes(ctx)
	if err != nil {
		return nil, err
	}
	known := map[int64]project.Scene{}
	for _, scene := range scenes {
		known[scene.ID] = scene
	}
	panels := make([]panel, len(shots))
	for i, shot := range shots {
		one, err := s.panel(ctx, shot, rate)
		if err != nil {
			return nil, err
		}
		if scene, ok := known[shot.Scene]; ok {
			one.code = scene.Code + "  " + one.code
			if i == 0 || shots[i-1].Scene != shot.Scene {
				one.heading = scene.Title
			}
		}
		panels[i] = one
	}
	return panels, nil
}

// panel gathers what is printed of a shot. A take whose file cannot be read is
// printed without a picture.
func (s *Session) panel(ctx context.Context, shot project.Shot, rate project.Rate) (panel, error) {
	one := panel{code: shot.Code}
	favourites, err := s.Store.Takes(ctx, store.TakeFilter{Shot: shot.ID, Favourites: true}, store.Page{Limit: 1})
	if err != nil {
		return one, err
	}
	takes, err := s.Store.Takes(ctx, store.TakeFilter{Shot: shot.ID}, store.Page{Limit: 1})
	if err != nil {
		return one, err
	}
	frames := shot.Frames
	if shot.Rate.Valid() {
		rate = shot.Rate
	}
	if takes = append(favourites, takes...); len(takes) > 0 {
		if one.picture, err = s.Poster(ctx, takes[0]); err != nil {
			one.picture = nil
		}
		if frames == 0 {
			frames, rate = takes[0].Frames, takes[0].Rate
		}
	}
	if frames > 0 && rate.Valid() {
		one.length = fmt.Sprintf("%.1f s", float64(frames)*float64(rate.Den)/float64(rate.Num))
	}
	add := func(text string) {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			one.text = append(one.text, text)
		}
	}
	add(shot.Title)
	add(strings.Join(shot.Beats, " "))
	for _, l := range shot.Dialogue {
		if l.Speaker != "" {
			add(l.Speaker + ": “" + l.Text + "”")
		} else {
			add("“" + l.Text + "”")
		}
	}
	if len(one.text) == 0 {
		add(shot.Setting)
	}
	return one, ctx.Err()
}

// replaceFile writes a file as a whole, so that none is left half written.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".storyboard-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
