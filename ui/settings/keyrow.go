package settings

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// mostChords is how many keys of one action are shown.
const mostChords = 3

// keyRow is one line of the list.
type keyRow struct {
	keys    *keys
	id      string // of the action; empty for a heading
	box     *fyne.Container
	back    *canvas.Rectangle
	heading *xwidget.Text
	title   *xwidget.Text
	badges  []*xwidget.KeyBadge
	catcher *xwidget.KeyCatcher
	edit    *xwidget.Button
	reset   *xwidget.Button
}

func newKeyRow(k *keys) *keyRow {
	r := &keyRow{
		keys: k, back: canvas.NewRectangle(color.Transparent),
		heading: xwidget.NewText("", look.Title, look.TextHigh), title: xwidget.NewText("", look.Body, look.TextHigh),
		catcher: xwidget.NewKeyCatcher(words.T("settings.press-keys")),
	}
	r.back.CornerRadius = look.Px(look.RadiusMedium)
	r.catcher.OnKey, r.catcher.OnShortcut = k.typed, k.pressed
	r.catcher.OnLeft = func() {
		if r.id == k.catching {
			k.release()
		}
	}
	r.edit = xwidget.NewIconButton("keyboard", words.T("settings.rebind"), "", func() { k.catch(r.id) })
	r.reset = xwidget.NewIconButton("undo", words.T("settings.reset"), "", func() { k.reset(r.id) })
	objects := []fyne.CanvasObject{r.back, r.heading, r.title, r.catcher, r.edit, r.reset}
	for range mostChords {
		badge := xwidget.NewKeyBadge("")
		r.badges = append(r.badges, badge)
		objects = append(objects, badge)
	}
	r.box = container.New(&keyRowLayout{r}, objects...)
	return r
}

// show puts a line in place.
func (r *keyRow) show(l line, selected bool) {
	isAction := l.action != nil
	r.id = ""
	r.heading.SetText(l.heading)
	visible(r.heading, !isAction)
	visible(r.title, isAction)
	visible(r.edit, isAction)
	catching, own := false, false
	labels := make([]string, mostChords)
	if isAction {
		r.id = l.action.ID
		r.title.SetText(words.T(l.action.Title))
		catching = r.keys.catching == r.id
		_, own = r.keys.own[r.id]
		copy(labels, labelsOf(r.keys.page.host.Actions().Keys(r.id)))
	}
	for i, badge := range r.badges {
		badge.SetKey(labels[i])
		visible(badge, labels[i] != "" && !catching)
	}
	visible(r.catcher, catching)
	visible(r.reset, own && !catching)
	r.back.FillColor = color.Transparent
	if selected && isAction {
		r.back.FillColor = look.Color(look.AccentSoft)
	}
	r.back.Refresh()
	r.box.Layout.Layout(r.box.Objects, r.box.Size())
}

// labelsOf are the keys as they are called; both Enter keys are called the same.
func labelsOf(chords []action.Chord) []string {
	var labels []string
	for _, c := range chords {
		if label := c.Label(); !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return labels
}

type keyRowLayout struct{ row *keyRow }

func (l *keyRowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(300), look.Px(32))
}

func (l *keyRowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r := l.row
	put(r.back, 0, 0, size.Width, size.Height)
	pad, control := look.Px(look.Space2), look.Px(look.ControlHeight)
	heading := look.Title.Measure("M").Height
	put(r.heading, 0, size.Height-heading-look.Px(6), size.Width, heading)
	right := size.Width - look.Px(look.Space1)
	for _, b := range []*xwidget.Button{r.edit, r.reset} { // the place of each stays free
		right -= control
		put(b, right, (size.Height-control)/2, control, control)
	}
	right -= look.Px(look.Space2)
	if r.catcher.Visible() {
		width := r.catcher.MinSize().Width
		put(r.catcher, right-width, (size.Height-control)/2, width, control)
		right -= width + look.Px(look.Space3)
	}
	for i := len(r.badges) - 1; i >= 0; i-- {
		if least := r.badges[i].MinSize(); r.badges[i].Visible() {
			put(r.badges[i], right-least.Width, (size.Height-least.Height)/2, least.Width, least.Height)
			right -= least.Width + look.Px(6)
		}
	}
	title := look.Body.Measure("M").Height
	put(r.title, pad, (size.Height-title)/2, max(right-pad, 0), title)
}
