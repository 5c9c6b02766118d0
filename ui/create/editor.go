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

// editor is the column of fields at the left.
type editor struct {
	page *Page
	film project.Project

	head    fyne.CanvasObject
	shot    *xwidget.MenuButton
	history *history
	scroll  *container.Scroll
	body    *fyne.Container

	beats, setting, sound *xwidget.TextArea
	dialogue              *dialogue
	camera                *camera
	styles                *styleStrip
	slots                 *slots
	frame                 *frameFields
	more                  *moreFields
}

func newEditor(p *Page) *editor {
	e := &editor{page: p}
	e.shot = xwidget.NewMenuButton(words.T("create.new-shot"), "", e.shotMenu)
	e.shot.SetMost(160)
	e.shot.SetTip(words.T("create.choose-shot"), "")
	add := p.keyed("create.add-shot", xwidget.NewIconButton("add", words.T("create.add-shot"), "", e.addShot))
	e.history = newHistory(p)
	e.head = container.NewStack(xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeBottom),
		container.New(xwidget.NewColumn(0, look.Space4, look.Space3), container.New(xwidget.NewLine(look.Space1, 1, 0, 0), e.shot, e.history.button, add)))

	e.beats = e.area(words.T("create.beats-hint"), 4, "beats", func(s *project.Shot, text string) { s.Beats = beatsOf(text) })
	e.setting = e.area(words.T("create.setting-hint"), 2, "setting", func(s *project.Shot, text string) { s.Setting = strings.TrimSpace(text) })
	e.sound = e.area(words.T("create.sound-hint"), 1, "sound", func(s *project.Shot, text string) { s.Sound = strings.TrimSpace(text) })
	e.dialogue = newDialogue(p)
	e.camera = newCamera(p)
	e.styles = newStyleStrip(p)
	e.slots = newSlots(p)
	e.frame = newFrameFields(p)
	e.more = newMoreFields(p)
	e.body = container.New(xwidget.NewColumn(look.Space4, look.Space4, look.Space4),
		xwidget.NewField(words.T("create.beats"), "", e.beats, nil),
		xwidget.NewField(words.T("create.setting"), "", e.setting, nil),
		e.dialogue.content,
		xwidget.NewField(words.T("create.sound"), "", e.sound, nil),
		xwidget.NewField(words.T("create.camera"), "", e.camera.content, nil),
		xwidget.NewField(words.T("create.style"), "", e.styles.content, nil),
		xwidget.NewField(words.T("create.sources"), "", e.slots.content, nil),
		rule(),
		e.frame.content,
		e.more.content,
	)
	e.scroll = xwidget.NewScroller(e.body, e.beats.Wheeled(), e.setting.Wheeled(), e.more.negative.Wheeled(), xwidget.Sideways(e.styles.content))
	return e
}

// area is a text of the shot, in which words that the pack does not know are
// underlined.
func (e *editor) area(hint string, rows int, field string, set func(*project.Shot, string)) *xwidget.TextArea {
	a := e.page.newArea(hint, rows)
	a.Unknown = e.page.planner.unknown
	a.OnChanged = func(text string) {
		e.page.edit(field, fieldName(field), func(s *project.Shot) { set(s, text) })
	}
	return a
}

// fieldName is how a step of undo calls a field.
func fieldName(field string) string {
	switch field {
	case "beats":
		return words.T("create.beats")
	case "setting":
		return words.T("create.setting")
	}
	return words.T("create.sound")
}

// beatsOf makes beats of lines; empty lines are none.
func beatsOf(text string) []string {
	var beats []string
	for beat := range strings.Lines(text) {
		if beat = strings.TrimSpace(beat); beat != "" {
			beats = append(beats, beat)
		}
	}
	return beats
}

// fill puts a shot into the fields. A field that says the same already stays as it
// is, with the spaces that somebody is about to continue behind.
func (e *editor) fill(shot project.Shot) {
	e.named(shot)
	if !slices.Equal(beatsOf(e.beats.Text()), shot.Beats) {
		e.beats.SetText(strings.Join(shot.Beats, "\n"))
	}
	fillText(e.setting, shot.Setting)
	fillText(e.sound, shot.Sound)
	e.dialogue.fill(shot.Dialogue)
	e.camera.fill(shot.Camera)
	e.styles.fill(shot.Style)
	e.slots.fill(shot.Media)
	e.frame.fill(shot)
	e.more.fill(shot)
	e.relayout()
}

func fillText(a *xwidget.TextArea, text string) {
	if strings.TrimSpace(a.Text()) != text {
		a.SetText(text)
	}
}

// relayout is called when something in the column has another height.
func (e *editor) relayout() {
	e.body.Refresh()
	e.scroll.Refresh()
}

// mark shows anew which words the pack does not know.
func (e *editor) mark() {
	own := []*xwidget.TextArea{e.beats, e.setting, e.sound}
	for _, a := range slices.Concat(own, e.dialogue.areas(), e.camera.areas()) {
		a.Mark()
	}
}

// named shows which shot is written.
func (e *editor) named(shot project.Shot) {
	text := shotName(shot)
	if text == "" {
		text = words.T("create.new-shot")
	}
	e.shot.SetText(text)
}

func shotName(shot project.Shot) string {
	name := shot.Title
	if name == "" && len(shot.Beats) > 0 {
		name = shot.Beats[0]
	}
	if runes := []rune(name); len(runes) > 40 {
		name = strings.TrimSpace(string(runes[:39])) + "…"
	}
	switch {
	case shot.Code == "":
		return ""
	case name == "":
		return shot.Code
	}
	return shot.Code + "  " + name
}

// shotMenu lists the shots around the one that is shown: the storyboard has them
// all.
func (e *editor) shotMenu() *fyne.Menu {
	const most = 24
	shots := e.page.shots
	at := max(slices.IndexFunc(shots, func(s project.Shot) bool { return s.ID == e.page.shot.ID }), 0)
	first := max(min(at-most/2, len(shots)-most), 0)
	var items []*fyne.MenuItem
	for _, shot := range shots[first:min(first+most, len(shots))] {
		item := fyne.NewMenuItem(shotName(shot), func() { e.page.open(shot) })
		item.Checked = shot.ID == e.page.shot.ID
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	items = append(items, fyne.NewMenuItem(words.T("create.add-shot"), e.addShot))
	return fyne.NewMenu("", items...)
}

// addShot shows an empty shot, which is kept with its first word.
func (e *editor) addShot() {
	if e.page.session.Load() == nil {
		return
	}
	e.page.show(project.Shot{})
	if c := fyne.CurrentApp().Driver().CanvasForObject(e.beats); c != nil {
		c.Focus(e.beats.Field())
	}
}
