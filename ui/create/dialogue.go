package create

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// dialogue is what is said: a row for each line.
type dialogue struct {
	page    *Page
	content *xwidget.Field
	box     *fyne.Container
	rows    []*dialogueRow
}

type dialogueRow struct {
	speaker *xwidget.TextArea
	text    *xwidget.TextArea
	content fyne.CanvasObject
}

func newDialogue(p *Page) *dialogue {
	d := &dialogue{page: p, box: container.New(xwidget.NewColumn(look.Space2, 0, 0))}
	add := xwidget.NewIconButton("add", words.T("create.add-line"), "", func() {
		d.add()
		d.page.editor.relayout()
	})
	d.content = xwidget.NewField(words.T("create.dialogue"), "", d.box, add)
	return d
}

// add puts an empty row at the end.
func (d *dialogue) add() {
	r := &dialogueRow{}
	r.speaker = d.area(words.T("create.speaker"))
	r.text = d.area(words.T("create.line"))
	remove := xwidget.NewIconButton("remove", words.T("create.remove-line"), "", func() { d.remove(r) })
	r.content = container.New(xwidget.NewLine(look.Space2, 2, 5, 0), r.speaker, r.text, remove)
	d.rows = append(d.rows, r)
	d.box.Add(r.content)
}

func (d *dialogue) area(hint string) *xwidget.TextArea {
	a := d.page.newLine(hint)
	a.Unknown = d.page.planner.unknown
	a.OnChanged = func(string) { d.changed() }
	return a
}

func (d *dialogue) remove(r *dialogueRow) {
	d.drop(slices.Index(d.rows, r))
	d.changed()
	d.page.editor.relayout()
}

func (d *dialogue) drop(at int) {
	d.box.Remove(d.rows[at].content)
	d.rows = slices.Delete(d.rows, at, at+1)
}

// lines are what the rows say; a row without words says nothing.
func (d *dialogue) lines() []project.Line {
	var lines []project.Line
	for _, r := range d.rows {
		l := project.Line{Speaker: strings.TrimSpace(r.speaker.Text()), Text: strings.TrimSpace(r.text.Text())}
		if l != (project.Line{}) {
			lines = append(lines, l)
		}
	}
	return lines
}

func (d *dialogue) changed() {
	lines := d.lines()
	d.page.edit("dialogue", words.T("create.dialogue"), func(s *project.Shot) { s.Dialogue = lines })
}

func (d *dialogue) fill(lines []project.Line) {
	if slices.Equal(d.lines(), lines) && len(d.rows) >= len(lines) && (len(lines) > 0 || len(d.rows) == 0) {
		return
	}
	for len(d.rows) > len(lines) {
		d.drop(len(d.rows) - 1)
	}
	for len(d.rows) < len(lines) {
		d.add()
	}
	for i, l := range lines {
		d.rows[i].speaker.SetText(l.Speaker)
		d.rows[i].text.SetText(l.Text)
	}
}

func (d *dialogue) areas() []*xwidget.TextArea {
	var all []*xwidget.TextArea
	for _, r := range d.rows {
		all = append(all, r.speaker, r.text)
	}
	return all
}
