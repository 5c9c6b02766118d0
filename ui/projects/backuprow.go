package projects

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// backupRow is one backup of a list: when it was made, and its size.
type backupRow struct {
	widget.BaseWidget
	tapped       func()
	chosen, over bool

	back       *canvas.Rectangle
	check      *canvas.Image
	made, size *xwidget.Text
}

var (
	_ fyne.Tappable     = (*backupRow)(nil)
	_ desktop.Hoverable = (*backupRow)(nil)
)

func newBackupRow(made, size string, tapped func()) *backupRow {
	r := &backupRow{
		tapped: tapped, back: plate(look.RadiusMedium), check: look.NewIcon(),
		made: xwidget.NewText(made, look.Body, look.TextHigh), size: xwidget.NewText(size, look.Label, look.TextLow),
	}
	r.size.SetAlign(fyne.TextAlignTrailing)
	r.ExtendBaseWidget(r)
	return r
}

func (r *backupRow) choose(chosen bool) {
	r.chosen = chosen
	r.Refresh()
}

// Tapped chooses it.
func (r *backupRow) Tapped(*fyne.PointEvent) { r.tapped() }

// MouseIn lights the row.
func (r *backupRow) MouseIn(*desktop.MouseEvent) { r.over = true; r.Refresh() }

// MouseMoved has no meaning here.
func (r *backupRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut puts it out.
func (r *backupRow) MouseOut() { r.over = false; r.Refresh() }

// CreateRenderer is for Fyne.
func (r *backupRow) CreateRenderer() fyne.WidgetRenderer {
	p := &backupRowRenderer{r}
	p.paint()
	return p
}

type backupRowRenderer struct{ row *backupRow }

func (p *backupRowRenderer) Destroy() {}

func (p *backupRowRenderer) Objects() []fyne.CanvasObject {
	r := p.row
	return []fyne.CanvasObject{r.back, r.check, r.made, r.size}
}

func (p *backupRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(look.Px(200), look.Px(look.ControlHeight+2))
}

func (p *backupRowRenderer) Refresh() {
	p.paint()
	canvas.Refresh(p.row)
}

func (p *backupRowRenderer) paint() {
	r := p.row
	r.back.FillColor = color.Transparent
	switch {
	case r.chosen:
		r.back.FillColor = look.Color(look.AccentSoft)
	case r.over:
		r.back.FillColor = look.Color(look.Hover)
	}
	look.Icon("check").Paint(r.check, look.Accent)
	show(r.check, r.chosen)
}

func (p *backupRowRenderer) Layout(size fyne.Size) {
	r := p.row
	r.back.Resize(size)
	icon, gap := look.Px(look.IconSize), look.Px(look.Space2)
	put(r.check, gap, (size.Height-icon)/2, icon, icon)
	aside := r.size.Natural().Width
	right := size.Width - look.Px(look.Space4) // beside the scroll bar
	put(r.size, right-aside, 0, aside, size.Height)
	left := gap + icon + gap
	put(r.made, left, 0, right-aside-gap-left, size.Height)
}
