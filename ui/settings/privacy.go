package settings

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// privacy says plainly what is kept where, and that nothing goes elsewhere.
type privacy struct {
	page  *Page
	form  *form
	films *xwidget.Text
}

func newPrivacy(p *Page) *privacy {
	v := &privacy{page: p, form: newForm(words.T("settings.nothing-leaves"), words.T("settings.privacy-lead"))}
	place := func(name words.ID, path, note string) *xwidget.Text {
		text := xwidget.NewText(path, look.Body, look.TextHigh)
		v.form.tell(words.T(name), pathLine(text, p.revealButton(text.Text)), note)
		return text
	}
	v.form.group(words.T("settings.kept-where"))
	v.films = place(words.ID("settings.kept-films"), "", words.T("settings.kept-films-note"))
	place(words.ID("settings.packs"), p.about.packs(), words.T("settings.kept-packs-note"))
	place(words.ID("settings.kept-settings"), filepath.Dir(p.about.settings()), words.T("settings.kept-settings-note"))
	v.form.tell(words.T("settings.logs"), fact(words.T("settings.logs-where")), "")

	v.form.group(words.T("settings.network"))
	v.form.tell(words.T("settings.kinora-itself"), fact(words.T("settings.kinora-silent")), "")
	v.form.tell("ONNX Runtime", fact(words.T("settings.runtime-silent")), "")
	v.form.tell(words.T("settings.other-programs"), fact(words.T("settings.programs-silent")), "")
	return v
}

func (v *privacy) content() fyne.CanvasObject { return v.form.scroll }

func (v *privacy) open() {
	v.films.SetText(v.page.params.Films())
	v.form.refresh()
}
