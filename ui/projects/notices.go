package projects

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// notices are the banners below the head, one for each thing that is told of.
type notices struct {
	content *fyne.Container
	all     []notice // in the order of the banners
}

// notice is what a banner says.
type notice struct {
	key             string // of what it tells
	message, advice string
}

func newNotices() *notices {
	n := &notices{content: container.New(xwidget.NewColumn(look.Space2, 0, 0))}
	n.content.Hide()
	return n
}

// tell shows a banner, in place of the one of its key.
func (n *notices) tell(tone xwidget.Tone, what notice, buttons ...*xwidget.Button) {
	n.remove(what.key)
	n.all = append(n.all, what)
	n.content.Add(xwidget.NewBanner(tone, what.message, what.advice, buttons...))
	n.content.Show()
}

// remove takes a banner away, if it is there.
func (n *notices) remove(key string) {
	i := n.index(key)
	if i < 0 {
		return
	}
	n.all = slices.Delete(n.all, i, i+1)
	n.content.Remove(n.content.Objects[i])
	show(n.content, len(n.all) > 0)
}

// at is what the banner of a key says, and whether there is one.
func (n *notices) at(key string) (notice, bool) {
	i := n.index(key)
	if i < 0 {
		return notice{}, false
	}
	return n.all[i], true
}

func (n *notices) index(key string) int {
	return slices.IndexFunc(n.all, func(other notice) bool { return other.key == key })
}

func paragraph(text string) *xwidget.Text {
	return xwidget.NewParagraph(text, look.Body, look.TextMedium, 0)
}
