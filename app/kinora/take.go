package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// takeVerbs look at results.
type takeVerbs struct {
	List   takeListVerb   `cmd:"" help:"List takes, the newest first, or search their words."`
	Open   takeOpenVerb   `cmd:"" help:"Show a take in the system's player."`
	Export takeExportVerb `cmd:"" help:"Copy a take to a file; the ending decides the format."`
	Tree   takeTreeVerb   `cmd:"" help:"Show what a take was made from, and what was made from it."`
	Mark   takeMarkVerb   `cmd:"" help:"Make a take a favourite, or write a note on it."`
}

type takeListVerb struct {
	within
	Words      []string `arg:"" optional:"" help:"Only takes with these words in their code, prompt or note."`
	Shot       string   `placeholder:"CODE" help:"Only takes of this shot."`
	Favourites bool     `help:"Only favourites."`
	Limit      int      `default:"100" placeholder:"N" help:"At most so many."`
}

// Run lists takes.
func (v takeListVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		takes, err := v.find(ctx, s)
		if err != nil {
			return err
		}
		rows := table{head: []string{"take", "made", "length", "size", "seed", "", "prompt"}}
		for _, t := range takes {
			heart := ""
			if t.Favourite {
				heart = "♥"
			}
			length := duration(float64(t.Frames) * float64(t.Rate.Den) / float64(max(t.Rate.Num, 1)))
			rows.add(t.Code, timeText(t.Made), length, fmt.Sprintf("%dx%d", t.Width, t.Height), fmt.Sprint(t.Seed), heart, shortened(t.Prompt, 60))
		}
		return tell.rows(v.JSON, takes, rows)
	})
}

func (v takeListVerb) find(ctx context.Context, s *store.Store) ([]project.Take, error) {
	page := store.Page{Limit: v.Limit}
	if len(v.Words) > 0 {
		return s.SearchTakes(ctx, strings.Join(v.Words, " "), page)
	}
	filter := store.TakeFilter{Favourites: v.Favourites}
	if v.Shot != "" {
		shot, err := s.ShotByCode(ctx, v.Shot)
		if err != nil {
			return nil, err
		}
		filter.Shot = shot.ID
	}
	return s.Takes(ctx, filter, page)
}

type takeOpenVerb struct {
	within
	Code string `arg:"" help:"Which take, such as SH010_T03."`
}

// Run shows a take.
func (v takeOpenVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		take, err := s.TakeByCode(ctx, v.Code)
		if err != nil {
			return err
		}
		path := s.Path(take.Path)
		if err := studio.Show(ctx, path); err != nil {
			return err
		}
		return tell.said(v.JSON, take, "%s\n", path)
	})
}

type takeExportVerb struct {
	within
	Code   string `arg:"" help:"Which take, such as SH010_T03."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"The file: .mp4, .mov (ProRes), .mkv (FFV1), .png (numbered pictures), .wav (sound only); a folder takes the clip as it is."`
	Force  bool   `help:"Replace files that exist."`
}

// Run copies a take out of the project.
func (v takeExportVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		take, err := s.TakeByCode(ctx, v.Code)
		if err != nil {
			return err
		}
		made, err := studio.ExportTake(ctx, s.Path(take.Path), v.Output, v.Force)
		if err != nil {
			return err
		}
		return tell.said(v.JSON, map[string]string{"path": made}, "%s\n", made)
	})
}

type takeTreeVerb struct {
	within
	Code string `arg:"" help:"Which take, such as SH010_T03."`
}

// Run draws the lineage of a take.
func (v takeTreeVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		take, err := s.TakeByCode(ctx, v.Code)
		if err != nil {
			return err
		}
		tree, err := s.TakeTree(ctx, take.ID)
		if err != nil {
			return err
		}
		if v.JSON {
			return tell.object(tree)
		}
		for _, kin := range tree {
			mark := ""
			if kin.Take.ID == take.ID {
				mark = "  ←"
			}
			_, _ = fmt.Fprintf(tell.out, "%s%s  %s  %s%s\n", strings.Repeat("  ", kin.Depth), kin.Take.Code, kin.Take.Verb, filepath.Base(kin.Take.Path), mark)
		}
		return nil
	})
}

type takeMarkVerb struct {
	within
	Code      string  `arg:"" help:"Which take, such as SH010_T03."`
	Favourite *bool   `negatable:"" help:"Make it a favourite, or no longer one."`
	Note      *string `placeholder:"WORDS" help:"A note for people."`
}

// Run marks a take.
func (v takeMarkVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		take, err := s.TakeByCode(ctx, v.Code)
		if err != nil {
			return err
		}
		err = s.Edit(ctx, "Mark "+v.Code, func(e *store.Editor) error {
			if v.Favourite != nil {
				if err := e.SetFavourite(ctx, take.ID, *v.Favourite); err != nil {
					return err
				}
			}
			if v.Note == nil {
				return nil
			}
			return e.SetTakeNote(ctx, take.ID, *v.Note)
		})
		if err != nil {
			return err
		}
		return tell.said(v.JSON, take, "%s\n", take.Code)
	})
}
