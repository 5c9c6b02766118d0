package queue

import (
	"strconv"

	"fyne.io/fyne/v2"
)

func parseID(id string) (int64, bool) {
	job, err := strconv.ParseInt(id, 10, 64)
	return job, err == nil && job > 0
}

// press selects a job as lists do everywhere: alone, with Shift a range, with Ctrl
// one more or one less.
func (p *Page) press(job int64, held fyne.KeyModifier) {
	switch {
	case held&fyne.KeyModifierShift != 0:
		p.rangeTo(job)
	case held&fyne.KeyModifierShortcutDefault != 0:
		if p.selected[job] {
			delete(p.selected, job)
		} else {
			p.selected[job] = true
		}
		p.cursor, p.anchor = job, job
	default:
		p.only(job)
		return
	}
	p.selectionChanged()
}

// only selects one job.
func (p *Page) only(job int64) {
	p.selected = map[int64]bool{job: true}
	p.cursor, p.anchor = job, job
	p.selectionChanged()
}

// rangeTo selects everything from the anchor to a job.
func (p *Page) rangeTo(job int64) {
	from, to := p.index(p.anchor), p.index(job)
	if from < 0 {
		p.only(job)
		return
	}
	p.cursor = job
	p.selected = map[int64]bool{}
	for i := min(from, to); i <= max(from, to); i++ {
		if e := p.shot.entries[i]; e.heading == 0 {
			p.selected[e.row.ID] = true
		}
	}
	p.selectionChanged()
}

// step moves the cursor by a line, over headings.
func (p *Page) step(by int, extend bool) {
	at := p.index(p.cursor)
	if at < 0 && by < 0 {
		at = len(p.shot.entries)
	}
	for at += by; at >= 0 && at < len(p.shot.entries); at += by {
		if e := p.shot.entries[at]; e.heading == 0 {
			if extend && len(p.selected) > 0 {
				p.rangeTo(e.row.ID)
			} else {
				p.only(e.row.ID)
			}
			p.list.reveal(at)
			return
		}
	}
}

func (p *Page) selectAll() {
	for _, e := range p.shot.entries {
		if e.heading == 0 {
			p.selected[e.row.ID] = true
		}
	}
	p.selectionChanged()
}

func (p *Page) selectNone() {
	p.selected = map[int64]bool{}
	p.selectionChanged()
}

func (p *Page) selectionChanged() {
	p.list.refresh()
	p.head.showSelection()
}

// chosen returns the selected jobs that are fit for something, in their order.
func (p *Page) chosen(fit func(entry) bool) []entry {
	var all []entry
	for _, e := range p.shot.entries {
		if e.heading == 0 && p.selected[e.row.ID] && fit(e) {
			all = append(all, e)
		}
	}
	return all
}

// meant returns what a button of a line is about: all that is selected where the
// line is part of that, else the line's job alone.
func (p *Page) meant(job int64, fit func(entry) bool) []entry {
	if p.selected[job] {
		return p.chosen(fit)
	}
	if i := p.index(job); i >= 0 && fit(p.shot.entries[i]) {
		return []entry{p.shot.entries[i]}
	}
	return nil
}

func idsOf(entries []entry) []int64 {
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = e.row.ID
	}
	return ids
}
