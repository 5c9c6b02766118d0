package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

type projectInfoVerb struct{ within }

// filmInfo is what info tells as JSON.
type filmInfo struct {
	project.Project
	Folder    string `json:"folder"`
	Scenes    int    `json:"scenes"`
	Shots     int    `json:"shots"`
	Removed   int    `json:"removed"`
	Sequences int    `json:"sequences"`
	Undo      string `json:"undo,omitempty"`
	Redo      string `json:"redo,omitempty"`
}

// Run shows what a project holds.
func (v projectInfoVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		info, err := describeFilm(ctx, s)
		if err != nil {
			return err
		}
		if v.JSON {
			return tell.object(info)
		}
		size := "as the pack has it"
		if info.Width > 0 {
			size = fmt.Sprintf("%dx%d", info.Width, info.Height)
		}
		_, _ = fmt.Fprintf(tell.out, "%s\n%s\n%d scenes, %d shots, %d sequences; new shots: %s at %s frames a second\n",
			info.Name, info.Folder, info.Scenes, info.Shots, info.Sequences, size, info.Rate)
		if info.Undo != "" {
			_, _ = fmt.Fprintf(tell.out, "last edit: %s\n", info.Undo)
		}
		return nil
	})
}

func describeFilm(ctx context.Context, s *store.Store) (info filmInfo, err error) {
	info.Folder = filepath.Clean(s.Dir())
	if info.Project, err = s.Project(ctx); err != nil {
		return info, err
	}
	for _, count := range []struct {
		into *int
		of   func() (int, error)
	}{
		{&info.Scenes, func() (int, error) { list, err := s.Scenes(ctx); return len(list), err }},
		{&info.Shots, func() (int, error) { list, err := s.Shots(ctx); return len(list), err }},
		{&info.Removed, func() (int, error) { list, err := s.RemovedShots(ctx); return len(list), err }},
		{&info.Sequences, func() (int, error) { list, err := s.Sequences(ctx); return len(list), err }},
	} {
		if *count.into, err = count.of(); err != nil {
			return info, err
		}
	}
	if info.Undo, err = s.UndoLabel(ctx); err != nil {
		return info, err
	}
	info.Redo, err = s.RedoLabel(ctx)
	return info, err
}
