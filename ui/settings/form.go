package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// widest is how wide a form becomes at 100 %: what can be read without turning the
// head.
const widest = 760

// form is a section of groups, in which each line has a name at the left and at the
// right what there is to choose or to know.
type form struct {
	scroll *container.Scroll
	body   *fyne.Container
	title  *xwidget.Text
	lead   *xwidget.Text
	groups []*group
}

type group struct {
	title *xwidget.Text
	rule  *xwidget.Panel
	rows  []*row
}

type row struct {
	name    *xwidget.Text
	control fyne.CanvasObject
	note    *xwidget.Text
	wide    bool // the control takes all the room
}

// newForm makes a form with what it is for; lead may be empty.
func newForm(title, lead string) *form {
	f := &form{
		title: xwidget.NewText(title, look.Heading, look.TextHigh),
		lead:  xwidget.NewParagraph(lead, look.Body, look.TextMedium, 0),
	}
	f.body = container.New(&formLayout{form: f}, f.title, f.lead)
	f.scroll = xwidget.NewScroller(f.body)
	return f
}

// group begins a group; what add adds belongs to it.
func (f *form) group(title string) {
	g := &group{title: xwidget.NewText(title, look.Title, look.TextHigh), rule: xwidget.NewPanel(look.Line, xwidget.NoEdge)}
	f.groups = append(f.groups, g)
	f.body.Add(g.title)
	f.body.Add(g.rule)
}

// add adds a line to the last group; the note may be empty.
func (f *form) add(name string, control fyne.CanvasObject, note string) *row {
	r := &row{
		name: xwidget.NewParagraph(name, look.Body, look.TextMedium, 0), control: control,
		note: xwidget.NewParagraph(note, look.Label, look.TextLow, 0),
	}
	g := f.groups[len(f.groups)-1]
	g.rows = append(g.rows, r)
	f.body.Add(r.name)
	f.body.Add(r.control)
	f.body.Add(r.note)
	return r
}

// tell adds a line that is only read, or whose control takes all the room.
func (f *form) tell(name string, content fyne.CanvasObject, note string) *row {
	r := f.add(name, content, note)
	r.wide = true
	return r
}

// refresh lays out anew after texts have changed, which draw themselves.
func (f *form) refresh() {
	f.body.Layout.Layout(f.body.Objects, f.body.Size())
	f.scroll.Refresh()
}

// measured is a text that breaks into lines.
type measured interface{ HeightFor(width float32) float32 }

func heightOf(o fyne.CanvasObject, width float32) float32 {
	if m, ok := o.(measured); ok {
		return m.HeightFor(width)
	}
	return o.MinSize().Height
}

// formLayout puts groups and lines below each other.
type formLayout struct {
	form  *form
	width float32 // that was there last: the height follows from it
}

func (l *formLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(420), l.arrange(l.width))
}

func (l *formLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.arrange(size.Width)
}

// names is how much room the names have.
func (f *form) names(width float32) float32 {
	room := look.Px(120)
	for _, g := range f.groups {
		for _, r := range g.rows {
			room = max(room, r.name.Natural().Width+look.Px(2))
		}
	}
	return min(room, width*0.36) + look.Px(look.Space5)
}

// arrange places everything and returns the height that it takes.
func (l *formLayout) arrange(width float32) float32 {
	f := l.form
	x, y := look.Px(look.Space6), look.Px(20)
	width = min(max(width-2*x, look.Px(320)), look.Px(widest))
	title := look.Heading.Measure("M").Height
	put(f.title, x, y, width, title)
	y += title
	visible(f.lead, f.lead.Text() != "")
	if f.lead.Visible() {
		height := f.lead.HeightFor(width)
		y += look.Px(look.Space2)
		put(f.lead, x, y, width, height)
		y += height
	}
	names := f.names(width)
	for _, g := range f.groups {
		y = g.arrange(x, y+look.Px(28), names, width)
	}
	return y + look.Px(look.Space5)
}

func (g *group) arrange(x, y, names, width float32) float32 {
	title := look.Title.Measure("M").Height
	put(g.title, x, y, width, title)
	y += title + look.Px(look.Space2)
	put(g.rule, x, y, width, 1)
	y += 1 + look.Px(look.Space4)
	for i, r := range g.rows {
		if i > 0 {
			y += look.Px(14)
		}
		y = r.arrange(x, y, names, width)
	}
	return y
}

func (r *row) arrange(x, y, names, width float32) float32 {
	room := width - names
	name, line := r.name.HeightFor(names-look.Px(look.Space4)), look.Body.Measure("M").Height
	height := heightOf(r.control, room)
	down := float32(0) // the first line of the name stands beside that of the control
	if _, text := r.control.(measured); !text {
		down = max((min(height, look.Px(look.ControlHeight))-line)/2, 0)
	}
	put(r.name, x, y+down, names-look.Px(look.Space4), name)
	wanted := room
	if !r.wide {
		wanted = min(r.control.MinSize().Width, room)
	}
	put(r.control, x+names, y, wanted, height)
	bottom := max(y+height, y+down+name)
	visible(r.note, r.note.Text() != "")
	if r.note.Visible() {
		note := r.note.HeightFor(room)
		put(r.note, x+names, y+height+look.Px(5), room, note)
		bottom = max(bottom, y+height+look.Px(5)+note)
	}
	return bottom
}

// fact is a line of text.
func fact(text string) *xwidget.Text {
	return xwidget.NewParagraph(text, look.Body, look.TextHigh, 0)
}

// pathLine is a place in the file system with what can be done there at its right.
func pathLine(path *xwidget.Text, buttons ...*xwidget.Button) fyne.CanvasObject {
	shares, objects := []float32{1}, []fyne.CanvasObject{container.New(middle{}, xwidget.NewWhole(path))}
	for _, b := range buttons {
		shares = append(shares, 0)
		objects = append(objects, b)
	}
	return container.New(xwidget.NewLine(look.Space2, shares...), objects...)
}

// middle puts a line of text into the middle of a height.
type middle struct{}

func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(least.Width, max(least.Height, look.Px(look.ControlHeight)))
}

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := objects[0].MinSize().Height
	put(objects[0], 0, (size.Height-height)/2, size.Width, height)
}
