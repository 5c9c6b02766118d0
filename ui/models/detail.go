package models

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// detail is all about one pack.
type detail struct {
	page    *Page
	content *container.Scroll
	body    *fyne.Container

	title       *xwidget.Text
	whole       *xwidget.Whole // around the title
	description *xwidget.Text
	note, fault *xwidget.Banner
	facts       [mostFacts]fact
	verify      *xwidget.Button
	halt        *xwidget.Button
	reveal      *xwidget.Button
	forget      *xwidget.Button
	progress    *xwidget.Progress
}

// fact is a name and what there is to say.
type fact struct{ name, text *xwidget.Text }

func newDetail(p *Page) *detail {
	d := &detail{
		page:  p,
		title: xwidget.NewText("", look.Heading, look.TextHigh), description: xwidget.NewParagraph("", look.Body, look.TextMedium, 0),
		note: xwidget.NewBanner(xwidget.Accented, "", ""), fault: xwidget.NewBanner(xwidget.Failed, "", ""),
		verify: xwidget.NewButton(words.T("models.verify"), "success", xwidget.Normal, p.verifyAsync),
		halt:   xwidget.NewButton(words.T("models.halt"), "stop", xwidget.Normal, p.haltVerify),
		reveal: xwidget.NewButton(words.T("models.reveal"), "reveal", xwidget.Normal, p.revealAsync),
		forget: xwidget.NewButton(words.T("models.forget"), "remove", xwidget.Normal, p.forget),

		progress: xwidget.NewProgress(),
	}
	d.whole = xwidget.NewWhole(d.title)
	objects := []fyne.CanvasObject{d.whole, d.description, d.note, d.fault, d.progress, d.verify, d.halt, d.reveal, d.forget}
	for i := range d.facts {
		d.facts[i] = fact{xwidget.NewText("", look.Body, look.TextLow), xwidget.NewParagraph("", look.Body, look.TextHigh, 0)}
		objects = append(objects, d.facts[i].name, d.facts[i].text)
	}
	d.progress.Hide()
	d.body = container.New(&detailLayout{detail: d}, objects...)
	d.content = container.NewVScroll(d.body)
	return d
}

func (d *detail) tell() {
	keys := d.page.host.Actions()
	d.verify.SetTip(words.T("models.verify-tip"), "")
	d.verify.SetTipKey(keys.KeyOf("models.verify"))
	d.halt.SetTip(words.T("models.halt"), "")
	d.reveal.SetTip(words.T("models.reveal"), "")
	d.reveal.SetTipKey(keys.KeyOf("models.reveal"))
	d.forget.SetTip(words.T("models.forget-tip"), "")
	d.forget.SetTipKey(keys.KeyOf("models.forget"))
}

// show puts a pack in place.
func (d *detail) show(pack studio.InstalledPack, checking bool) {
	d.title.SetText(titleOf(pack))
	d.description.SetText(pack.Info.Description)
	visible(d.description, pack.Info.Description != "")
	d.note.Set(words.T("models.is-demonstration"), sentence(pack.Info.Note))
	visible(d.note, pack.Info.Note != "")
	if pack.Fault != nil {
		d.fault.Set(fault.Parts(pack.Fault))
	}
	visible(d.fault, pack.Fault != nil)
	told := factsOf(pack, d.page.now())
	for i, f := range d.facts {
		visible(f.name, i < len(told))
		visible(f.text, i < len(told))
		if i < len(told) {
			f.name.SetText(told[i][0])
			f.text.SetText(told[i][1])
		}
	}
	visible(d.verify, pack.Sums && !checking)
	visible(d.halt, checking)
	visible(d.progress, checking)
	visible(d.forget, pack.Linked && !pack.Shipped)
	d.body.Refresh()
	d.content.Refresh()
}

func (d *detail) showProgress(share float64) {
	visible(d.progress, share >= 0)
	d.progress.SetValue(max(share, 0))
}

// detailLayout puts the parts below each other, in a width that can be read.
type detailLayout struct {
	detail *detail
	width  float32 // that was there last: the height follows from it
}

func (l *detailLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(300), l.arrange(l.width))
}

func (l *detailLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.arrange(size.Width)
}

// arrange places everything and returns the height that it takes.
func (l *detailLayout) arrange(width float32) float32 {
	d := l.detail
	x, y := look.Px(look.Space5), look.Px(look.Space1)
	width = min(max(width-2*x, look.Px(240)), look.Px(720))
	title := look.Heading.Measure("M").Height
	place(d.whole, x, y, width, title)
	y += title + look.Px(look.Space2)
	if d.description.Visible() {
		height := d.description.HeightFor(width)
		place(d.description, x, y, width, height)
		y += height + look.Px(look.Space4)
	}
	for _, b := range []*xwidget.Banner{d.fault, d.note} {
		if b.Visible() {
			height := b.HeightFor(width)
			place(b, x, y, width, height)
			y += height + look.Px(look.Space4)
		}
	}
	names := float32(0)
	for _, f := range d.facts {
		if f.name.Visible() {
			names = max(names, f.name.Natural().Width)
		}
	}
	names += look.Px(look.Space5)
	line := look.Body.Measure("M").Height + look.Px(2)
	for _, f := range d.facts {
		if f.name.Visible() {
			height := f.text.HeightFor(width - names)
			place(f.name, x, y, names, line)
			place(f.text, x+names, y, width-names, height)
			y += height + look.Px(look.Space2)
		}
	}
	y += look.Px(look.Space3)
	if d.progress.Visible() {
		place(d.progress, x, y, width, look.Px(3))
		y += look.Px(3 + look.Space3)
	}
	for _, b := range []*xwidget.Button{d.verify, d.halt, d.reveal, d.forget} {
		if b.Visible() {
			least := b.MinSize()
			place(b, x, y, least.Width, least.Height)
			x += least.Width + look.Px(look.Space2)
		}
	}
	return y + look.Px(look.ControlHeight+look.Space5)
}
