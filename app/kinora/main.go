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
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

type verbs struct {
	Render  renderVerb  `cmd:"" help:"Make a clip with sound from a prompt."`
	Inspect inspectVerb `cmd:"" help:"Look inside models and prove the engine."`
	Worker  workerVerb  `cmd:"" hidden:"" help:"Make clips for another program, see docs/worker.md."`
	Version versionVerb `cmd:"" help:"Print the versions of the program and of ONNX Runtime."`
}

// streams are where a verb writes: results to out, everything else to err.
type streams struct {
	out, err io.Writer
}

func main() {
	// A closed terminal or pipe is a wish to end, too: without this it would kill
	// the program in the middle of a file.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, s streams) int {
	studio.RegisterFamilies()
	if len(args) == 0 {
		welcome(s.out)
		return exitDone
	}
	var v verbs
	exited := -1
	parser, err := kong.New(&v,
		kong.Name("kinora"),
		kong.Description(slogan),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s),
		kong.Help(printHelp), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.ExplicitGroups(groups),
	)
	if err != nil {
		return report(ctx, newTeller(s, false), engine.Broken("", "the command line is broken: %w", err))
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help has been printed
		return exited
	}
	tell := newTeller(s, slices.Contains(args, "--json"))
	if err != nil {
		return report(ctx, tell, usageFault(err, args))
	}
	return report(ctx, tell, parsed.Run(tell))
}

// usageFault turns the parser's complaint into a sentence with a hint.
func usageFault(err error, args []string) error {
	what, verb := err.Error(), args[0]
	strange, unexpected := strings.CutPrefix(what, "unexpected argument ")
	switch number := wrongNumber.FindStringSubmatch(what); {
	case unexpected && verb == "render":
		return engine.Bad("put the prompt in quotation marks", "%s", what)
	case unexpected && strange == verb:
		return engine.Bad("see kinora --help", "there is no command %q", verb)
	case number != nil && number[3] == `"EOL"`:
		return engine.Bad("see kinora "+verb+" --help", "%s wants a value behind it", number[1])
	case number != nil && strings.HasPrefix(number[3], `"-`) && !slices.ContainsFunc(args, startsWith(number[1]+"=")):
		value := strings.Trim(number[3], `"`)
		return engine.Bad("see kinora "+verb+" --help; if it is the value, write "+number[1]+"="+value, "%s wants a value behind it, and %s looks like a flag", number[1], value)
	case number != nil && number[2] == "float":
		return engine.Bad("see kinora "+verb+" --help", "%s wants a number, not %s", number[1], number[3])
	case number != nil:
		return engine.Bad("see kinora "+verb+" --help", "%s wants a whole number, not %s", number[1], number[3])
	case strings.HasPrefix(verb, "-"):
		return engine.Bad("see kinora --help", "%s", what)
	}
	return engine.Bad("see kinora "+verb+" --help", "%s", what)
}

func startsWith(prefix string) func(string) bool {
	return func(s string) bool { return strings.HasPrefix(s, prefix) }
}

// wrongNumber is how the parser says that a flag's value is no number.
var wrongNumber = regexp.MustCompile(`^(--\S+): expected (?:a valid \d+ bit |a )?(\w+)(?: value)? but got (".*?")`)

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
