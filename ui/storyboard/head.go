package storyboard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// head is the bar above the cards.
type head struct {
	page     *Page
	content  *fyne.Container
	film     *xwidget.Text
	total    *xwidget.Text
	scenes   *xwidget.MenuButton
	add      *xwidget.Button
	generate *xwidget.Button
	missing  *xwidget.Button
	banner   *xwidget.Banner
	bad      *fyne.Container
}

func newHead(p *Page) *head {
	h := &head{page: p, film: xwidget.NewText("", look.Title, look.TextHigh), total: xwidget.NewText("", look.Body, look.TextMedium)}
	h.film.SetLeast(72)
	h.scenes = xwidget.NewMenuButton(words.T("storyboard.all-scenes"), "", h.menu)
	h.scenes.SetMost(240)
	h.scenes.SetTip(words.T("storyboard.choose-scene"), "")
	h.scenes.Hide()
	icon := func(icon look.Icon, id string, title words.ID, do func()) *xwidget.Button {
		button := xwidget.NewIconButton(icon, words.T(title), "", do)
		button.SetTipKey(p.host.Actions().KeyOf(id))
		return button
	}
	h.add = icon("add", "storyboard.add", "storyboard.add", p.add)
	paste := icon("text", "storyboard.paste", "storyboard.paste", p.paste)
	printed := icon("print", "storyboard.print", "storyboard.print", p.print)
	h.missing = xwidget.NewButton(words.T("storyboard.missing-short"), "", xwidget.Normal, p.generateMissing)
	h.missing.SetTip(words.T("storyboard.missing"), "")
	h.missing.SetTipKey(p.host.Actions().KeyOf("storyboard.missing"))
	h.generate = xwidget.NewButton(words.T("storyboard.generate-short"), "create", xwidget.Primary, p.generate)
	h.generate.SetTip(words.T("storyboard.generate"), "")
	h.generate.SetTipKey(p.host.Actions().KeyOf("storyboard.generate"))
	h.banner = xwidget.NewBanner(xwidget.Failed, "", "")
	h.bad = container.NewStack(h.banner)
	h.bad.Hide()
	bar := container.New(xwidget.NewLine(look.Space2, 1, 0, 0, 0, 0, 0), xwidget.NewWhole(h.film), h.add, paste, printed, h.missing, h.generate)
	under := container.New(xwidget.NewLine(look.Space2, 1, 0), h.total, h.scenes)
	h.content = container.New(xwidget.NewColumn(look.Space2, look.Space4, look.Space3), bar, under, h.bad)
	return h
}

// show tells what is listed and what can be done with it.
func (h *head) show() {
	p := h.page
	chosen := p.chosen()
	h.film.SetText(p.board.film.Name)
	if len(chosen) > 1 {
		h.total.SetText(words.T("storyboard.selected", "Total", p.total(chosen)))
	} else {
		h.total.SetText(p.total(p.shots))
	}
	if len(p.board.scenes) > 0 {
		h.scenes.Show()
	} else {
		h.scenes.Hide()
	}
	h.scenes.SetText(words.T("storyboard.all-scenes"))
	for _, s := range p.board.scenes {
		if s.ID == p.scene {
			h.scenes.SetText(sceneName(s))
		}
	}
	enable(h.generate, len(chosen) > 0)
	enable(h.missing, len(p.board.shots) > 0)
	h.relayout()
}

func enable(b *xwidget.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// menu chooses the scene whose shots are listed.
func (h *head) menu() *fyne.Menu {
	p := h.page
	item := func(text string, scene int64) *fyne.MenuItem {
		i := fyne.NewMenuItem(text, func() {
			p.scene = scene
			p.list()
		})
		i.Checked = p.scene == scene
		return i
	}
	items := []*fyne.MenuItem{item(words.T("storyboard.all-scenes"), 0), fyne.NewMenuItemSeparator()}
	for _, s := range p.board.scenes {
		items = append(items, item(sceneName(s), s.ID))
	}
	return fyne.NewMenu("", items...)
}

func sceneName(s project.Scene) string {
	const most = 36
	name := s.Code
	if s.Title != "" {
		name += "  " + s.Title
	}
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most-1]) + "…"
	}
	return name
}

// setError shows why the board is not up to date; nil takes it back.
func (h *head) setError(err error) {
	if err == nil {
		if h.bad.Visible() {
			h.bad.Hide()
			h.relayout()
		}
		return
	}
	h.banner.Set(sentence(err), words.T("storyboard.stale"))
	h.bad.Show()
	h.relayout()
}

// relayout is called when the head may have another height.
func (h *head) relayout() {
	h.content.Refresh()
	if h.page.main != nil {
		h.page.main.Refresh()
	}
}
