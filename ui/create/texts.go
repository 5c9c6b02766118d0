package create

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// newArea makes a text of several lines, as long as a project keeps one.
func (p *Page) newArea(hint string, rows int) *xwidget.TextArea {
	return p.bound(xwidget.NewTextArea(hint, rows))
}

// newLine makes a text of one line.
func (p *Page) newLine(hint string) *xwidget.TextArea { return p.bound(xwidget.NewTextLine(hint)) }

func (p *Page) bound(area *xwidget.TextArea) *xwidget.TextArea {
	area.Most = project.MaxText
	area.OnCut = func(left int) { p.host.Toast(xwidget.Warned, words.N("window.cut", left)) }
	return area
}

// beginText lets the user go on with a text in a dialog. The letter of the key that
// has opened the dialog is still on its way, and is none of the text.
func (p *Page) beginText(area *xwidget.TextArea) {
	p.host.Do("focus a text", func() {
		field := area.Field()
		p.host.Window().Canvas().Focus(field)
		field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // behind its end
	})
}
