package storyboard

import (
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// cardOf is what the card of a shot says.
func (p *Page) cardOf(s project.Shot) xwidget.CardContent {
	state, tone := stateOf(p.board.takes[s.ID], p.board.jobs[s.ID])
	c := xwidget.CardContent{
		Picture: p.thumbs.of(p.board.takes[s.ID].best), Number: s.Code, Title: s.Title, Text: happening(s), Cast: strings.Join(castOf(s), ", "),
		State: state, Tone: tone, Selected: p.selected[s.ID],
	}
	if seconds := p.board.seconds(s); seconds > 0 {
		c.Length = inSeconds(seconds)
	}
	return c
}

func stateOf(takes takesOf, jobs jobsOf) (string, xwidget.Tone) {
	switch {
	case jobs.running > 0 && jobs.steps > 0:
		return words.T("storyboard.step", "Step", jobs.step, "Steps", jobs.steps), xwidget.Accented
	case jobs.running > 0:
		return words.T("storyboard.running"), xwidget.Accented
	case jobs.queued > 0:
		return words.N("storyboard.queued", jobs.queued), xwidget.Neutral
	case jobs.failed > 0:
		return words.T("storyboard.failed"), xwidget.Failed
	case takes.count > 0:
		return words.N("storyboard.takes", takes.count), xwidget.Succeeded
	}
	return words.T("storyboard.no-take"), xwidget.Neutral
}

// happening is what happens, else what is said, else where it is.
func happening(s project.Shot) string {
	switch {
	case len(s.Beats) > 0:
		return strings.Join(s.Beats, " ")
	case len(s.Dialogue) > 0:
		return "“" + s.Dialogue[0].Text + "”"
	}
	return s.Setting
}

// castOf names who is in a shot and who speaks in it, each once.
func castOf(s project.Shot) []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if key := strings.ToLower(name); name != "" && !seen[key] {
			seen[key] = true
			names = append(names, name)
		}
	}
	for _, name := range s.Cast {
		add(name)
	}
	for _, l := range s.Dialogue {
		add(l.Speaker)
	}
	return names
}

func inSeconds(seconds float64) string {
	return words.T("amount.seconds", "Number", amount.Number(seconds))
}

// total says how many shots there are and how long they are together.
func (p *Page) total(shots []project.Shot) string {
	seconds, open := p.board.length(shots)
	count := words.N("storyboard.shots", len(shots))
	switch {
	case seconds == 0:
		return count
	case open:
		return words.T("storyboard.total-open", "Shots", count, "Length", amount.Length(seconds))
	}
	return words.T("storyboard.total", "Shots", count, "Length", amount.Length(seconds))
}

// sentence is an error for people.
func sentence(err error) string { return fault.Sentence(err) }

// linesText writes dialogue as it is edited: a line for each, the name before a
// colon.
func linesText(lines []project.Line) string {
	var all []string
	for _, l := range lines {
		text := strings.Join(strings.Fields(l.Text), " ")
		if l.Speaker != "" {
			text = l.Speaker + ": " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

// linesOf reads what linesText wrote. A name that is not known has at most three
// words: what stands before a later colon is said.
func linesOf(text string, known []project.Line) []project.Line {
	var lines []project.Line
	for row := range strings.Lines(text) {
		row = strings.TrimSpace(row)
		speaker, said, found := strings.Cut(row, ":")
		named := slices.ContainsFunc(known, func(l project.Line) bool { return l.Speaker != "" && l.Speaker == strings.TrimSpace(speaker) })
		if !found || len(strings.Fields(speaker)) > 3 && !named {
			speaker, said = "", row
		}
		if l := (project.Line{Speaker: strings.TrimSpace(speaker), Text: strings.TrimSpace(said)}); l != (project.Line{}) {
			lines = append(lines, l)
		}
	}
	return lines
}

// beatsOf makes beats of lines; empty lines are none.
func beatsOf(text string) []string {
	var beats []string
	for beat := range strings.Lines(text) {
		if beat = strings.TrimSpace(beat); beat != "" {
			beats = append(beats, beat)
		}
	}
	return beats
}
