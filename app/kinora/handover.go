package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
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
		if len(v.Files) == 0 {
			return v.all(ctx, tell, s)
		}
		codes, err := s.Adopt(ctx, v.Files, v.Shot)
		if err != nil {
			return err
		}
		return tell.said(v.JSON, codes, "%s\n", strings.Join(codes, "\n"))
	})
}

// all takes in whatever can be; one stray that is no clip keeps no other out.
func (v projectAdoptVerb) all(ctx context.Context, tell *teller, s *store.Store) error {
	strays, err := s.Strays(ctx)
	if err != nil {
		return err
	}
	codes := []string{}
	for _, stray := range strays {
		adopted, err := s.Adopt(ctx, []string{stray.Path}, v.Shot)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			tell.event(engine.Event{Event: "warning", Message: err.Error()})
		}
		codes = append(codes, adopted...)
	}
	words := strings.Join(append(codes, ""), "\n")
	if len(strays) == 0 {
		words = "there is nothing that the project does not know\n"
	}
	if err := tell.said(v.JSON, codes, "%s", words); err != nil || len(codes) == len(strays) {
		return err
	}
	return engine.Bad("see above", "%d of %d files could not be taken in", len(strays)-len(codes), len(strays))
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
		report, err := s.Check(ctx, false)
		if err != nil {
			return err
		}
		if v.JSON {
			return tell.object(map[string]any{"file": v.File, "problems": report.Problems})
		}
		for _, sentence := range report.Problems {
			_, _ = fmt.Fprintln(tell.out, "but:", sentence)
		}
		_, _ = fmt.Fprintln(tell.out, v.File)
		return nil
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
