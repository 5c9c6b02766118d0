package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"text/tabwriter"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity"
)

type inspectVerb struct {
	Parity parityVerb `cmd:"" help:"Compare a model folder with the recorded results in its folder golden/."`
}

type parityVerb struct {
	Dirs    []string `arg:"" name:"dir" help:"Model folders that have a folder golden/."`
	Verbose bool     `short:"v" help:"Print every tensor, not only each golden's worst."`
}

// Run prints a line a golden and fails where one is over its limit, unknown, or
// lacks an output. A golden or a model that cannot be read is the user's to mend;
// a result over its limit is not.
func (v parityVerb) Run(ctx context.Context, s streams) error {
	failed, total := 0, 0
	var unread error
	for _, dir := range v.Dirs {
		runners, err := studio.Goldens(dir)
		if err != nil {
			return err
		}
		rows, err := parity.Folder(ctx, dir, runners)
		if err != nil {
			return err
		}
		f, n, err := v.print(s, dir, rows)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Err != nil && engine.KindOf(studio.AsFault(r.Err)) != engine.Internal {
				unread, f = r.Err, f-1
			}
		}
		failed, total = failed+f, total+n
	}
	_, _ = fmt.Fprintf(s.out, "%d tensors compared, %d over their limit\n", total, failed)
	switch {
	case failed > 0:
		return toldError{engine.Broken("", "%d tensors are over their limit", failed)}
	case unread != nil:
		return unread
	}
	return nil
}

func (v parityVerb) print(s streams, dir string, rows []parity.Row) (failed, total int, err error) {
	w := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "%s\n  golden\ttensor\tlargest error\tover RMS\tlimit\t\n", filepath.Base(dir))
	for i, r := range rows {
		total++
		verdict := "pass"
		if !r.Pass() {
			failed++
			verdict = "FAIL"
		}
		if verdict == "pass" && !v.Verbose && !worst(rows, i) {
			continue
		}
		if r.Err != nil {
			verdict += ": " + r.Err.Error()
		}
		_, _ = fmt.Fprintf(w, "  %s\t%s\t%.2e\t%.2e\t%.0e\t%s\n", r.Golden, r.Tensor, r.Abs, r.Rel, r.Limit, verdict)
	}
	return failed, total, w.Flush()
}

// worst reports whether a row is the one of its golden that is nearest to its limit.
func worst(rows []parity.Row, i int) bool {
	for j, r := range rows {
		if r.Golden != rows[i].Golden || j == i {
			continue
		}
		a, b := share(r), share(rows[i])
		if a > b || (a == b && j < i) {
			return false
		}
	}
	return true
}

func share(r parity.Row) float64 {
	switch {
	case r.Limit == 0 && r.Rel == 0:
		return 0
	case r.Limit == 0:
		return math.Inf(1)
	}
	return r.Rel / r.Limit
}
