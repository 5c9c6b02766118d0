package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// keys lists every action with its keys.
type keys struct {
	page     *Page
	box      *fyne.Container
	title    *xwidget.Text
	lead     *xwidget.Text
	search   *xwidget.Entry
	resetAll *xwidget.Button
	note     *xwidget.Text // what is already in conflict, or that nothing was found
	banner   *xwidget.Banner
	grid     *xwidget.Grid
	rows     map[fyne.CanvasObject]*keyRow

	lines    []line
	own      map[string][]string // what the user has bound
	catching string              // ID of the action that waits for a key
	wish     wish
}

// line is the heading of a category or an action.
type line struct {
	heading string
	action  *action.Action
}

// wish is a key that another action has.
type wish struct {
	id     string
	chord  action.Chord
	rivals []*action.Action
}

func newKeys(p *Page) *keys {
	k := &keys{
		page: p, rows: map[fyne.CanvasObject]*keyRow{},
		title: xwidget.NewText(words.T("settings.keys"), look.Heading, look.TextHigh),
		lead:  xwidget.NewParagraph(words.T("settings.keys-lead"), look.Body, look.TextMedium, 0),
		note:  xwidget.NewParagraph("", look.Label, look.Warning, 0),
	}
	k.search = xwidget.NewEntry(words.T("settings.find-key"), func(string) { k.list() })
	k.search.SetTip(words.T("settings.find-key-tip"), "")
	k.search.SetTipKey(p.host.Actions().KeyOf("settings.search"))
	k.resetAll = xwidget.NewButton(words.T("settings.reset-all"), "undo", xwidget.Normal, k.askResetAll)
	k.resetAll.SetTip(words.T("settings.reset-all-tip"), "")
	take := xwidget.NewButton(words.T("settings.take-key"), "", xwidget.Normal, k.take)
	take.SetTip(words.T("settings.take-key-tip"), "")
	leave := xwidget.NewButton(words.T("settings.keep"), "", xwidget.Quiet, k.forget)
	leave.SetTip(words.T("settings.keep-tip"), "")
	k.banner = xwidget.NewBanner(xwidget.Warned, "", "", take, leave)
	k.grid = xwidget.NewGrid(xwidget.GridParams{
		Least: 400, Tight: true, Height: func(float32) float32 { return look.Px(36) },
		New: func() fyne.CanvasObject {
			r := newKeyRow(k)
			k.rows[r.box] = r
			return r.box
		},
		Show: func(index int, tile fyne.CanvasObject) {
			if index < len(k.lines) {
				k.rows[tile].show(k.lines[index], index == k.grid.Selected())
			}
		},
		Open: func(index int) {
			if a := k.lines[index].action; a != nil {
				k.catch(a.ID)
			}
		},
	})
	k.box = container.New(&keysLayout{k}, k.title, k.lead, k.search, k.resetAll, k.note, k.banner, k.grid)
	k.banner.Hide()
	k.note.Hide()
	return k
}

func (k *keys) content() fyne.CanvasObject { return k.box }

// open lists what is known, and makes the screens known that were not opened yet.
func (k *keys) open() {
	if len(k.lines) == 0 {
		k.list()
	}
	ctx := k.page.ctx
	k.page.host.KnowActions(func() {
		if ctx.Err() == nil {
			k.list()
		}
	})
}

// list shows the actions that are searched for, in their categories.
func (k *keys) list() {
	registry := k.page.host.Actions()
	k.own = registry.Bindings()
	wanted := strings.ToLower(strings.TrimSpace(k.search.Text))
	var order []words.ID
	by := map[words.ID][]*action.Action{}
	for _, a := range registry.All() {
		if !k.found(a, wanted) {
			continue
		}
		if by[a.Category] == nil {
			order = append(order, a.Category)
		}
		by[a.Category] = append(by[a.Category], a)
	}
	k.lines = k.lines[:0]
	for _, category := range k.likeRail(order) {
		k.lines = append(k.lines, line{heading: words.T(category)})
		for _, a := range by[category] {
			k.lines = append(k.lines, line{action: a})
		}
	}
	k.tell()
	if len(k.own) == 0 {
		k.resetAll.Disable()
	} else {
		k.resetAll.Enable()
	}
	k.grid.SetCount(len(k.lines))
	k.layout()
}

