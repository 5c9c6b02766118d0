package xwidget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/kinora-studio/kinora/ui/look"
)

// TileContent is what a tile shows.
type TileContent struct {
	Picture   image.Image // about as large as the tile: it is not smoothed; nil shows Icon
	Icon      look.Icon
	Caption   string
	Note      string // faint, at the right of the caption: a duration
	Badge     string // on the picture: a state or a number of takes
	Tone      Tone   // of the badge
	Favourite bool
	Selected  bool
	Progress  float64 // from 0 to 1 while it forms; below 0 for none
}

// Tile is a picture with a line below it.
type Tile struct {
	control
	// OnOpen is called on a second tap and on Enter.
	OnOpen func()
	// OnFavourite is called when the heart is tapped.
	OnFavourite func()
	// OnScrub is called while the pointer moves over the picture, with its place
	// from 0 to 1; and with a negative one when it has left.
	OnScrub func(at float64)
	// OnMenu is called on a secondary tap with the place for a menu.
	OnMenu func(at fyne.Position)

	content TileContent
	aspect  float32 // width over height of the picture
	at      float64 // where the pointer scrubs, below 0 for nowhere

	back, edge, focus, badge, head *canvas.Rectangle
	picture, icon, heart           *canvas.Image
	badgeText                      *canvas.Text
	caption, note                  *Text
	progress                       *Progress
}

var (
	_ fyne.DoubleTappable    = (*Tile)(nil)
	_ fyne.SecondaryTappable = (*Tile)(nil)
)

// NewTile makes an empty tile for pictures of a shape, its width over its height.
func NewTile(aspect float32, tapped func()) *Tile {
	t := &Tile{
		aspect: aspect, at: -1, content: TileContent{Progress: -1},
		back: plate(look.RadiusMedium), edge: plate(look.RadiusMedium), focus: plate(look.RadiusMedium + 2),
		badge: plate(look.RadiusSmall), head: canvas.NewRectangle(color.Transparent),
		picture: canvas.NewImageFromImage(nil), icon: look.NewIcon(), heart: look.NewIcon(),
		badgeText: canvas.NewText("", nil), progress: NewProgress(),
		caption: NewText("", look.Label, look.TextMedium), note: NewText("", look.Caption, look.TextLow),
	}
	t.picture.FillMode = canvas.ImageFillCover
	t.picture.ScaleMode = canvas.ImageScaleFastest
	t.note.SetAlign(fyne.TextAlignTrailing)
	t.tap = tapped
	t.extend(t)
	return t
}

// Set changes what is shown. A change of the progress alone is shown at most four
// times a second.
func (t *Tile) Set(content TileContent) {
	old := t.content
	old.Progress = content.Progress
	t.content.Progress = content.Progress
	t.progress.SetValue(max(content.Progress, 0))
	if old == content && (content.Progress < 0) == !t.progress.Visible() {
		return
	}
	t.content = content
	t.Refresh()
}

// SetPicture changes the picture alone, as while scrubbing.
func (t *Tile) SetPicture(picture image.Image) {
	t.content.Picture = picture
	if t.picture.Image == nil || picture == nil {
		t.Refresh()
		return
	}
	t.picture.Image = picture
	t.picture.Refresh()
}

// Tapped selects, or changes the favourite where the heart is.
func (t *Tile) Tapped(event *fyne.PointEvent) {
	if event != nil && t.OnFavourite != nil && t.heart.Visible() && inside(event.Position, t.heart, look.Px(5)) {
		t.OnFavourite()
		return
	}
	t.control.Tapped(event)
}

// DoubleTapped opens.
func (t *Tile) DoubleTapped(*fyne.PointEvent) {
	if t.OnOpen != nil {
		t.OnOpen()
	}
}

// TappedSecondary asks for a menu.
func (t *Tile) TappedSecondary(event *fyne.PointEvent) {
	if t.OnMenu != nil {
		t.OnMenu(event.AbsolutePosition)
	}
}

// TypedKey opens on Enter; space goes on to the canvas, where it plays.
func (t *Tile) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter {
		t.DoubleTapped(nil)
		return
	}
	passKey(t, event)
}

// MouseMoved scrubs.
func (t *Tile) MouseMoved(event *desktop.MouseEvent) {
	if t.OnScrub == nil || t.content.Progress >= 0 || t.Size().Width <= 0 {
		return
	}
	t.at = fraction(float64(event.Position.X / t.Size().Width))
	t.placeHead()
	canvas.Refresh(t.head)
	t.OnScrub(t.at)
}

