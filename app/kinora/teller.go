package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/kinora-studio/kinora/engine"
)

// teller shows events: as JSON lines, as one line that is redrawn on a terminal,
// or as plain lines elsewhere.
type teller struct {
	streams
	json  *json.Encoder
	width int // of the terminal; 0 elsewhere
	drawn bool
	last  string
}

func newTeller(s streams, asJSON bool) *teller {
	t := &teller{streams: s}
	if asJSON {
		t.json = json.NewEncoder(s.out)
		return t
	}
	if f, ok := s.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		t.width = 80
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
			t.width = w
		}
	}
	return t
}

func (t *teller) event(e engine.Event) {
	if t.json != nil {
		_ = t.json.Encode(e) // a closed pipe ends the run by its signal
		return
	}
	switch e.Event {
	case "result":
		t.end()
		_, _ = fmt.Fprintf(t.out, "%s (%s, seed %d)\n", e.Path, duration(e.Seconds), *e.Seed)
	case "phase", "step":
		t.progress(e)
	case "warning":
		t.end()
		_, _ = fmt.Fprintln(t.err, "note:", e.Message)
	}
}

// phaseNames are what a person reads.
var phaseNames = map[engine.Phase]string{
	engine.PhaseLoad: "loading", engine.PhasePrompt: "reading the prompt", engine.PhaseSample: "making",
	engine.PhaseSound: "sound", engine.PhaseDecode: "pictures", engine.PhaseEncode: "writing",
}

func (t *teller) progress(e engine.Event) {
	line := phaseNames[e.Phase]
	if e.Take > 1 {
		line = fmt.Sprintf("take %d: %s", e.Take, line)
	}
	if e.Steps > 0 {
		line += fmt.Sprintf(" %d of %d", e.Step, e.Steps)
	}
	if e.Left > 0 {
		line += ", " + duration(e.Left) + " left"
	}
	if t.width == 0 {
		// Plain lines: each phase once and each step, never the same line twice.
		if e.Phase != engine.PhaseDecode && line != t.last {
			_, _ = fmt.Fprintln(t.err, line)
		}
		t.last = line
		return
	}
	_, _ = fmt.Fprint(t.err, "\r\x1b[K", clip(bar(e)+" "+line, t.width-1))
	t.drawn = true
}

// bar draws the share of a phase that is done.
func bar(e engine.Event) string {
	const cells = 24
	done := 0
	if e.Steps > 0 {
		done = cells * e.Step / e.Steps
	}
	return strings.Repeat("━", done) + strings.Repeat("╌", cells-done)
}

func clip(line string, width int) string {
	if r := []rune(line); len(r) > width {
		return string(r[:width])
	}
	return line
}

// end leaves the redrawn line, so that what follows stands on its own.
func (t *teller) end() {
	if t.drawn {
		_, _ = io.WriteString(t.err, "\r\x1b[K")
		t.drawn = false
	}
}

// duration writes seconds as a person says them.
func duration(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second))
	switch {
	case seconds < 10:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds < 90:
		return fmt.Sprintf("%.0f s", math.Ceil(seconds))
	case d < 90*time.Minute:
		return fmt.Sprintf("%.0f min", math.Ceil(d.Minutes()))
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}
