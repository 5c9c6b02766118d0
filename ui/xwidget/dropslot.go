package xwidget

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/kinora-studio/kinora/ui/look"
)

// DropTarget is an object onto which files can be dropped from outside. Whoever
// receives the window's drops asks the topmost target under the pointer.
type DropTarget interface {
	fyne.CanvasObject
	// DropFiles takes the files, and returns whether it wants them.
	DropFiles(files []fyne.URI) bool
}

// DropSlot is a place for one file: empty, holding a picture, or saying why what
// was dropped is not the right thing.
type DropSlot struct {
	control
	// OnPick is called when the user wants to choose a file.
	OnPick func()
	// OnDrop is called with what was dropped; it decides what the slot shows.
	OnDrop func(files []fyne.URI)
	// OnRemove is called when the user takes the file out.
	OnRemove func()

	name, hint string
	icon       look.Icon
	file       string
	bad        string

	back, over, focus, plate *canvas.Rectangle
	picture                  *canvas.Image
	mark                     *canvas.Image
	title, note              *Text
	remove                   *Button
}

var _ DropTarget = (*DropSlot)(nil)

// slotLines is how many lines of a sentence a slot has room for; one that is longer
// than three takes the place of the icon.
const slotLines = 5

// NewDropSlot makes an empty slot with its name and what belongs into it.
func NewDropSlot(name, hint string, icon look.Icon, removeTip string) *DropSlot {
	s := &DropSlot{
		name: name, hint: hint, icon: icon,
		back: plate(look.RadiusMedium), over: plate(look.RadiusMedium), focus: plate(look.RadiusMedium), plate: plate(0),
		picture: canvas.NewImageFromImage(nil), mark: look.NewIcon(),
		title: NewText(name, look.Label, look.TextMedium), note: NewParagraph(hint, look.Caption, look.TextLow, slotLines),
	}
	s.picture.FillMode = canvas.ImageFillCover
	s.picture.ScaleMode = canvas.ImageScaleFastest
	s.remove = NewButton("", "close", OnPicture, func() {
		if s.OnRemove != nil {
			s.OnRemove()
		}
	})
	s.remove.SetTip(removeTip, "")
	s.title.SetAlign(fyne.TextAlignCenter)
	s.note.SetAlign(fyne.TextAlignCenter)
	s.tap = func() {
		if s.OnPick != nil {
			s.OnPick()
		}
	}
	s.extend(s)
	return s
}

// SetFile shows a file by its picture and its name; a nil picture shows the icon.
func (s *DropSlot) SetFile(name string, picture image.Image) {
	s.file, s.bad = name, ""
	setPicture(s.picture, picture)
	s.Refresh()
}

// SetError shows why what was dropped cannot be used. What the slot held stays.
func (s *DropSlot) SetError(sentence string) {
	s.bad = sentence
	s.Refresh()
}

// Wrong is the sentence that says why what was dropped cannot be used; empty where
// nothing is wrong.
func (s *DropSlot) Wrong() string { return s.bad }

// Clear empties the slot.
func (s *DropSlot) Clear() {
	s.file, s.bad = "", ""
	setPicture(s.picture, nil)
	s.Refresh()
}

// DropFiles gives the files to OnDrop.
func (s *DropSlot) DropFiles(files []fyne.URI) bool {
	if s.Disabled() || s.OnDrop == nil {
		return false
	}
	s.OnDrop(files)
	return true
}

// MouseIn also remembers that files dropped now are meant for this slot: on
// Windows Fyne does not know where a drop lands, but the pointer is told next.
func (s *DropSlot) MouseIn(event *desktop.MouseEvent) {
	pointed = s
	s.control.MouseIn(event)
	if s.bad != "" { // which may be longer than the slot has room for
		offerTip(s, Tip{Text: s.bad})
	}
}

// MouseOut forgets it.
func (s *DropSlot) MouseOut() {
	if pointed == s {
		pointed = nil
	}
	s.control.MouseOut()
}

