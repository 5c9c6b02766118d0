package create

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// factGap stands between two facts of a line.
const factGap = " · "

// factLine is a line of which as many are read as there is room for, the first of them
// before the others. None is cut while another one can be left out.
type factLine struct {
	text *xwidget.Text
	all  []string
}

// set changes what is known; it is read once the line is laid out again.
func (f *factLine) set(line string) {
	f.all = strings.Split(line, factGap)
	f.text.SetText(line)
}

// MinSize is a few letters.
func (f *factLine) MinSize([]fyne.CanvasObject) fyne.Size { return f.text.MinSize() }

// Layout gives the line the whole width, and leaves out what has no room.
func (f *factLine) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	n := max(len(f.all), 1)
	for n > 1 && look.Caption.Measure(strings.Join(f.all[:n], factGap)).Width > size.Width {
		n--
	}
	if len(f.all) > 0 {
		f.text.SetText(strings.Join(f.all[:n], factGap))
	}
	height := f.text.MinSize().Height
	f.text.Move(fyne.NewPos(0, (size.Height-height)/2))
	f.text.Resize(fyne.NewSize(size.Width, height))
}
