package projects

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// content is what a card shows.
type content struct {
	dir      string
	picture  image.Image
	icon     look.Icon // in place of a picture
	reason   string    // below the icon: why there is none
	name     string
	holds    string // how many shots and takes, or what is wrong
	when     string
	folder   string
	chip     string // on the picture
	tone     xwidget.Tone
	missing  bool
	selected bool
}

// deeds are what the user does with a card, given its film.
type deeds struct {
	open, forget func(dir string)
	menu         func(dir string, at fyne.Position)
}

// card is one film: its newest picture, its name and what it holds.
type card struct {
	widget.BaseWidget
	content content
	deeds   deeds
	hovered bool

	back, well, bars *canvas.Rectangle
	picture, icon    *canvas.Image
	reason, name     *xwidget.Text
	holds, when      *xwidget.Text
	folder           *xwidget.Text
	chip             *xwidget.Chip
	more, forget     *xwidget.Button
}

var (
	_ fyne.Tappable          = (*card)(nil)
	_ fyne.SecondaryTappable = (*card)(nil)
	_ desktop.Hoverable      = (*card)(nil)
	_ desktop.Cursorable     = (*card)(nil)
)

func newCard(keys *action.Registry, d deeds) *card {
	c := &card{
		deeds: d, back: plate(look.RadiusLarge), well: plate(look.RadiusMedium), bars: plate(look.RadiusMedium),
		picture: canvas.NewImageFromImage(nil), icon: look.NewIcon(),
		reason: xwidget.NewText("", look.Label, look.TextLow),
		name:   xwidget.NewText("", look.Strong, look.TextHigh),
		holds:  xwidget.NewText("", look.Label, look.TextMedium), when: xwidget.NewText("", look.Label, look.TextLow),
		folder: xwidget.NewText("", look.Caption, look.TextLow), chip: xwidget.NewChip("", xwidget.Neutral, nil, nil),
	}
	c.reason.SetAlign(fyne.TextAlignCenter)
	c.when.SetAlign(fyne.TextAlignTrailing)
	c.more = xwidget.NewIconButton("more", words.T("projects.more"), "", func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.more).AddXY(0, c.more.Size().Height)
		c.deeds.menu(c.content.dir, at)
	})
	c.more.SetTipKey(keys.KeyOf("projects.menu"))
	c.forget = xwidget.NewButton(words.T("projects.forget"), "", xwidget.Normal, func() { c.deeds.forget(c.content.dir) })
	c.forget.SetTip(words.T("projects.forget-tip"), "")
	c.forget.SetTipKey(keys.KeyOf("projects.forget"))
	c.ExtendBaseWidget(c)
	return c
}

// set changes what is shown.
func (c *card) set(content content) {
	if c.content != content {
		c.content = content
		c.Refresh()
	}
}

// Tapped opens the film, or looks again for one that was missing.
func (c *card) Tapped(*fyne.PointEvent) { c.deeds.open(c.content.dir) }

// TappedSecondary asks what else can be done.
func (c *card) TappedSecondary(event *fyne.PointEvent) {
	c.deeds.menu(c.content.dir, event.AbsolutePosition)
}

// TipText says whole what has no room.
func (c *card) TipText() xwidget.Tip {
	return xwidget.WithCut(xwidget.Tip{}, c.name, c.holds, c.folder, c.reason)
}

// MouseIn lights the card.
func (c *card) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	xwidget.OfferTip(c, c.TipText())
	c.Refresh()
}

// MouseMoved has no meaning here.
func (c *card) MouseMoved(*desktop.MouseEvent) {}

// MouseOut puts it out.
func (c *card) MouseOut() {
	c.hovered = false
	xwidget.HideTip()
	c.Refresh()
}

// Cursor is a hand: a tap opens.
func (c *card) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{c}
	r.paint()
	return r
}

func plate(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = look.Px(radius)
	return r
}
