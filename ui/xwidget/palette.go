package xwidget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// PaletteEntry is one thing that can be found and done.
type PaletteEntry struct {
	Title    string
	Words    string // others that it is found by, with spaces between them
	Category string
	Key      string
	Icon     look.Icon
	Run      func()
}

// ShowPalette opens the command palette: it is written what is looked for, in words
// or in any letters of it, the arrows choose, Enter does it, Escape closes. Without letters
// the entries stand in the order in which they are given.
func ShowPalette(c fyne.Canvas, placeholder, nothing string, entries []PaletteEntry) {
	p := &palette{entries: entries, back: plate(look.RadiusLarge), line: plate(0), nothing: NewText(nothing, look.Body, look.TextLow)}
	p.field = NewEntry(placeholder, p.search)
	p.field.OnKey = p.key
	p.field.OnSubmitted = func(string) { p.run() }
	p.box = container.NewThemeOverride(p.field, bareField{})
	for range paletteRows {
		p.rows = append(p.rows, newPaletteRow(p))
	}
	p.ExtendBaseWidget(p)
	p.overlay = newOverlay(c, p)
	p.overlay.place = func(_ fyne.CanvasObject, size fyne.Size) {
		width := min(look.Px(560), size.Width-look.Px(2*look.Space4))
		put(p, (size.Width-width)/2, size.Height*0.14, width, p.minSize().Height)
	}
	p.overlay.onTap = p.overlay.close
	p.overlay.onKey = func(event *fyne.KeyEvent) {
		if event.Name == fyne.KeyEscape {
			p.overlay.close()
		}
	}
	p.search("")
	p.overlay.open()
	c.Focus(p.field)
}

const paletteRows = 9

type palette struct {
	widget.BaseWidget
	overlay  *overlay
	entries  []PaletteEntry
	found    []int
	selected int // in found
	first    int // in found, of the rows in sight

	back, line *canvas.Rectangle
	field      *Entry
	box        fyne.CanvasObject
	rows       []*paletteRow
	nothing    *Text
}

func (p *palette) search(text string) {
	p.found, p.selected, p.first = findEntries(p.entries, text), 0, 0
	p.Refresh()
	if p.overlay != nil {
		p.overlay.Refresh()
	}
}

func (p *palette) key(event *fyne.KeyEvent) bool {
	n := len(p.found)
	switch event.Name {
	case fyne.KeyEscape:
		p.overlay.close()
	case fyne.KeyDown:
		p.choose((p.selected + 1) % max(n, 1))
	case fyne.KeyUp:
		p.choose((p.selected + n - 1) % max(n, 1))
	case fyne.KeyPageDown:
		p.choose(min(p.selected+paletteRows, n-1))
	case fyne.KeyPageUp:
		p.choose(max(p.selected-paletteRows, 0))
	default:
		return false
	}
	return true
}

func (p *palette) choose(index int) {
	if len(p.found) == 0 {
		return
	}
	p.selected = index
	p.first = min(max(p.first, index-paletteRows+1), index)
	p.Refresh()
}

func (p *palette) run() {
	if len(p.found) == 0 {
		return
	}
	entry := p.entries[p.found[p.selected]]
	p.overlay.close()
	entry.Run()
}

func (p *palette) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *palette) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{p.back, p.line, p.box, p.nothing}
	for _, r := range p.rows {
		all = append(all, r)
	}
	return all
}

func (p *palette) head() float32 { return look.Px(44) }
func (p *palette) row() float32  { return look.Px(34) }

func (p *palette) minSize() fyne.Size {
	rows := max(min(len(p.found), paletteRows), 1)
	return fyne.NewSize(look.Px(300), p.head()+float32(rows)*p.row()+look.Px(2*6))
}

func (p *palette) paint() {
	fill(p.back, look.SurfacePopup, look.LineStrong)
	fill(p.line, look.Line, "")
	show(p.nothing, len(p.found) == 0)
	for i, r := range p.rows {
		index := p.first + i
		show(r, index < len(p.found))
		if index < len(p.found) {
			r.set(p.entries[p.found[index]], index, index == p.selected)
		}
	}
}

func (p *palette) arrange(size fyne.Size) {
	p.back.Resize(size)
	field := p.field.MinSize().Height
	put(p.box, look.Px(10), (p.head()-field)/2, size.Width-look.Px(20), field)
	put(p.line, 0, p.head(), size.Width, 1)
	top := p.head() + look.Px(6)
	put(p.nothing, look.Px(look.Space4), top, size.Width-look.Px(2*look.Space4), p.row())
	for i, r := range p.rows {
		put(r, look.Px(6), top+float32(i)*p.row(), size.Width-look.Px(12), p.row())
	}
}

// paletteRow is one entry in sight.
type paletteRow struct {
	control
	palette  *palette
	entry    PaletteEntry
	index    int
	selected bool

	back     *canvas.Rectangle
	icon     *canvas.Image
	title    *Text
	category *Text
	key      *KeyBadge
}

func newPaletteRow(p *palette) *paletteRow {
	r := &paletteRow{
		palette: p, back: plate(look.RadiusMedium), icon: look.NewIcon(), key: NewKeyBadge(""),
		title: NewText("", look.Body, look.TextHigh), category: NewText("", look.Caption, look.TextLow),
	}
	r.tap = func() {
		p.selected = r.index
		p.run()
	}
	r.extend(r)
	return r
}

func (r *paletteRow) set(entry PaletteEntry, index int, selected bool) {
	r.entry, r.index, r.selected = entry, index, selected
	r.Refresh()
}

func (r *paletteRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.icon, r.title, r.category, r.key}
}

func (r *paletteRow) minSize() fyne.Size { return fyne.NewSize(look.Px(200), r.palette.row()) }

func (r *paletteRow) paint() {
	r.back.FillColor = color.Transparent
	ink := look.TextMedium
	if r.selected {
		fill(r.back, look.AccentSoft, "")
		ink = look.TextHigh
	} else if r.hovered {
		fill(r.back, look.Hover, "")
	}
	r.entry.Icon.Paint(r.icon, ink)
	r.title.SetText(r.entry.Title)
	r.title.SetColor(ink)
	r.category.SetText(r.entry.Category)
	faint := look.TextLow
	if r.selected {
		faint = look.TextMedium
	}
	r.category.SetColor(faint)
	r.key.SetKey(r.entry.Key)
}

func (r *paletteRow) arrange(size fyne.Size) {
	r.back.Resize(size)
	pad, icon := look.Px(10), look.Px(look.IconSize)
	putMid(r.icon, pad, size.Height, fyne.NewSquareSize(icon))
	key := r.key.MinSize()
	putMid(r.key, size.Width-pad-key.Width, size.Height, key)
	right := size.Width - pad
	if key.Width > 0 {
		right -= key.Width + look.Px(look.Space3)
	}
	category := r.category.Natural()
	putMid(r.category, right-category.Width, size.Height, category)
	left := pad + icon + look.Px(10)
	title := look.Body.Measure("M").Height
	putMid(r.title, left, size.Height, fyne.NewSize(right-category.Width-look.Px(look.Space3)-left, title))
}
