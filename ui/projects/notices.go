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
	keys    []string // of the banners in their order
}

func newNotices() *notices {
	n := &notices{content: container.New(xwidget.NewColumn(look.Space2, 0, 0))}
	n.content.Hide()
	return n
}

// put shows a banner, in place of the one of its key.
func (n *notices) put(key string, banner fyne.CanvasObject) {
	n.remove(key)
	n.keys = append(n.keys, key)
	n.content.Add(banner)
	n.content.Show()
}

// remove takes a banner away, if it is there.
func (n *notices) remove(key string) {
	i := slices.Index(n.keys, key)
	if i < 0 {
		return
	}
	n.keys = slices.Delete(n.keys, i, i+1)
	n.content.Remove(n.content.Objects[i])
	show(n.content, len(n.keys) > 0)
}

// at is the banner of a key, nil where there is none.
func (n *notices) at(key string) *xwidget.Banner {
	i := slices.Index(n.keys, key)
	if i < 0 {
		return nil
	}
	banner, _ := n.content.Objects[i].(*xwidget.Banner)
	return banner
}

func paragraph(text string) *xwidget.Text {
	return xwidget.NewParagraph(text, look.Body, look.TextMedium, 0)
}
