package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"
	"unicode"

	"golang.org/x/term"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// teller shows events: as JSON lines, as one line that is redrawn on a terminal,
// or as plain lines elsewhere.
type teller struct {
	streams
	outlet *outlet // what out writes to
	json   *json.Encoder
	screen *os.File // the terminal that progress is drawn on; nil elsewhere
	drawn  bool
	last   string
}

// newTeller writes to the streams, and ends the run with stop where nobody reads
// what it writes.
func newTeller(s streams, stop func(), asJSON bool) *teller {
	out := &outlet{to: s.out, stop: stop, results: true}
	t := &teller{streams: streams{out, &outlet{to: s.err, stop: stop}}, outlet: out}
	if asJSON {
		t.json = json.NewEncoder(out)
		return t
	}
	if f, ok := s.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" {
		t.screen = f
	}
	return t
}

// width is how many columns the terminal has now, 0 where there is none.
func (t *teller) width() int {
	if t.screen == nil {
		return 0
	}
	if w, _, err := term.GetSize(int(t.screen.Fd())); err == nil && w > 0 {
		return w
	}
	return 80
}

func (t *teller) event(e engine.Event) {
	if t.json != nil {
		_ = t.json.Encode(e) // the outlet remembers
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
		_, _ = fmt.Fprintln(t.err, "note:", harmless(e.Message))
	}
}

// fault tells an error, as the last event or as a sentence, which is also what is
// left where events cannot be written.
func (t *teller) fault(err error, code int) {
	t.end()
	if t.json != nil {
		e := engine.Event{Event: "error", Message: err.Error(), Code: code}
		if fault := (*engine.Fault)(nil); errors.As(err, &fault) {
			e.Message, e.Hint = fault.What, fault.Hint
		}
		t.event(e)
	}
	if t.json == nil || t.outlet.fault() != nil {
		_, _ = fmt.Fprintln(t.err, "kinora:", harmless(err.Error()))
	}
}

// harmless keeps what files and packs are called from steering the terminal, and from
// looking like something else.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || project.Reorders(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// phaseNames are what a person reads.
var phaseNames = map[engine.Phase]string{
	engine.PhaseLoad: "loading", engine.PhasePrompt: "reading the prompt", engine.PhaseSample: "imagining",
	engine.PhaseSound: "sound", engine.PhaseDecode: "pictures", engine.PhaseEncode: "writing",
}

func (t *teller) progress(e engine.Event) {
	line := phaseNames[e.Phase]
	if e.Take > 0 {
		line = fmt.Sprintf("take %d: %s", e.Take, line)
	}
	if t.screen == nil && e.Phase == engine.PhaseDecode && e.Steps > 0 {
		return // a plain line a frame would be too much
	}
	if e.Steps > 0 {
		line += fmt.Sprintf(" %d of %d", e.Step, e.Steps)
	}
	if e.Left >= 0.05 {
		line += ", " + duration(e.Left) + " left"
	}
	t.draw(e, line)
}

// draw shows how far something has come, in the place of what was drawn before.
func (t *teller) draw(e engine.Event, line string) {
	if width := t.width(); width > 0 {
		_, _ = fmt.Fprint(t.err, "\r\x1b[K", clip(bar(e, width)+line, width-1))
		t.drawn = true
	} else if line != t.last {
		_, _ = fmt.Fprintln(t.err, line)
		t.last = line
	}
}

// bar draws the share of a phase that is done; a narrow terminal has room for
// the words only.
func bar(e engine.Event, width int) string {
	const cells = 24
	if width < 3*cells {
		return ""
	}
	done := 0
	switch {
	case e.Steps > 0:
		done = cells * e.Step / e.Steps
	case e.Phase == engine.PhaseSound, e.Phase == engine.PhaseEncode:
		done = cells // what was counted is over
	}
	return strings.Repeat("━", done) + strings.Repeat("╌", cells-done) + " "
}

func clip(line string, width int) string {
	if r := []rune(line); len(r) > width {
		return string(r[:max(width, 0)])
	}
	return line
}

// end wipes the redrawn line, so that what follows stands on its own.
func (t *teller) end() {
	if t.drawn {
		_, _ = io.WriteString(t.err, "\r\x1b[K")
		t.drawn = false
	}
}

// plan prints what a clip would take. One that cannot be made is an error, after
// the numbers that say why.
func (t *teller) plan(p studio.RenderPlan) error {
	if t.json != nil {
		if err := t.json.Encode(planEvent{"plan", p}); err != nil {
			return err
		}
	} else {
		for _, note := range p.Notes {
			_, _ = fmt.Fprintln(t.err, "note:", harmless(note))
		}
		r := p.Recipe
		_, _ = fmt.Fprintf(t.out, "clip    %dx%d, %d frames at %s a second (%s), %d steps, pack %s\n",
			r.Width*r.Scale, r.Height*r.Scale, r.Frames, r.Rate, length(r), r.Steps, r.Pack)
		_, _ = fmt.Fprintf(t.out, "time    about %s a take\nmemory  %d MiB at the peak\ndisk    %d MiB\n",
			duration(p.Seconds), p.Memory>>20, max(1, p.Disk>>20))
		for _, reading := range p.Reads {
			_, _ = fmt.Fprintf(t.out, "reads   %s, %s: %s\n", reading.As, size(reading.Bytes), reading.Path)
		}
	}
	if p.Reason == "" {
		return nil
	}
	hint := "use a smaller size or fewer frames"
	if n := p.Nearest; n != nil {
		hint = fmt.Sprintf("--size %dx%d --frames %d would fit", n.Width, n.Height, n.Frames)
	}
	return engine.Full(hint, "it cannot run here: %s", p.Reason)
}

type planEvent struct {
	Event string `json:"event"`
	studio.RenderPlan
}

// size writes bytes as a person says them.
func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KiB", (bytes+1<<10-1)>>10)
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}

// length writes how long a clip is, minutes apart from seconds.
func length(r engine.Recipe) string {
	seconds := float64(r.Frames) / r.Rate.Float()
	if seconds < 90 {
		return fmt.Sprintf("%.1f s", seconds)
	}
	whole := int(math.Round(seconds))
	return fmt.Sprintf("%d min %d s", whole/60, whole%60)
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