// MouseOut ends scrubbing.
func (t *Tile) MouseOut() {
	if t.at >= 0 && t.OnScrub != nil {
		t.OnScrub(-1)
	}
	t.at = -1
	t.control.MouseOut()
}

func inside(at fyne.Position, o fyne.CanvasObject, margin float32) bool {
	p, s := o.Position(), o.Size()
	return at.X >= p.X-margin && at.Y >= p.Y-margin && at.X <= p.X+s.Width+margin && at.Y <= p.Y+s.Height+margin
}

// HeightFor is the height of a tile of a width.
func (t *Tile) HeightFor(width float32) float32 {
	return width/t.aspect + look.Label.Measure("M").Height + look.Px(look.Space2)
}

func (t *Tile) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		t.back, t.picture, t.icon, t.head, t.badge, t.badgeText, t.progress, t.heart, t.edge, t.caption, t.note, t.focus,
	}
}

func (t *Tile) minSize() fyne.Size {
	width := look.Px(96)
	return fyne.NewSize(width, t.HeightFor(width))
}

func (t *Tile) paint() {
	c := t.content
	fill(t.back, look.SurfaceWell, "")
	t.edge.FillColor, t.edge.StrokeColor, t.edge.StrokeWidth = color.Transparent, look.Color(look.Line), 1
	if t.lit() {
		t.edge.StrokeColor = look.Color(look.LineStrong)
	}
	if c.Selected {
		t.edge.StrokeColor, t.edge.StrokeWidth = look.Color(look.Accent), look.Px(2)
	}
	ring(t.focus, t.focused && !c.Selected)
	setPicture(t.picture, c.Picture)
	t.picture.CornerRadius = look.Px(look.RadiusMedium)
	show(t.picture, c.Picture != nil)
	c.Icon.Paint(t.icon, look.TextDisabled)
	show(t.icon, c.Picture == nil && c.Icon != "")
	t.head.FillColor = look.Color(look.Playhead)

	surface, ink := c.Tone.colors()
	if c.Tone == Neutral {
		surface, ink = look.Plate, look.OnPicture
	}
	fill(t.badge, surface, "")
	t.badgeText.Text = c.Badge
	t.badgeText.Alignment = fyne.TextAlignCenter
	look.Caption.Apply(t.badgeText, ink)
	show(t.badge, c.Badge != "")
	show(t.badgeText, c.Badge != "")
	show(t.progress, c.Progress >= 0)

	heart := look.Icon("heart")
	if c.Favourite {
		heart = "heart-filled"
	}
	if c.Favourite || t.lit() && t.OnFavourite != nil {
		heart.Paint(t.heart, look.OnPicture)
	} else {
		t.heart.Hide()
	}

	t.caption.SetText(c.Caption)
	t.note.SetText(c.Note)
	ink = look.TextMedium
	if c.Selected || t.lit() {
		ink = look.TextHigh
	}
	t.caption.SetColor(ink)
}

func (t *Tile) arrange(size fyne.Size) {
	line := look.Label.Measure("M").Height
	height := float32(int(size.Height - line - look.Px(look.Space2)))
	for _, o := range []fyne.CanvasObject{t.back, t.picture, t.edge} {
		put(o, 0, 0, size.Width, height)
	}
	put(t.focus, -look.Px(3), -look.Px(3), size.Width+look.Px(6), height+look.Px(6))
	icon := look.Px(look.Space5)
	put(t.icon, (size.Width-icon)/2, (height-icon)/2, icon, icon)
	pad, badge := look.Px(6), look.Caption.Measure(t.content.Badge).AddWidthHeight(look.Px(10), look.Px(4))
	put(t.badge, pad, pad, badge.Width, badge.Height)
	put(t.badgeText, pad, pad+look.Px(2), badge.Width, badge.Height-look.Px(4))
	heart := look.Px(look.IconSize)
	put(t.heart, size.Width-heart-pad, pad, heart, heart)
	put(t.progress, pad, height-pad-look.Px(3), size.Width-2*pad, look.Px(3))
	note := t.note.Natural().Width
	put(t.note, size.Width-note, height+look.Px(look.Space1)+1, note, line)
	put(t.caption, 0, height+look.Px(look.Space1)+1, size.Width-note-look.Px(look.Space2), line)
	t.placeHead()
}

func (t *Tile) placeHead() {
	show(t.head, t.at >= 0)
	put(t.head, float32(t.at)*(t.Size().Width-look.Px(1.5)), 0, look.Px(1.5), t.back.Size().Height)
}
