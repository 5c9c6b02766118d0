// Command kinora makes video with synchronised sound from words and pictures, on
// the user's own machine.
//
// Each verb has a file of its own; exit.go maps errors to exit codes.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

type verbs struct {
	Studio     studioVerb     `cmd:"" help:"Open the studio's window."`
	Render     renderVerb     `cmd:"" help:"Make a clip with sound from a prompt."`
	Project    projectVerbs   `cmd:"" help:"Make, examine, back up and hand over projects."`
	Shot       shotVerbs      `cmd:"" help:"Write the shots of a project."`
	Take       takeVerbs      `cmd:"" help:"Look at the results of a project."`
	Queue      queueVerbs     `cmd:"" help:"Order and do the work of a project."`
	Inspect    inspectVerb    `cmd:"" help:"Look inside models and prove the engine."`
	Doctor     doctorVerb     `cmd:"" help:"Try what films are made with, and say what to do about what does not work."`
	Worker     workerVerb     `cmd:"" hidden:"" help:"Make clips for another program, see docs/worker.md."`
	Completion completionVerb `cmd:"" help:"Print what makes a shell complete commands, for bash, zsh or fish."`
	Complete   completeVerb   `cmd:"" hidden:"" help:"Print what a word can become, for a shell."`
	Version    versionVerb    `cmd:"" help:"Print the versions of the program and of ONNX Runtime."`
}

// streams are where a verb writes: results to out, everything else to err.
type streams struct {
	out, err io.Writer
}

func main() {
	tidyEnvironment()
	findOurFolder()
	// Without this a closed pipe would kill the program in the middle of a file; the
	// outlets see it by their writing, and so does what feeds ffmpeg.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, s streams) (code int) {
	studio.RegisterFamilies()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	tell := newTeller(s, stop, slices.Contains(args, "--json"))
	s = tell.streams
	defer func() {
		if cause := recover(); cause != nil { // what was begun is cleaned up by now
			code = report(ctx, tell, defect(cause))
		}
	}()
	return report(ctx, tell, obey(ctx, spelledOut(args), s, tell))
}

// obey does what the arguments say.
func obey(ctx context.Context, args []string, s streams, tell *teller) error {
	if len(args) == 0 && hasDisplay() {
		args = []string{"studio"}
	}
	if len(args) == 0 {
		welcome(s.out)
		return nil
	}
	var v verbs
	exited := false
	parser, err := kong.New(&v,
		kong.Name("kinora"),
		kong.Description(slogan),
		kong.Writers(s.out, s.err),
		kong.Exit(func(int) { exited = true }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s),
		kong.Help(printHelp), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.ExplicitGroups(groups),
	)
	if err != nil {
		return engine.Broken("", "the command line is broken: %w", err)
	}
	parsed, err := parser.Parse(args)
	switch {
	case exited: // --help has been printed
		return nil
	case err != nil:
		return usageFault(err, args)
	}
	return parsed.Run(tell)
}

const slogan = "Kinora makes video with synchronised sound on your own machine."

// welcome is what somebody sees who types kinora and nothing else.
func welcome(w io.Writer) {
	_, _ = fmt.Fprint(w, slogan+`

Begin with:
  kinora render "a red ball bounces in a gym, realistic" -o clip.mp4

And then:
  kinora render --style list      looks to choose from
  kinora render "…" --plan        time, memory and disk before you start
  kinora render --help            everything else, such as pictures, sound and length
`)
	if _, err := studio.FindPack(studio.DefaultPack); err != nil {
		_, _ = fmt.Fprint(w, "\nNo pack is installed yet. Name a model folder with --pack FOLDER.\n")
	}
}
