package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
)

type projectAdoptVerb struct {
	within
	Files []string `arg:"" optional:"" help:"Clips in media/ of the project; all that it does not know where absent."`
	Shot  string   `placeholder:"CODE" help:"Shot that they become takes of; else their names say it."`
}

// Run takes stray clips into the project.
func (v projectAdoptVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		files := v.Files
		if len(files) == 0 {
			strays, err := s.Strays(ctx)
			if err != nil {
				return err
			}
			for _, stray := range strays {
				files = append(files, stray.Path)
			}
		}
		codes, err := s.Adopt(ctx, files, v.Shot)
		if err != nil {
			return err
		}
		if len(codes) == 0 {
			return tell.said(v.JSON, codes, "there is nothing that the project does not know\n")
		}
		return tell.said(v.JSON, codes, "%s\n", strings.Join(codes, "\n"))
	})
}

type projectCollectVerb struct{ within }

// Run copies what lies outside into the project.
func (v projectCollectVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		got, err := s.Collect(ctx)
		if err != nil {
			return err
		}
		if v.JSON {
			return tell.object(got)
		}
		for _, sentence := range got.Missing {
			_, _ = fmt.Fprintln(tell.out, "missing:", sentence)
		}
		_, _ = fmt.Fprintf(tell.out, "%d files copied (%s), %d places name them now\n", len(got.Files), size(got.Bytes), got.Changed)
		return nil
	})
}

type projectPackageVerb struct {
	within
	File string `arg:"" help:"The file to make, such as Film.kinora.zip."`
}

// Run makes one file of the project.
func (v projectPackageVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		if err := s.Package(ctx, v.File); err != nil {
			return err
		}
		return tell.said(v.JSON, map[string]string{"file": v.File}, "%s\n", v.File)
	})
}

type projectUnpackVerb struct {
	File string `arg:"" help:"File that kinora project package made."`
	To   string `default:"." placeholder:"FOLDER" help:"Where the project's folder goes."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run makes a project of a file and uses it from now on.
func (v projectUnpackVerb) Run(ctx context.Context, tell *teller) error {
	dir, err := store.Unpack(ctx, v.File, v.To)
	if err != nil {
		return err
	}
	if err := withSettings(func(chosen *settings.Store) error { return studio.NoteProject(chosen, dir) }); err != nil {
		return err
	}
	return tell.said(v.JSON, map[string]string{"project": dir}, "%s\n", dir)
}
