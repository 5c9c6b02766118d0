package main

import (
	"errors"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kinora-studio/kinora/engine"
)

// usageFault turns the parser's complaint into a sentence with a hint.
func usageFault(err error, args []string) error {
	what, verb, command := err.Error(), args[0], commandOf(err)
	help := "see " + command + " --help"
	what, near := nearest(what)
	strange, unexpected := strings.CutPrefix(what, "unexpected argument ")
	switch number := wrongNumber.FindStringSubmatch(what); {
	case unexpected && verb == "render":
		return engine.Bad("put the prompt in quotation marks", "%s", what)
	case unexpected && strange == verb:
		return engine.Bad(near+help, "there is no command %q", verb)
	case number != nil:
		return numberFault(number, args, help)
	case strings.HasPrefix(what, "expected "):
		return engine.Bad(help, "%s %s", command, strings.ReplaceAll(strings.Replace(what, "expected", "wants", 1), `"`, ""))
	}
	return engine.Bad(near+help, "%s", what)
}

// commandOf returns the command as far as the parser came.
func commandOf(err error) string {
	name := "kinora"
	var wrong *kong.ParseError
	if errors.As(err, &wrong) && wrong.Context != nil {
		for _, step := range wrong.Context.Path {
			if step.Command != nil {
				name = step.Command.FullPath()
			}
		}
	}
	return name
}

// numberFault explains what kind of value a flag wants.
func numberFault(number, args []string, help string) error {
	flag, kind, value := number[1], number[2], number[3]
	switch bare := strings.Trim(value, `"`); {
	case value == `"EOL"`:
		return engine.Bad(help, "%s wants a value behind it", flag)
	case strings.HasPrefix(bare, "-") && !slices.ContainsFunc(args, startsWith(flag+"=")):
		return engine.Bad(help+"; if it is the value, write "+flag+"="+bare, "%s wants a value behind it, and %s looks like a flag", flag, bare)
	case kind == "float":
		return engine.Bad(help, "%s wants a number, not %s", flag, value)
	case kind == "uint" && isWhole(bare):
		return engine.Bad(help, "%s wants a whole number from 0 to %d, not %s", flag, uint64(math.MaxUint64), bare)
	}
	return engine.Bad(help, "%s wants a whole number, not %s", flag, value)
}

// isWhole tells whether somebody wrote a whole number, whatever its size.
func isWhole(text string) bool {
	_, ok := new(big.Int).SetString(text, 10)
	return ok
}

func startsWith(prefix string) func(string) bool {
	return func(s string) bool { return strings.HasPrefix(s, prefix) }
}

// wrongNumber is how the parser says that a flag's value is no number.
var wrongNumber = regexp.MustCompile(`^(--\S+): expected (?:a valid \d+ bit |a )?(\w+)(?: value)? but got (".*?")`)

// guess is how the parser offers names that are near to a wrong one.
var guess = regexp.MustCompile(`, did you mean (?:one of )?(".*")\?$`)

// nearest takes the names that are near out of a complaint and puts them into a
// hint. Names of one letter are near to everything and help nobody.
func nearest(what string) (complaint, hint string) {
	found := guess.FindStringSubmatchIndex(what)
	if found == nil {
		return what, ""
	}
	var names []string
	for name := range strings.SplitSeq(what[found[2]:found[3]], ", ") {
		if name = strings.Trim(name, `"`); len(strings.TrimLeft(name, "-")) > 1 {
			names = append(names, name)
		}
	}
	if len(names) > 0 && len(names) < 3 {
		hint = "did you mean " + strings.Join(names, " or ") + "? "
	}
	return what[:found[0]], hint
}

// spelledOut turns what people type first into what the parser knows.
func spelledOut(args []string) []string {
	switch {
	case len(args) > 0 && args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case len(args) == 1 && (args[0] == "--version" || args[0] == "-V"):
		return []string{"version"}
	}
	args = slices.Clone(args)
	for i, arg := range args {
		if arg == "--" { // from here on nothing is a flag
			break
		}
		if shortValue.MatchString(arg) { // -o=clip.mp4 would name a file =clip.mp4
			args[i] = arg[:2] + arg[3:]
		}
	}
	return args
}

// shortValue is a flag of one letter, with its value as after a long one.
var shortValue = regexp.MustCompile(`^-[a-zA-Z]=.`)