// likeRail puts the categories of screens into the order of the rail, behind those
// that are for the whole window: which screens were opened first is no order.
func (k *keys) likeRail(categories []words.ID) []words.ID {
	place := map[words.ID]int{}
	for i, a := range k.page.host.Actions().All() {
		if strings.HasPrefix(a.ID, "go.") {
			place[a.Title] = i + 1
		}
	}
	slices.SortStableFunc(categories, func(a, b words.ID) int { return place[a] - place[b] })
	return categories
}

func (k *keys) found(a *action.Action, wanted string) bool {
	if wanted == "" {
		return true
	}
	texts := []string{words.T(a.Title), words.T(a.Category)}
	for _, c := range k.page.host.Actions().Keys(a.ID) {
		texts = append(texts, c.Label())
	}
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.ToLower(text), wanted) })
}

// tell says what is wrong with the whole list.
func (k *keys) tell() {
	text, ink := "", look.TextMedium
	if len(k.lines) == 0 {
		text = words.T("frame.palette-nothing")
	}
	for _, c := range k.page.host.Actions().Conflicts() {
		text, ink = words.T("settings.conflict", "Key", c.Chord.Label(), "Actions", named(c.Actions)), look.Warning
		break
	}
	k.note.SetText(text)
	k.note.SetColor(ink)
	visible(k.note, text != "")
}

func named(actions []*action.Action) string {
	var names []string
	for _, a := range actions {
		names = append(names, words.T("settings.quoted", "Name", words.T(a.Title)))
	}
	return strings.Join(names, ", ")
}

func (k *keys) layout() { k.box.Layout.Layout(k.box.Objects, k.box.Size()) }

// askResetAll asks before it takes back everything.
func (k *keys) askResetAll() {
	k.page.host.Ask(xwidget.DialogParams{
		Title:   words.T("settings.reset-question"),
		Content: xwidget.NewParagraph(words.N("settings.reset-means", len(k.own)), look.Body, look.TextMedium, 0),
		Confirm: words.T("settings.reset-all"), Cancel: words.T("settings.keep"),
		OnConfirm: func() bool {
			for id := range k.own {
				k.page.host.Actions().Reset(id)
			}
			k.forget()
			k.kept()
			return true
		},
	})
}

// kept writes what is bound and shows it.
func (k *keys) kept() {
	k.page.host.KeepBindings()
	k.list()
}

// keysLayout puts the list below what is to be said of it.
type keysLayout struct{ keys *keys }

func (l *keysLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(460), look.Px(280))
}

func (l *keysLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	k := l.keys
	x, y := look.Px(look.Space6), look.Px(20)
	width := min(max(size.Width-2*x, look.Px(320)), look.Px(widest))
	title := look.Heading.Measure("M").Height
	put(k.title, x, y, width, title)
	y += title + look.Px(look.Space2)
	lead := k.lead.HeightFor(width)
	put(k.lead, x, y, width, lead)
	y += lead + look.Px(look.Space4)
	button, control := k.resetAll.MinSize().Width, look.Px(look.ControlHeight)
	field := max(k.search.MinSize().Height, control)
	put(k.search, x, y, width-button-look.Px(look.Space3), field)
	put(k.resetAll, x+width-button, y+(field-control)/2, button, control)
	y += field + look.Px(look.Space3)
	if k.banner.Visible() {
		height := k.banner.HeightFor(width)
		put(k.banner, x, y, width, height)
		y += height + look.Px(look.Space3)
	}
	if k.note.Visible() {
		height := k.note.HeightFor(width)
		put(k.note, x, y, width, height)
		y += height + look.Px(look.Space3)
	}
	// The rows align with what is above; the grid has a margin, and room for the bar
	// at its right.
	margin := look.Px(look.Space1)
	put(k.grid, x-margin, y, width+margin+look.Px(look.Space3), max(size.Height-y, 0))
}
