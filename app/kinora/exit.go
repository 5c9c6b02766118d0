package main

import (
	"context"
	"errors"
	"path/filepath"
	goruntime "runtime"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
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

const exitCodes = `
Exit codes:
  0    done
  2    bad input; the sentence on standard error says what to change
  3    not enough memory or disk, or a limit of the system is reached
  4    kept for requests that will be refused
  5    internal error
  130  cancelled; nothing unfinished is left behind
`

// printHelp prints what kong makes of the verbs, and the exit codes.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	_, err := ctx.Stdout.Write([]byte(exitCodes))
	return err
}

// report tells an error once, in the user's words, and returns its exit code.
// Whatever fails while the program is being ended is part of the ending.
func report(ctx context.Context, tell *teller, err error) int {
	tell.end()
	if unwritten := tell.outlet.fault(); unwritten != nil && (err == nil || ctx.Err() != nil) {
		err, ctx = unwritten, context.WithoutCancel(ctx)
	}
	var told toldError
	var stopped stopError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &stopped):
		tell.fault(stopped.Fault, exitCancelled)
		return exitCancelled
	case errors.Is(err, context.Canceled), ctx.Err() != nil:
		tell.fault(&engine.Fault{Kind: engine.Cancelled, What: "cancelled, nothing unfinished was left behind"}, exitCancelled)
		return exitCancelled
	case errors.As(err, &told):
		return exitCode(told.error)
	}
	code := exitCode(err)
	tell.fault(typed(studio.AsFault(err)), code)
	return code
}

// typed names the flag where a layer below, which knows none, tells what to
// choose.
func typed(err error) error {
	var fault *engine.Fault
	if !errors.Is(err, media.ErrExists) || !errors.As(err, &fault) {
		return err
	}
	copied := *fault
	copied.Hint = "choose another name, or add --force to replace it"
	return &copied
}

// defect is the error for what must never happen, with the place where it did.
// It is called while the panic goes on.
func defect(cause any) error {
	var callers [64]uintptr
	frames := goruntime.CallersFrames(callers[:goruntime.Callers(1, callers[:])])
	frame, more := frames.Next()
	for panicking := false; more && (!panicking || strings.HasPrefix(frame.Function, "runtime.")); frame, more = frames.Next() {
		panicking = panicking || frame.Function == "runtime.gopanic"
	}
	return engine.Broken("please report this line and the command that led to it",
		"Kinora has a defect at %s:%d: %v", filepath.Base(frame.File), frame.Line, cause)
}

// toldError is one that the verb itself has already told the user.
type toldError struct{ error }

// stopError is the end of what goes on where it was, and is cancelled for now only.
type stopError struct{ *engine.Fault }

func exitCode(err error) int {
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
