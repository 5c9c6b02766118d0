package create

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// historyKey is the setting of a project that holds what takes were made of.
const historyKey = "create.history"

// A history remembers this many shots, and its menu shows the last of them.
const (
	mostRemembered = 100
	mostOffered    = 20
)

// history is what takes were made of in this project, in all fields: to look for a
// better word is to try some, and to want the first one back.
type history struct {
	page   *Page
	button *xwidget.Button

	past  []memory // the newest first
	at    int      // in past, of what the fields show; -1 for what was being written
	draft memory   // what was being written before the first step back
	after int64    // count of edits after the last step
}

// memory is a shot without what makes it this one and no other. Two of the same
// text are the same.
type memory struct {
	shot project.Shot
	text string // JSON
}

func newHistory(p *Page) *history {
	h := &history{page: p, at: -1}
	h.button = p.keyed("create.earlier", xwidget.NewIconButton("clock", words.T("create.history"), "", h.open))
	return h
}

// remembered is what the history keeps of a shot.
func remembered(s project.Shot) memory {
	kept := project.Shot{Code: s.Code}
	write(&kept, s)
	text, err := json.Marshal(kept)
	if err != nil {
		return memory{} // a shot that was read from JSON can be written
	}
	return memory{kept, string(text)}
}

// write puts what one shot says into another, which stays itself: its name, its
// place and its notes are not what a model reads.
func write(to *project.Shot, from project.Shot) {
	to.Setting, to.Beats, to.Dialogue, to.Sound = from.Setting, slices.Clone(from.Beats), slices.Clone(from.Dialogue), from.Sound
	to.Camera, to.Style, to.Cast, to.Media = from.Camera, from.Style, slices.Clone(from.Cast), slices.Clone(from.Media)
	to.Frames, to.Width, to.Height, to.Rate = from.Frames, from.Width, from.Height, from.Rate
	to.Pack, to.Takes, to.Seed, to.Negative = from.Pack, from.Takes, from.Seed, from.Negative
	to.Steps, to.Guidance, to.Silent = from.Steps, from.Guidance, from.Silent
}

// read takes up what a project remembers. What cannot be read is forgotten: it is
// a convenience, and each take has its own recipe.
func (h *history) read(text string) {
	var shots []json.RawMessage
	h.past, h.at = nil, -1
	if json.Unmarshal([]byte(text), &shots) != nil {
		return
	}
	for _, raw := range shots {
		var shot project.Shot
		if json.Unmarshal(raw, &shot) == nil {
			h.past = append(h.past, remembered(shot))
		}
	}
}

// add remembers a shot of which takes are made. The same one again moves to the
// front.
func (h *history) add(shot project.Shot) {
	now := remembered(shot)
	h.past = slices.DeleteFunc(h.past, func(m memory) bool { return m.same(now) })
	h.past = slices.Insert(h.past, 0, now)
	h.past = h.past[:min(len(h.past), mostRemembered)]
	h.at = -1
	session := h.page.session.Load()
	texts := make([][]byte, len(h.past))
	for i, m := range h.past {
		texts[i] = []byte(m.text)
	}
	all := "[" + string(bytes.Join(texts, []byte(","))) + "]"
	h.page.saver.put(order{key: historyKey, do: func(ctx context.Context) {
		_ = session.Store.SetSetting(ctx, historyKey, all) // losing it loses no work
	}})
}

// same tells whether two say the same, in whatever shot.
func (m memory) same(other memory) bool {
	m.shot.Code = other.shot.Code
	return remembered(m.shot).text == other.text
}

// step goes back in the history, or with -1 ahead again; ahead of the newest is
// what was being written.
func (h *history) step(by int) {
	if h.page.session.Load() == nil {
		return
	}
	now := remembered(h.page.shot)
	if h.at < 0 || h.after != h.page.edits.Load() {
		h.at, h.draft = -1, now
	}
	for at := h.at + by; at >= -1 && at < len(h.past); at += by {
		m := h.draft
		if at >= 0 {
			m = h.past[at]
		}
		if !m.same(now) {
			h.at = at
			h.show(m)
			return
		}
	}
	said := words.T("create.history-end")
	if by < 0 {
		said = words.T("create.history-start")
	}
	h.page.host.Toast(xwidget.Neutral, said)
}

// show writes a memory into all fields, in one step of undo.
func (h *history) show(m memory) {
	p := h.page
	p.edit("history", words.T("create.all-fields"), func(s *project.Shot) { write(s, m.shot) })
	p.refill()
	h.after = p.edits.Load()
}

// open offers the last shots of the history below its button.
func (h *history) open() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(h.button)
	if c == nil {
		return
	}
	xwidget.OpenMenu(c, h.menu(), driver.AbsolutePositionForObject(h.button), h.button.Size())
}

func (h *history) menu() *fyne.Menu {
	now := remembered(h.page.shot)
	var items []*fyne.MenuItem
	for _, m := range h.past[:min(len(h.past), mostOffered)] {
		item := fyne.NewMenuItem(memoryName(m.shot), func() {
			h.at = -1
			h.show(m)
		})
		item.Checked = m.same(now)
		items = append(items, item)
	}
	if len(items) == 0 {
		none := fyne.NewMenuItem(words.T("create.history-empty"), nil)
		none.Disabled = true
		items = append(items, none)
	}
	return fyne.NewMenu("", items...)
}

// memoryName is the beginning of what a model reads of a shot.
func memoryName(shot project.Shot) string {
	const most = 64
	text := studio.ShotPrompt(shot)
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	if shot.Code == "" {
		return text
	}
	return shot.Code + "  " + text
}
