package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// items makes the rows of the list and knows what each one shows.
type items struct {
	page *Page
	at   map[fyne.CanvasObject]int
}

func (i *items) create() fyne.CanvasObject {
	var row *xwidget.Row
	row = xwidget.NewRow(func() { i.page.choose(i.at[row]) })
	return row
}

func (i *items) show(index int, object fyne.CanvasObject) {
	row, ok := object.(*xwidget.Row)
	if !ok {
		return
	}
	i.at[row] = index
	row.SetTip(titleOf(i.page.packs[index]), "")
	row.Set(i.content(i.page.packs[index]))
}

func (i *items) content(pack studio.InstalledPack) xwidget.RowContent {
	content := xwidget.RowContent{
		Icon: "models", Title: titleOf(pack), Note: strings.Join(facts(pack), "  ·  "),
		Progress: -1, Selected: pack.Name == i.page.selected,
	}
	switch {
	case pack.Fault != nil:
		content.State, content.Tone = words.T("models.broken"), xwidget.Failed
		content.Note = words.T("models.broken-note")
	case pack.Plan.Reason != "":
		content.State, content.Tone = words.T("models.too-large"), xwidget.Warned
	case pack.Info.Note != "":
		content.State = words.T("models.demonstration")
	default:
		content.State, content.Tone = words.T("models.runs"), xwidget.Succeeded
	}
	return content
}

// titleOf is what a pack calls itself, else its folder.
func titleOf(pack studio.InstalledPack) string {
	if pack.Info.Name != "" {
		return pack.Info.Name
	}
	return pack.Name
}

func facts(pack studio.InstalledPack) []string {
	var all []string
	if pack.Info.Family != "" {
		all = append(all, pack.Info.Family)
	}
	if pack.Bytes > 0 {
		all = append(all, amount.Bytes(pack.Bytes))
	}
	return all
}

// sentence begins with a capital letter, which errors do not, because they stand
// behind others in a log.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
