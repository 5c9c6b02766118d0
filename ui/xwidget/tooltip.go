package xwidget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// Tip is what a tooltip says: a few words, and the key that does the same.
type Tip struct {
	Text string
	Key  string
}

// with is the tip with the key that is named now; nil leaves the one it has.
func (t Tip) with(key func() string) Tip {
	if key != nil {
		t.Key = key()
	}
	return t
}

// Tips is the layer on which a window shows its tooltips, one at a time. It lies
// over the content and takes no events, so that the pointer still reaches what
// is below: Fyne's overlays would take it away and the tooltip would flicker.
type Tips struct {
	layer *fyne.Container
	after func(time.Duration, func()) (stop func())
	stop  func()
	shown *tipPlate
}

// tipDelay is how long the pointer has to rest.
const tipDelay = 600 * time.Millisecond

// layers are the open layers, of windows and of the dialogs on top of them.
var layers []*Tips

// NewTips makes a layer and makes it the one that tooltips appear on, until Close.
// The clock calls a function on the UI goroutine later; nil for the real one.
func NewTips(after func(time.Duration, func()) (stop func())) *Tips {
	if after == nil {
		after = later
	}
	t := &Tips{layer: container.NewWithoutLayout(), after: after}
	layers = append(layers, t)
	return t
}

func later(wait time.Duration, f func()) func() {
	timer := time.AfterFunc(wait, func() { fyne.Do(f) })
	return func() { timer.Stop() }
}

// Layer is the object to put over the content, as large as that.
func (t *Tips) Layer() fyne.CanvasObject { return t.layer }

// Close takes the layer out of use; the one below it counts again.
func (t *Tips) Close() {
	t.Hide()
	for i, layer := range layers {
		if layer == t {
			layers = append(layers[:i:i], layers[i+1:]...)
			return
		}
	}
}

// Hide takes away what is shown or about to be.
func (t *Tips) Hide() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if t.shown != nil {
		t.shown = nil
		t.layer.RemoveAll()
	}
}

func (t *Tips) offer(owner fyne.CanvasObject, tip Tip) {
	t.Hide()
	if tip.Text != "" {
		t.stop = t.after(tipDelay, func() { t.show(owner, tip) })
	}
}

// show puts the tooltip below its owner, above it where there is no room, and
// never over an edge.
func (t *Tips) show(owner fyne.CanvasObject, tip Tip) {
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(owner).Subtract(driver.AbsolutePositionForObject(t.layer))
	room, gap := t.layer.Size(), look.Px(6)
	t.shown = newTipPlate(tip, room.Width-2*gap)
	size := t.shown.MinSize()
	x := at.X + (owner.Size().Width-size.Width)/2
	y := at.Y + owner.Size().Height + gap
	if y+size.Height > room.Height-gap {
		y = max(at.Y-size.Height-gap, gap)
	}
	x = max(gap, min(x, room.Width-size.Width-gap))
	t.shown.Resize(size)
	t.shown.Move(fyne.NewPos(x, y))
	t.layer.Add(t.shown)
}

// offerTip shows a tip on the topmost layer once the pointer has rested.
func offerTip(owner fyne.CanvasObject, tip Tip) {
	if len(layers) > 0 {
		layers[len(layers)-1].offer(owner, tip)
	}
}

func hideTip() {
	if len(layers) > 0 {
		layers[len(layers)-1].Hide()
	}
}

// A tooltip breaks into lines at a width, and ends at a number of them.
const (
	tipWidth = 440
	tipLines = 16
)

// tipPlate is the tooltip itself.
type tipPlate struct {
	widget.BaseWidget
	tip   Tip
	back  *canvas.Rectangle
	lines []*canvas.Text
	key   *KeyBadge
}

func newTipPlate(tip Tip, width float32) *tipPlate {
	p := &tipPlate{tip: tip, back: plate(look.RadiusMedium), key: NewKeyBadge(tip.Key)}
	for _, line := range wrap(tip.Text, look.Label, min(look.Px(tipWidth), width-p.around()), tipLines) {
		p.lines = append(p.lines, canvas.NewText(line, nil))
	}
	p.ExtendBaseWidget(p)
	return p
}

// around is the width of all that is no text.
func (p *tipPlate) around() float32 {
	width := look.Px(2 * look.Space2)
	if p.tip.Key != "" {
		width += p.key.MinSize().Width + look.Px(look.Space2)
	}
	return width
}

// CreateRenderer is for Fyne.
func (p *tipPlate) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *tipPlate) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{p.back, p.key}
	for _, line := range p.lines {
		all = append(all, line)
	}
	return all
}

func (p *tipPlate) minSize() fyne.Size {
	var text fyne.Size
	for _, line := range p.lines {
		of := look.Label.Measure(line.Text)
		text = fyne.NewSize(max(text.Width, of.Width), text.Height+of.Height)
	}
	return text.AddWidthHeight(p.around(), look.Px(10))
}

func (p *tipPlate) paint() {
	fill(p.back, look.SurfacePopup, look.LineStrong)
	for _, line := range p.lines {
		look.Label.Apply(line, look.TextHigh)
	}
	show(p.key, p.tip.Key != "")
}

func (p *tipPlate) arrange(size fyne.Size) {
	p.back.Resize(size)
	height := (size.Height - look.Px(10)) / float32(len(p.lines))
	y := look.Px(5)
	for _, line := range p.lines {
		put(line, look.Px(look.Space2), y, look.Label.Measure(line.Text).Width, height)
		y += height
	}
	key := p.key.MinSize()
	put(p.key, size.Width-look.Px(look.Space2)-key.Width, y-height+(height-key.Height)/2, key.Width, key.Height)
}
