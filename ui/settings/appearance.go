package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// scales are the sizes that are offered.
var scales = []float32{0.85, 1, 1.1, 1.25, 1.5}

// appearance is how the window looks, and the language that it speaks.
type appearance struct {
	page      *Page
	form      *form
	theme     *xwidget.Segmented
	size      *xwidget.Segmented
	language  *xwidget.MenuButton
	languages []words.Language
}

func newAppearance(p *Page) *appearance {
	a := &appearance{page: p, form: newForm(words.T("settings.appearance"), "")}
	a.theme = xwidget.NewSegmented([]string{words.T("settings.dark"), words.T("settings.light"), words.T("settings.contrast")}, a.setTheme)
	a.theme.SetTip(words.T("settings.theme-tip"), "")
	var sizes []string
	for _, scale := range scales {
		sizes = append(sizes, words.T("settings.percent", "Number", int(scale*100+0.5)))
	}
	a.size = xwidget.NewSegmented(sizes, a.setSize)
	a.size.SetTip(words.T("settings.size-tip"), "")
	a.language = xwidget.NewMenuButton(words.T("language.name"), "language", a.menu)
	a.language.SetTip(words.T("settings.language-tip"), "")
	a.form.group(words.T("settings.look"))
	a.form.add(words.T("settings.theme"), a.theme, words.T("settings.theme-note"))
	a.form.add(words.T("settings.size"), a.size, words.T("settings.size-note"))
	a.form.add(words.T("settings.language"), a.language, words.T("settings.language-note"))
	return a
}

func (a *appearance) content() fyne.CanvasObject { return a.form.scroll }

// open shows what is chosen, and reads which languages there are.
func (a *appearance) open() {
	chosen := a.page.host.Look()
	a.theme.SetSelected(max(slices.Index(look.Modes, chosen.Mode), 0))
	a.size.SetSelected(nearestScale(chosen.Scale))
	folder := a.page.params.LanguageFolder
	type found struct {
		languages []words.Language
		err       error
	}
	errand(a.page, "settings: show the languages", func(context.Context) found {
		languages, err := words.Languages(folder)
		return found{languages, err}
	}, func(f found) {
		a.languages = f.languages
		a.page.fail(f.err)
	})
	if a.page.host.Language() == "" {
		a.language.SetText(words.T("settings.system-language", "Language", words.T("language.name")))
	}
}

func nearestScale(scale float32) int {
	best := 1
	for i, s := range scales {
		if (s-scale)*(s-scale) < (scales[best]-scale)*(scales[best]-scale) {
			best = i
		}
	}
	return best
}

func (a *appearance) setTheme(index int) {
	p := a.page.host.Look()
	p.Mode = look.Modes[index]
	a.page.fail(a.page.host.SetLook(p))
}

func (a *appearance) setSize(index int) {
	p := a.page.host.Look()
	p.Scale = scales[index]
	a.page.fail(a.page.host.SetLook(p))
}

// menu offers the languages that are there.
func (a *appearance) menu() *fyne.Menu {
	chosen := a.page.host.Language()
	item := func(text, tag string) *fyne.MenuItem {
		m := fyne.NewMenuItem(text, func() { a.page.fail(a.page.host.SetLanguage(tag)) })
		m.Checked = tag == chosen
		return m
	}
	items := []*fyne.MenuItem{item(words.T("settings.as-system"), ""), fyne.NewMenuItemSeparator()}
	for _, l := range a.languages {
		items = append(items, item(l.Name, l.Tag))
	}
	return fyne.NewMenu("", items...)
}
