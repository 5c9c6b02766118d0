package storyboard

import (
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/styles"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// inspector is the panel in which a shot is changed.
type inspector struct {
	page    *Page
	content *fyne.Container
	hint    fyne.CanvasObject
	fields  *fyne.Container
	code    *xwidget.Text

	shot    int64 // that the fields show
	current project.Shot
	filling bool

	title                                       *xwidget.Entry
	beats, setting, dialogue, sound, continuity *xwidget.TextArea
	move, lens, angle                           *xwidget.Entry
	style                                       *fyne.Container
	length                                      *xwidget.Number
}

func newInspector(p *Page) *inspector {
	i := &inspector{page: p, code: xwidget.NewText("", look.Title, look.TextHigh)}
	trim := strings.TrimSpace
	i.title = i.entry(words.ID("storyboard.title"), words.T("storyboard.title-hint"), func(s *project.Shot, text string) { s.Title = trim(text) })
	i.beats = i.area(words.ID("storyboard.beats"), 3, func(s *project.Shot, text string) { s.Beats = beatsOf(text) })
	i.setting = i.area(words.ID("storyboard.setting"), 2, func(s *project.Shot, text string) { s.Setting = trim(text) })
	i.dialogue = i.area(words.ID("storyboard.dialogue"), 2, func(s *project.Shot, text string) { s.Dialogue = linesOf(text, s.Dialogue) })
	i.sound = i.area(words.ID("storyboard.sound"), 1, func(s *project.Shot, text string) { s.Sound = trim(text) })
	i.continuity = i.area(words.ID("storyboard.continuity"), 2, func(s *project.Shot, text string) { s.Continuity = trim(text) })
	i.move = i.entry(words.ID("storyboard.move"), words.T("storyboard.move"), func(s *project.Shot, text string) { s.Camera.Move = trim(text) })
	i.lens = i.entry(words.ID("storyboard.lens"), words.T("storyboard.lens"), func(s *project.Shot, text string) { s.Camera.Lens = trim(text) })
	i.angle = i.entry(words.ID("storyboard.angle"), words.T("storyboard.angle"), func(s *project.Shot, text string) { s.Camera.Angle = trim(text) })
	i.style = container.NewStack()
	i.length = xwidget.NewNumber(xwidget.NumberParams{
		Least: 0, Most: 60, Step: 0.5, Digits: 1, Unit: words.T("storyboard.seconds"), Zero: words.T("storyboard.length-open"),
		OnChanged: i.setLength,
	})
	i.length.SetTip(words.T("storyboard.length-hint"), "")
	open := xwidget.NewButton(words.T("storyboard.open"), "create", xwidget.Normal, func() { p.open(i.shot) })
	open.SetTip(words.T("storyboard.open-tip"), "")
	open.SetTipKey(p.host.Actions().KeyOf("storyboard.open"))
	duplicate := xwidget.NewIconButton("copy", words.T("storyboard.duplicate"), "", p.duplicate)
	duplicate.SetTipKey(p.host.Actions().KeyOf("storyboard.duplicate"))
	remove := xwidget.NewIconButton("trash", words.T("storyboard.remove"), "", p.remove)
	remove.SetTipKey(p.host.Actions().KeyOf("storyboard.remove"))
	named := func(id words.ID, o fyne.CanvasObject) fyne.CanvasObject {
		return xwidget.NewField(words.T(id), "", o, nil)
	}
	i.fields = container.New(xwidget.NewColumn(look.Space3, look.Space4, look.Space3),
		container.New(xwidget.NewLine(look.Space1, 1, 0, 0, 0), i.code, duplicate, remove, open),
		named(words.ID("storyboard.title"), i.title), named(words.ID("storyboard.beats"), i.beats), named(words.ID("storyboard.setting"), i.setting),
		xwidget.NewField(words.T("storyboard.dialogue"), words.T("storyboard.dialogue-hint"), i.dialogue, nil),
		named(words.ID("storyboard.sound"), i.sound),
		named(words.ID("storyboard.camera"), container.New(xwidget.NewLine(look.Space2, 1, 1, 1), i.move, i.lens, i.angle)),
		container.New(xwidget.NewLine(look.Space3, 2, 1), named(words.ID("storyboard.style"), i.style),
			named(words.ID("storyboard.length"), i.length)),
		named(words.ID("storyboard.continuity"), i.continuity),
	)
	i.hint = container.New(xwidget.NewColumn(0, look.Space4, look.Space4), xwidget.NewParagraph(words.T("storyboard.inspect"), look.Body, look.TextLow, 0))
	scroll := xwidget.NewScroller(container.NewStack(i.fields, i.hint),
		i.beats.Wheeled(), i.setting.Wheeled(), i.dialogue.Wheeled(), i.continuity.Wheeled())
	i.content = container.NewStack(xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeLeft), scroll)
	i.fields.Hide()
	return i
}

