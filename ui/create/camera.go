package create

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// What is offered, in the words that models were taught, which are English in
// every language of the window. Anything else can be written.
var (
	cameraMoves = []string{
		"static camera", "slow pan left", "slow pan right", "tilt up", "tilt down", "push in", "pull out",
		"tracking shot", "orbit", "crane up", "handheld camera", "whip pan",
	}
	cameraLenses = []string{"wide 24 mm lens", "35 mm lens", "50 mm lens", "85 mm lens", "telephoto lens", "macro lens", "anamorphic lens", "fisheye lens"}
	cameraAngles = []string{
		"eye level", "low angle", "high angle", "overhead", "dutch angle", "over the shoulder",
		"extreme wide shot", "wide shot", "medium shot", "close-up",
	}
)

// camera is how the shot is filmed.
type camera struct {
	content           *fyne.Container
	move, lens, angle *xwidget.TextArea
}

func newCamera(p *Page) *camera {
	c := &camera{}
	row := func(key, name string, offered []string, set func(*project.Camera, string)) (*xwidget.TextArea, fyne.CanvasObject) {
		entry := p.newLine(name)
		entry.Unknown = p.planner.unknown
		entry.OnChanged = func(text string) {
			p.edit("camera."+key, words.T("create.camera"), func(s *project.Shot) { set(&s.Camera, strings.TrimSpace(text)) })
		}
		entry.SetTip(name, "")
		var choose *xwidget.Button
		choose = xwidget.NewIconButton("chevron-down", words.T("create.common", "Field", name), "", func() { offer(choose, entry, offered) })
		return entry, container.New(xwidget.NewLine(look.Space1, 1, 0), entry, choose)
	}
	var move, lens, angle fyne.CanvasObject
	c.move, move = row("move", words.T("create.move"), cameraMoves, func(c *project.Camera, text string) { c.Move = text })
	c.lens, lens = row("lens", words.T("create.lens"), cameraLenses, func(c *project.Camera, text string) { c.Lens = text })
	c.angle, angle = row("angle", words.T("create.angle"), cameraAngles, func(c *project.Camera, text string) { c.Angle = text })
	c.content = container.New(xwidget.NewColumn(look.Space2, 0, 0), move, container.New(xwidget.NewLine(look.Space2, 1, 1), lens, angle))
	return c
}

// offer opens a menu of common choices below a field.
func offer(below fyne.CanvasObject, entry *xwidget.TextArea, offered []string) {
	var items []*fyne.MenuItem
	for _, text := range offered {
		item := fyne.NewMenuItem(text, func() { entry.SetText(text) })
		item.Checked = entry.Text() == text
		items = append(items, item)
	}
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(below); c != nil {
		xwidget.OpenMenu(c, fyne.NewMenu("", items...), driver.AbsolutePositionForObject(below), below.Size())
	}
}

func (c *camera) fill(now project.Camera) {
	fillText(c.move, now.Move)
	fillText(c.lens, now.Lens)
	fillText(c.angle, now.Angle)
}

func (c *camera) areas() []*xwidget.TextArea { return []*xwidget.TextArea{c.move, c.lens, c.angle} }
