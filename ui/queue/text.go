package queue

import (
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// describe says in words what a line shows.
func describe(e entry, shot snapshot, selected bool) content {
	c := content{section: e.section, title: e.row.Title, progress: -1, selected: selected}
	switch {
	case e.heading > 0:
		return content{section: e.section, heading: headings(e), progress: -1}
	case e.section == running:
		describeRunning(&c, e, shot)
	case e.section == failed:
		c.icon, c.tone = "error", xwidget.Failed
		c.note, c.hint = fault.KeptParts(engine.Internal, e.row.Reason, e.row.Hint)
		if c.note == "" {
			c.note = words.T("queue.failed-unexplained")
		}
		c.offers = offers{retry: true, log: e.row.Log != ""}
	case e.section == cancelled:
		c.icon, c.offers = "stop", offers{retry: true}
		c.note = ended(words.ID("queue.cancelled-at"), e, shot)
	case e.section == finished:
		c.icon, c.tone = "check", xwidget.Succeeded
		c.note = kindOf(e.row.Job)
		if e.row.Actual > 0 {
			c.side = words.T("queue.took", "Length", amount.Length(e.row.Actual))
		}
		if e.row.Ended != nil {
			c.sub = amount.Clock(e.row.Ended.In(shot.now.Location()), shot.now)
		}
	default:
		describeWaiting(&c, e, shot)
	}
	return c
}

func headings(e entry) string {
	switch e.section {
	case running:
		return words.T("queue.running")
	case failed:
		return words.N("queue.failed", e.heading)
	case cancelled:
		return words.N("queue.cancelled", e.heading)
	default:
		return words.N("queue.waiting", e.heading)
	}
}

func describeRunning(c *content, e entry, shot snapshot) {
	c.icon, c.picture = "clip", e.picture
	c.note = phase(e)
	c.offers = offers{pause: !e.row.Pausing && !e.row.Stopping, cancel: true}
	if e.row.Steps > 0 {
		c.progress = float64(e.row.Step) / float64(e.row.Steps)
	}
	var facts []string
	if e.forming.Memory > 0 {
		facts = append(facts, words.T("queue.memory", "Memory", amount.Bytes(e.forming.Memory)))
	}
	if e.row.Provider != "" {
		facts = append(facts, strings.ToUpper(e.row.Provider))
	}
	c.hint = strings.Join(facts, "  ·  ")
	switch {
	case e.row.Pausing || e.row.Stopping:
		c.tone, c.note = xwidget.Warned, words.T("queue.pausing")
	case e.row.Left >= 0:
		c.side = words.T("queue.left", "Length", amount.Left(e.row.Left))
		c.sub = words.T("queue.done-at", "Clock", amount.Clock(after(shot.now, e.row.Left), shot.now))
	default:
		c.side = words.T("queue.left-unknown")
	}
}

// phase says what a running job does right now.
func phase(e entry) string {
	switch e.row.Kind {
	case project.JobExport:
		return words.T("queue.exporting")
	case project.JobDownload:
		if e.row.Steps > 0 {
			return words.T("queue.fetching-part", "Percent", e.row.Step)
		}
		return words.T("queue.fetching")
	case project.JobGenerate:
	}
	switch e.forming.Phase {
	case engine.PhasePrompt:
		return words.T("queue.phase-prompt")
	case engine.PhaseSound:
		return words.T("queue.phase-sound")
	case engine.PhaseDecode:
		return words.T("queue.phase-decode")
	case engine.PhaseEncode:
		return words.T("queue.phase-encode")
	case engine.PhaseSample:
		if e.row.Steps > 0 {
			return words.T("queue.phase-sample", "Step", e.row.Step, "Steps", e.row.Steps)
		}
	}
	return words.T("queue.phase-load")
}

func describeWaiting(c *content, e entry, shot snapshot) {
	c.offers = offers{movable: true, cancel: true, pause: e.row.State == project.Queued, resume: e.row.State == project.Paused}
	c.chip = priority(e.row.Priority)
	if e.row.Left > 0 {
		c.side = words.T("queue.about", "Length", amount.Left(e.row.Left))
	}
	if e.row.State == project.Paused {
		c.icon, c.tone, c.note = "pause", xwidget.Warned, words.T("queue.paused")
		if e.row.Kept > 0 {
			c.note = words.T("queue.paused-after", "Step", e.row.Kept, "Steps", e.row.Steps)
		}
		return
	}
	c.place = amount.Number(float64(e.row.Place))
	c.note = reason(e, shot)
	if e.end >= 0 && !shot.held {
		c.sub = words.T("queue.done-at", "Clock", amount.Clock(after(shot.now, e.end), shot.now))
	}
}

// reason says why a job waits, or what it is where only others are before it.
func reason(e entry, shot snapshot) string {
	switch {
	case e.row.Stopping:
		return words.T("queue.still-stopping")
	case e.behind != "" && e.stuck:
		return words.T("queue.stuck-behind", "Title", e.behind)
	case e.behind != "":
		return words.T("queue.behind", "Title", e.behind)
	case e.row.Waits != "" && !shot.held:
		return words.T("queue.short", "Memory", amount.Bytes(e.row.Memory))
	case e.row.Reason != "":
		return words.T("queue.failed-before", "Reason", e.row.Reason)
	case e.row.Kept > 0:
		return words.T("queue.goes-on", "Step", e.row.Kept, "Steps", e.row.Steps)
	}
	return kindOf(e.row.Job)
}

// kindOf says what a job makes, and with what.
func kindOf(j project.Job) string {
	switch j.Kind {
	case project.JobExport:
		return words.T("queue.export")
	case project.JobDownload:
		return words.T("queue.download")
	case project.JobGenerate:
	}
	facts := []string{words.T("queue.take")}
	for _, fact := range []string{j.Pack, strings.ToUpper(j.Provider)} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	return strings.Join(facts, "  ·  ")
}

func priority(p int) string {
	switch {
	case p == 0:
		return ""
	case p == high:
		return words.T("queue.high")
	case p == low:
		return words.T("queue.low")
	}
	return words.T("queue.priority-number", "Number", p)
}

func ended(id words.ID, e entry, shot snapshot) string {
	if e.row.Ended == nil {
		return ""
	}
	return words.T(id, "Clock", amount.Clock(e.row.Ended.In(shot.now.Location()), shot.now))
}

func after(now time.Time, seconds float64) time.Time {
	return now.Add(time.Duration(seconds * float64(time.Second)))
}

// outlook is the forecast of the whole queue in a sentence or two.
func outlook(shot snapshot) string {
	if shot.active == 0 {
		return words.T("queue.nothing-waits")
	}
	f := shot.forecast
	var parts []string
	switch {
	case f.Total > 0 && shot.held:
		parts = append(parts, words.T("queue.work-left", "Length", amount.Left(f.Total)))
	case f.Total > 0 && f.Unknown > 0:
		parts = append(parts, words.T("queue.at-least", "Length", amount.Left(f.Total)))
	case f.Total > 0:
		parts = append(parts, words.T("queue.all-done", "Length", amount.Left(f.Total), "Clock", amount.Clock(after(shot.now, f.Total), shot.now)))
	}
	if f.Unknown > 0 {
		parts = append(parts, words.N("queue.unknown", f.Unknown))
	}
	if f.Stuck > 0 {
		parts = append(parts, words.N("queue.stuck", f.Stuck))
	}
	return strings.Join(parts, "  ")
}