func (i *inspector) entry(name words.ID, hint string, set func(*project.Shot, string)) *xwidget.Entry {
	return xwidget.NewEntry(hint, func(text string) { i.changed(name, func(s *project.Shot) { set(s, text) }) })
}

func (i *inspector) area(name words.ID, rows int, set func(*project.Shot, string)) *xwidget.TextArea {
	a := xwidget.NewTextArea("", rows)
	a.Most = project.MaxText
	a.OnCut = func(left int) {
		i.page.host.Toast(xwidget.Warned, words.N("window.cut", left))
	}
	a.OnChanged = func(text string) { i.changed(name, func(s *project.Shot) { set(s, text) }) }
	return a
}

// changed keeps what the user wrote.
func (i *inspector) changed(name words.ID, apply func(*project.Shot)) {
	if i.filling || i.shot == 0 {
		return
	}
	apply(&i.current)
	i.page.edit(i.current, string(name), words.T(name), apply)
}

// setLength asks for so many seconds; 0 leaves it to the pack.
func (i *inspector) setLength(seconds float64) {
	rate := i.current.Rate
	if !rate.Valid() {
		rate = i.page.board.film.Rate
	}
	if rate.Valid() {
		frames := framesOf(seconds, rate)
		i.changed(words.ID("storyboard.length"), func(s *project.Shot) { s.Frames = frames })
	}
}

func framesOf(seconds float64, rate project.Rate) int {
	return int(math.Round(seconds * float64(rate.Num) / float64(rate.Den)))
}

// show puts a shot into the fields; one without a number stands for none. A field
// that says the same already stays as it is, with the spaces that somebody is about
// to continue behind.
func (i *inspector) show(s project.Shot) {
	if i.shot == s.ID && s.Changed.Equal(i.current.Changed) && s.Code == i.current.Code && s.ID != 0 {
		return
	}
	i.shot, i.current, i.filling = s.ID, s, true
	defer func() { i.filling = false }()
	if s.ID == 0 {
		i.fields.Hide()
		i.hint.Show()
		return
	}
	i.hint.Hide()
	i.fields.Show()
	i.code.SetText(s.Code)
	fillEntry(i.title, s.Title)
	if !slices.Equal(beatsOf(i.beats.Text()), s.Beats) {
		i.beats.SetText(strings.Join(s.Beats, "\n"))
	}
	if !slices.Equal(linesOf(i.dialogue.Text(), s.Dialogue), s.Dialogue) {
		i.dialogue.SetText(linesText(s.Dialogue))
	}
	fillArea(i.setting, s.Setting)
	fillArea(i.sound, s.Sound)
	fillArea(i.continuity, s.Continuity)
	fillEntry(i.move, s.Camera.Move)
	fillEntry(i.lens, s.Camera.Lens)
	fillEntry(i.angle, s.Camera.Angle)
	i.fillStyle(s.Style)
	seconds := 0.0
	if s.Frames > 0 {
		seconds = i.page.board.seconds(s)
	}
	i.length.SetValue(seconds)
	i.fields.Refresh()
}

func fillArea(a *xwidget.TextArea, text string) {
	if strings.TrimSpace(a.Text()) != text {
		a.SetText(text)
	}
}

func fillEntry(e *xwidget.Entry, text string) {
	if strings.TrimSpace(e.Text) != text {
		e.SetText(text)
	}
}

// fillStyle offers the styles of the program and those of the project.
func (i *inspector) fillStyle(style string) {
	ids, names := []string{""}, []string{words.T("storyboard.no-style")}
	for _, s := range studio.Styles() {
		name, _ := styles.Name(s)
		ids, names = append(ids, s.ID), append(names, name)
	}
	for _, s := range i.page.board.styles {
		ids, names = append(ids, s.Name), append(names, s.Name)
	}
	at := slices.Index(ids, style)
	if at < 0 {
		ids, names, at = append(ids, style), append(names, style), len(ids)
	}
	choice := xwidget.NewChoice(names, at, func(index int) {
		i.changed(words.ID("storyboard.style"), func(s *project.Shot) { s.Style = ids[index] })
	})
	choice.SetTip(words.T("storyboard.style"), "")
	i.style.Objects = []fyne.CanvasObject{choice}
	i.style.Refresh()
}
