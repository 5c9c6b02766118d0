// Command kinora makes video with synchronised sound from words and pictures, on
// the user's own machine.
//
// Each verb has a file of its own; this file maps errors to exit codes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

// The exit codes, as --help documents them.
const (
	exitDone      = 0
	exitBadInput  = 2
	exitNoRoom    = 3
	exitRefused   = 4
	exitInternal  = 5
	exitCancelled = 130 // as a shell reports Ctrl-C
)

const exitCodes = `Exit codes:
  0    done
  2    bad input: the sentence on standard error says what to change
  3    not enough memory or disk
  4    refused
  5    internal error
  130  cancelled`

type verbs struct {
	Render  renderVerb  `cmd:"" help:"Make a clip with sound from a prompt."`
	Inspect inspectVerb `cmd:"" help:"Look inside models and prove the engine."`
	Version versionVerb `cmd:"" help:"Print the versions of the program and of ONNX Runtime."`
}

// streams are where a verb writes: results to out, everything else to err.
type streams struct {
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, s streams) int {
	studio.RegisterFamilies()
	var v verbs
	exited := -1
	parser, err := kong.New(&v,
		kong.Name("kinora"),
		kong.Description("Kinora makes video with synchronised sound on your own machine.\n\n"+exitCodes),
		kong.UsageOnError(), kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		_, _ = fmt.Fprintln(s.err, "kinora:", err)
		return exitInternal
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help has been printed
		return exited
	}
	if err != nil {
		_, _ = fmt.Fprintf(s.err, "kinora: %v — see kinora --help\n", err)
		return exitBadInput
	}
	return report(s.err, parsed.Run())
}

// report tells an error once, in the user's words, and returns its exit code.
func report(w io.Writer, err error) int {
	var told toldError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		_, _ = fmt.Fprintln(w, "kinora: cancelled, nothing was left behind")
		return exitCancelled
	case errors.As(err, &told):
		return exitCode(told.error)
	}
	_, _ = fmt.Fprintln(w, "kinora:", err)
	return exitCode(err)
}

// toldError is one that the verb itself has already told the user.
type toldError struct{ error }

func exitCode(err error) int {
	if errors.Is(err, context.Canceled) {
		return exitCancelled
	}
	switch engine.KindOf(studio.AsFault(err)) {
	case engine.BadInput:
		return exitBadInput
	case engine.NoRoom:
		return exitNoRoom
	case engine.Refused:
		return exitRefused
	case engine.Cancelled:
		return exitCancelled
	}
	return exitInternal
}
