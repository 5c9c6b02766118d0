package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

type doctorVerb struct {
	JSON bool `name:"json" help:"Print a line of JSON a part, as soon as it was tried."`
}

// Run tries what films are made with and prints what works, what does not, and
// what to do. It fails where films cannot be made: without ONNX Runtime, or without
// ffmpeg. An accelerator that is not there is no failure.
func (v doctorVerb) Run(ctx context.Context, s streams) error {
	if v.JSON {
		return v.run(ctx, json.NewEncoder(s.out).Encode)
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	err := v.run(ctx, func(found any) error { return printFinding(table, found.(studio.Finding)) })
	if flushed := table.Flush(); flushed != nil {
		return flushed
	}
	return err
}

func (v doctorVerb) run(ctx context.Context, write func(any) error) error {
	var written error
	ill := ""
	err := studio.Examine(ctx, func(f studio.Finding) {
		if written == nil {
			written = write(f)
		}
		if needed := f.Part != "cuda" && f.Part != "directml"; needed && !f.Works && ill == "" {
			ill = f.Part
		}
	})
	switch {
	case err != nil:
		return err
	case written != nil:
		return written
	case ill != "":
		return toldError{engine.Bad("", "%s does not work", ill)}
	}
	return nil
}

func printFinding(w io.Writer, f studio.Finding) error {
	if f.Works {
		_, err := fmt.Fprintf(w, "%s\tworks\t%s\t%s\n", f.Part, f.Version, f.Path)
		return err
	}
	_, err := fmt.Fprintf(w, "%s\tnot here\t%s\n\t\t%s\n", f.Part, f.What, f.Hint)
	return err
}
