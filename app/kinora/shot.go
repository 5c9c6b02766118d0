package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// shotVerbs write a film's shots.
type shotVerbs struct {
	Add     shotAddVerb     `cmd:"" help:"Add a shot to the project."`
	List    shotListVerb    `cmd:"" help:"List the shots in the storyboard's order."`
	Edit    shotEditVerb    `cmd:"" help:"Change a shot; what is not named stays."`
	Remove  shotRemoveVerb  `cmd:"" help:"Take a shot out of the storyboard; its takes are kept."`
	Restore shotRestoreVerb `cmd:"" help:"Bring a removed shot back."`
	Undo    undoVerb        `cmd:"" help:"Take the last edit back; --redo makes it again."`
}

type shotAddVerb struct {
	within
	Beats []string `arg:"" help:"What happens, in order, each in quotation marks."`
	Code  string   `placeholder:"CODE" help:"Name of the shot; SH010, SH020 and so on where absent."`
	shotFields
}

// Run adds the shot.
func (v shotAddVerb) Run(ctx context.Context, tell *teller) error {
	if strings.TrimSpace(strings.Join(v.Beats, "")) == "" {
		return engine.Bad("say in a few words what happens in it", "the shot has no words")
	}
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		film, err := s.Project(ctx)
		if err != nil {
			return err
		}
		shot := project.Shot{Code: v.Code, Beats: v.Beats, Width: film.Width, Height: film.Height}
		if err := v.apply(ctx, s, &shot); err != nil {
			return err
		}
		err = s.Edit(ctx, "Add a shot", func(e *store.Editor) (err error) {
			shot, err = e.AddShot(ctx, shot)
			return err
		})
		if err != nil {
			return err
		}
		return tell.said(v.JSON, shot, "%s\nmake its takes with: kinora queue run\n", shot.Code)
	})
}

type shotEditVerb struct {
	within
	Code string   `arg:"" help:"Which shot, such as SH010."`
	Beat []string `placeholder:"WORDS" sep:"none" help:"What happens, in order, in place of what did; may be repeated."`
	Name *string  `placeholder:"CODE" help:"Another code for the shot."`
	shotFields
}

// Run changes the shot.
func (v shotEditVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		shot, err := s.ShotByCode(ctx, v.Code)
		if err != nil {
			return err
		}
		if len(v.Beat) > 0 {
			shot.Beats = v.Beat
		}
		if v.Name != nil {
			shot.Code = *v.Name
		}
		if err := v.apply(ctx, s, &shot); err != nil {
			return err
		}
		if err := s.Edit(ctx, "Change "+v.Code, func(e *store.Editor) error { return e.UpdateShot(ctx, shot) }); err != nil {
			return err
		}
		return tell.said(v.JSON, shot, "%s\n", shot.Code)
	})
}

type shotListVerb struct {
	within
	Removed bool `help:"List those that were removed."`
}

// Run lists shots.
func (v shotListVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		list := s.Shots
		if v.Removed {
			list = s.RemovedShots
		}
		shots, err := list(ctx)
		if err != nil {
			return err
		}
		rows := table{head: []string{"shot", "takes", "frames", "style", "what happens"}}
		for _, shot := range shots {
			takes, err := s.Takes(ctx, store.TakeFilter{Shot: shot.ID}, store.Page{Limit: 1000})
			if err != nil {
				return err
			}
			rows.add(shot.Code, fmt.Sprint(len(takes)), orDash(shot.Frames), shot.Style, shortened(strings.Join(shot.Beats, "; "), 60))
		}
		if len(shots) == 0 && !v.JSON && !v.Removed {
			return tell.said(false, nil, "no shots yet; add one with: kinora shot add \"what happens\"\n")
		}
		return tell.rows(v.JSON, shots, rows)
	})
}

type shotRemoveVerb struct {
	within
	Code string `arg:"" help:"Which shot, such as SH010."`
}

// Run takes a shot out of the storyboard.
func (v shotRemoveVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		shot, err := s.ShotByCode(ctx, v.Code)
		if err != nil {
			return err
		}
		if err := s.Edit(ctx, "Remove "+v.Code, func(e *store.Editor) error { return e.RemoveShot(ctx, shot.ID) }); err != nil {
			return err
		}
		return tell.said(v.JSON, shot, "%s is removed; its takes are kept, and kinora shot restore brings it back\n", shot.Code)
	})
}

type shotRestoreVerb struct {
	within
	Code string `arg:"" help:"Which shot, such as SH010."`
}

// Run brings a shot back.
func (v shotRestoreVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		removed, err := s.RemovedShots(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(removed, func(shot project.Shot) bool { return strings.EqualFold(shot.Code, v.Code) })
		if i < 0 {
			return engine.Bad("list them with: kinora shot list --removed", "no removed shot is called %q", v.Code)
		}
		shot := removed[i]
		if err := s.Edit(ctx, "Restore "+v.Code, func(e *store.Editor) error { return e.RestoreShot(ctx, shot.ID) }); err != nil {
			return err
		}
		return tell.said(v.JSON, shot, "%s\n", shot.Code)
	})
}

type undoVerb struct {
	within
	Redo bool `help:"Make again what was taken back last."`
}

// Run takes an edit back, or makes it again.
func (v undoVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		turn, words := s.Undo, "taken back: %s\n"
		if v.Redo {
			turn, words = s.Redo, "made again: %s\n"
		}
		label, err := turn(ctx)
		if err != nil {
			return err
		}
		return tell.said(v.JSON, map[string]string{"edit": label}, words, label)
	})
}

func orDash(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

// shortened cuts a text for a table, whole characters only.
func shortened(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
