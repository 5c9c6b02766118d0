package create

import (
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// mostDifferences is how many lines there are below each of two compared takes.
const mostDifferences = 5

// side is what is said of one of two compared takes.
type side struct {
	take project.Take
	rows []fact
	same bool // nothing but the seed differs
	more int  // differences that there is no room for
}

// comparedSide is name, seed and what is different of one of two compared takes.
type comparedSide struct {
	content *fyne.Container
	name    *xwidget.Text
	length  *xwidget.Text
	heart   *xwidget.Button
	rows    *fyne.Container
}

func newComparedSide(p *Page, keep string, kept, marked func()) *comparedSide {
	s := &comparedSide{rows: container.New(xwidget.NewColumn(2, 0, 0))}
	s.name = xwidget.NewText("", look.Strong, look.TextHigh)
	s.length = xwidget.NewText("", look.Caption, look.TextLow)
	s.heart = xwidget.NewIconButton("heart", words.T("create.favourite-side"), "", marked)
	button := xwidget.NewButton(words.T("create.keep"), "check", xwidget.Normal, kept)
	button.SetTip(words.T("create.keep-tip"), "")
	p.keyed(keep, button)
	s.content = container.New(xwidget.NewColumn(look.Space1, 0, 0),
		container.New(xwidget.NewLine(look.Space2, 0, 1, 0, 0), middled(s.name), container.New(middle{shrinks: true}, s.length), s.heart, button), s.rows)
	return s
}

func (s *comparedSide) show(now side) {
	s.name.SetText(now.take.Code)
	s.length.SetText(lengthOf(now.take))
	s.mark(now.take)
	s.rows.Objects = nil
	seed := strconv.FormatUint(now.take.Seed, 10)
	if now.take.Verb == project.VerbImport {
		seed = ""
	}
	for _, row := range append([]fact{{words.T("create.seed"), seed}}, now.rows...) {
		value := row.value
		if value == "" {
			value = "–"
		}
		s.rows.Add(container.New(factLayout{}, xwidget.NewText(row.name, look.Caption, look.TextLow), xwidget.NewWhole(xwidget.NewText(value, look.Caption, look.TextHigh))))
	}
	switch {
	case now.same:
		s.rows.Add(xwidget.NewText(words.T("create.same-recipe"), look.Caption, look.TextLow))
	case now.more > 0:
		s.rows.Add(xwidget.NewText(words.N("create.more-differences", now.more), look.Caption, look.TextLow))
	}
	s.rows.Refresh()
}

// mark shows whether the take is a favourite.
func (s *comparedSide) mark(take project.Take) {
	icon := look.Icon("heart")
	if take.Favourite {
		icon = "heart-filled"
	}
	s.heart.SetIcon(icon)
	s.heart.SetOn(take.Favourite)
}

// factLayout puts what something is called left of what it is, all of them in line.
type factLayout struct{}

// MinSize is one line.
func (factLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(160), max(objects[0].MinSize().Height, objects[1].MinSize().Height)+look.Px(2))
}

// Layout gives the name a column of its own.
func (factLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name := min(look.Px(96), size.Width/2)
	objects[0].Resize(fyne.NewSize(name-look.Px(look.Space2), size.Height))
	objects[1].Move(fyne.NewPos(name, 0))
	objects[1].Resize(fyne.NewSize(size.Width-name, size.Height))
}

// frozen is a picture on black, as large as its place allows.
type frozen struct {
	widget.BaseWidget
	picture *canvas.Image
}

func newFrozen() *frozen {
	s := &frozen{picture: canvas.NewImageFromImage(nil)}
	s.picture.FillMode = canvas.ImageFillContain
	s.picture.ScaleMode = canvas.ImageScaleFastest
	s.ExtendBaseWidget(s)
	return s
}

func (s *frozen) set(picture image.Image) {
	s.picture.Image = picture
	visible(s.picture, picture != nil)
	s.picture.Refresh()
}

// CreateRenderer is for Fyne.
func (s *frozen) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.picture) }
