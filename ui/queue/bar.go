package queue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// selectionBar says how many jobs are selected and what can be done with them
// together.
type selectionBar struct {
	page    *Page
	content *fyne.Container
	count   *xwidget.Text
	buttons []barButton
}

type barButton struct {
	*xwidget.Button
	action string
	text   string
	fit    func(entry) bool
}

func newSelectionBar(p *Page) *selectionBar {
	b := &selectionBar{page: p, count: xwidget.NewText("", look.Strong, look.TextHigh)}
	add := func(action, text string, icon look.Icon, kind xwidget.Kind, fit func(entry) bool, do func([]entry)) {
		button := xwidget.NewButton(text, icon, kind, func() { do(p.chosen(fit)) })
		b.buttons = append(b.buttons, barButton{button, action, text, fit})
	}
	add("queue.top", words.T("queue.top"), "chevron-up", xwidget.Normal, canMove, p.moveToTop)
	add("queue.pause", words.T("queue.pause"), "pause", xwidget.Normal, canPause, p.pauseOrResume)
	add("queue.pause", words.T("queue.resume"), "play", xwidget.Normal, canResume, p.resume)
	add("queue.retry", words.T("queue.retry"), "retry", xwidget.Normal, canRetry, p.retry)
	add("queue.clear", words.T("queue.clear"), "trash", xwidget.Normal, canClear, p.clearAway)
	add("queue.cancel", words.T("queue.cancel"), "close", xwidget.Danger, canCancel, p.cancel)
	b.content = container.New(&barLayout{b}, xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeTop), b.count)
	for _, button := range b.buttons {
		b.content.Add(button.Button)
	}
	return b
}

func (b *selectionBar) tell() {
	for _, button := range b.buttons {
		t := b.page.tip(button.action, button.text)
		button.SetTip(t.text, "")
		button.SetTipKey(t.key)
	}
}

// show offers what fits the selection.
func (b *selectionBar) show() {
	b.count.SetText(words.N("queue.selected", len(b.page.selected)))
	for _, button := range b.buttons {
		visible(button.Button, len(b.page.chosen(button.fit)) > 0)
	}
	b.content.Layout.Layout(b.content.Objects, b.content.Size())
}

type barLayout struct{ bar *selectionBar }

func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(400), look.Px(look.ControlHeight+2*look.Space3))
}

func (l *barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	right, height := size.Width-look.Px(look.Space5), look.Px(look.ControlHeight)
	for i := len(l.bar.buttons) - 1; i >= 0; i-- {
		button := l.bar.buttons[i].Button
		if button.Visible() {
			width := button.MinSize().Width
			right -= width
			place(button, right, (size.Height-height)/2, width, height)
			right -= look.Px(look.Space2)
		}
	}
	text := look.Strong.Measure("M").Height
	left := look.Px(look.Space5)
	place(l.bar.count, left, (size.Height-text)/2, max(right-left, 0), text)
}
