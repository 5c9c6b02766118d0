package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/packaging/hand"
	"github.com/kinora-studio/kinora/packaging/xvfb"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/look"
)

// calm is how long the window has to stand still before it is photographed: a
// picture of a film may come a while after its name.
const calm = 2500 * time.Millisecond

// quick is how long it has to after a key.
const quick = 400 * time.Millisecond

// shot is one picture.
type shot struct {
	name     string
	film     string // that is open; empty for none
	newcomer bool   // there are no films yet
	language string // empty for English
	mode     look.Mode
	// pose brings the window into the state that is shown; nil for the one that it
	// starts in. Where moving is set it may go on to change.
	pose   func(context.Context, *sitter) error
	moving bool
}

// photographer takes pictures on one display.
type photographer struct {
	display       *xvfb.Display
	kinora        string
	folder        string
	width, height int
	made          bool // the films
}

// sitter is the window that is photographed.
type sitter struct {
	*hand.Program
	p *photographer
}

func (p *photographer) take(ctx context.Context, s shot) (err error) {
	if !s.newcomer {
		if err := p.make(ctx); err != nil {
			return err
		}
	}
	if err := p.choose(s); err != nil {
		return err
	}
	var args []string
	if s.film != "" {
		args = []string{"studio", film(s.film)}
	}
	program, err := hand.Start(ctx, hand.ProgramParams{Display: p.display, Path: p.kinora, Args: args, Home: home}, "Kinora")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, program.Quit(ctx)) }()
	// Away from everything that lights up under the pointer.
	if err := program.Point(p.width-1, p.height-1); err != nil {
		return err
	}
	if s.film != "" {
		if err := program.Titled(ctx, s.film); err != nil {
			return err
		}
	}
	seen, err := program.Still(ctx, calm)
	if err != nil {
		return err
	}
	if s.pose != nil {
		if err := s.pose(ctx, &sitter{program, p}); err != nil {
			return err
		}
		if seen, err = program.Screen(); err == nil && !s.moving {
			seen, err = program.Still(ctx, calm)
		}
		if err != nil {
			return err
		}
	}
	return p.keep(ctx, s.name, seen)
}

// choose sets what the user has chosen before she starts the window.
func (p *photographer) choose(s shot) error {
	path := filepath.Join(home, ".config", "kinora", "settings.json")
	kept, notice := settings.Open(path)
	if notice != nil {
		return fmt.Errorf("settings: %s", notice)
	}
	language, mode := s.language, s.mode
	if language == "" {
		language = "en"
	}
	if mode == "" {
		mode = look.Dark
	}
	size := settings.Key[map[string]int]{Name: "window.place"}
	return errors.Join(settings.Set(kept, core.LanguageKey, language), settings.Set(kept, core.ModeKey, mode),
		settings.Set(kept, size, map[string]int{"width": p.width, "height": p.height}), kept.Close())
}

// keep writes a picture with 256 colours, which are enough for it and keep the
// repository small.
func (p *photographer) keep(ctx context.Context, name string, seen image.Image) error {
	if err := os.MkdirAll(p.folder, 0o755); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "convert", "png:-", "-dither", "FloydSteinberg", "-colors", "256", "-strip",
		"-define", "png:compression-level=9", "-define", "png:exclude-chunks=date,time", "PNG8:"+filepath.Join(p.folder, name+".png"))
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("ImageMagick does not start; install it with: sudo apt install imagemagick: %w", err)
	}
	err = png.Encode(in, seen)
	if err := errors.Join(err, in.Close(), cmd.Wait()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	fmt.Println(filepath.Join(p.folder, name+".png"))
	return nil
}

// press presses keys, and waits after each until the window has taken it.
func (s *sitter) press(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if err := s.changes(ctx, func() error { return s.Press(key) }); err != nil {
			return fmt.Errorf("press %s: %w", key, err)
		}
	}
	return nil
}

// types writes text into what has the focus.
func (s *sitter) types(ctx context.Context, text string) error {
	return s.changes(ctx, func() error { return s.Type(text) })
}

func (s *sitter) changes(ctx context.Context, do func() error) error {
	was, err := s.Screen()
	if err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	_, err = s.Changed(ctx, was, quick)
	return err
}

// wait lets something go on for a while.
func (s *sitter) wait(ctx context.Context, while time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(while):
		return nil
	}
}