// pointed is the target that the pointer is over; there is one pointer.
var pointed DropTarget

// PointedTarget returns the drop target that the pointer is over, nil for none.
func PointedTarget() DropTarget { return pointed }

// TypedKey also removes the file.
func (s *DropSlot) TypedKey(event *fyne.KeyEvent) {
	if s.file != "" && s.OnRemove != nil && (event.Name == fyne.KeyDelete || event.Name == fyne.KeyBackspace) {
		s.OnRemove()
		return
	}
	s.control.TypedKey(event)
}

func (s *DropSlot) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.back, s.picture, s.plate, s.over, s.mark, s.title, s.note, s.remove, s.focus}
}

func (s *DropSlot) minSize() fyne.Size { return fyne.NewSize(look.Px(136), look.Px(96)) }

func (s *DropSlot) paint() {
	filled, failed := s.file != "" && s.bad == "", s.bad != ""
	surface, line, ink, icon := look.SurfaceWell, look.LineStrong, look.TextLow, s.icon
	if s.lit() {
		ink = look.TextHigh
	}
	if failed {
		surface, line, ink, icon = look.DangerSoft, look.Danger, look.Danger, look.Icon("error")
	}
	if s.Disabled() {
		ink = look.TextDisabled
	}
	fill(s.back, surface, line)
	fill(s.over, look.Hover, "")
	show(s.over, s.lit())
	fill(s.plate, look.Plate, "")
	pictured := filled && s.picture.Image != nil
	show(s.picture, pictured)
	show(s.plate, pictured)
	s.picture.CornerRadius = look.Px(look.RadiusMedium)
	icon.Paint(s.mark, ink)
	show(s.mark, !pictured)
	show(s.remove, filled && s.OnRemove != nil && !s.Disabled())
	ring(s.focus, s.focused)
	s.paintText(filled, failed, pictured)
}

func (s *DropSlot) paintText(filled, failed, pictured bool) {
	title, note, ink := s.name, s.hint, look.TextMedium
	switch {
	case pictured:
		title, note, ink = s.file, "", look.OnPicture
	case filled:
		title, note, ink = s.file, "", look.TextHigh
	case failed:
		title, note = "", s.bad
	}
	faint := look.TextLow
	if failed {
		faint = look.TextHigh
	}
	if s.Disabled() {
		ink, faint = look.TextDisabled, look.TextDisabled
	}
	s.title.SetText(title)
	s.title.SetColor(ink)
	s.note.SetText(note)
	s.note.SetColor(faint)
	show(s.note, note != "")
}

func (s *DropSlot) arrange(size fyne.Size) {
	for _, o := range []fyne.CanvasObject{s.back, s.over, s.focus} {
		o.Resize(size)
	}
	put(s.picture, 1, 1, size.Width-2, size.Height-2)
	pad := look.Px(look.Space2)
	button := look.Px(22)
	put(s.remove, size.Width-button-look.Px(5), look.Px(5), button, button)
	line := look.Label.Measure("M").Height
	if s.plate.Visible() {
		band := line + look.Px(look.Space2)
		put(s.plate, 1, size.Height-band-1, size.Width-2, band)
		put(s.title, pad, size.Height-band-1, size.Width-2*pad, band)
		return
	}
	icon, gap, note := look.Px(look.RailIcon), look.Px(5), float32(0)
	if s.note.Visible() {
		note = s.note.HeightFor(size.Width - 2*pad)
	}
	if s.title.Text() == "" {
		line = 0
	}
	if icon+gap+line+note > size.Height-look.Px(look.Space2) && s.bad != "" {
		icon, gap = 0, 0
	}
	y := max((size.Height-icon-gap-line-note)/2, look.Px(look.Space1))
	put(s.mark, (size.Width-icon)/2, y, icon, icon)
	put(s.title, pad, y+icon+gap, size.Width-2*pad, line)
	put(s.note, pad, y+icon+gap+line, size.Width-2*pad, note)
}
