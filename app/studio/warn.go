package studio

import (
	"fmt"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// speaker says sentences as warnings.
func speaker(tell func(engine.Event)) func(format string, args ...any) {
	return func(format string, args ...any) {
		tell(engine.Event{Event: "warning", Message: fmt.Sprintf(format, args...)})
	}
}

// warn tells what the pack says of itself, and what of the prompt it will not read.
func warn(p engine.Pipeline, r engine.Recipe, tell func(engine.Event)) {
	say := speaker(tell)
	info := p.Info()
	if info.Note != "" {
		say("%s: %s", info.Name, info.Note)
	}
	if n, unknown, err := p.Tokens(r.Prompt); err == nil { // Generate reports an error
		if n > info.MaxTokens {
			say("the prompt has %d tokens and %s reads the first %d of them", n, info.Name, info.MaxTokens)
		}
		if len(unknown) > 0 {
			say("%s does not know: %s", info.Name, strings.Join(unknown, ", "))
		}
	}
}

// compareLengths tells where a source and the clip that is made for it differ by
// more than the nearest length that the pack can make.
func compareLengths(source string, seconds float64, r engine.Recipe, tell func(engine.Event)) {
	const slack = 0.25 // seconds
	length := float64(r.Frames) / r.Rate.Float()
	switch say := speaker(tell); {
	case seconds > length+slack:
		say("the %s has %.1f s, of which the clip takes the first %.1f", source, seconds, length)
	case seconds > 0 && seconds < length-slack && source == "track":
		say("the track ends after %.1f s, and the clip is silent from then on", seconds)
	case seconds > 0 && seconds < length-slack:
		say("the %s ends after %.1f s, and its last frame stays until the clip ends", source, seconds)
	}
}
