package settings

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// ownLicence is that of the program itself.
const ownLicence = "Apache-2.0"

// licences are those of the parts that the program is made of, by the names of the
// SPDX list.
var licences = []struct{ part, licence string }{
	{"ONNX Runtime, onnxruntime_go", "MIT"},
	{"FFmpeg", "LGPL-2.1-or-later, GPL-2.0-or-later"},
	{"mpv", "LGPL-2.1-or-later, GPL-2.0-or-later"},
	{"go-mpv", "MIT"},
	{"Fyne", "BSD-3-Clause"},
	{"SQLite", "Public Domain"},
	{"go-sqlite3, goose, go-i18n, kong, zenity, fpdf", "MIT"},
	{"Go, Gonum, Protocol Buffers", "BSD-3-Clause"},
	{"Inter, JetBrains Mono", "OFL-1.1"},
}

// aboutPart is the program itself.
type aboutPart struct{ form *form }

func newAbout(p *Page) *aboutPart {
	a := &aboutPart{form: newForm("Kinora", words.T("settings.about-lead"))}
	a.form.group(words.T("settings.program"))
	a.form.tell(words.T("settings.version"), fact(p.desk.Version()), "")
	a.form.tell(words.T("settings.licence"), fact(ownLicence), words.T("settings.licence-note"))
	shortcuts := xwidget.NewButton(words.T("settings.shortcuts"), "keyboard", xwidget.Normal, func() { p.host.Go(screen, "keys") })
	shortcuts.SetTip(words.T("settings.shortcuts-tip"), "")
	shortcuts.SetTipKey(p.host.Actions().KeyOf("settings.search"))
	a.form.add(words.T("settings.keys"), shortcuts, words.T("settings.palette-note", "Key", p.host.Actions().KeyLabel("window.palette")))
	a.form.group(words.T("settings.parts"))
	for _, l := range licences {
		a.form.tell(l.part, fact(l.licence), "")
	}
	return a
}

func (a *aboutPart) content() fyne.CanvasObject { return a.form.scroll }

func (a *aboutPart) open() {}
