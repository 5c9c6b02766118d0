package create

import (
	"context"
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// stage is where the take is looked at: the viewer of the window, and a picture
// where that has nothing to play.
type stage struct {
	content *fyne.Container
	host    host
	errands *errands
	middle  *fyne.Container
	viewer  fyne.CanvasObject // nil until a take is shown, and where the window has none
	asked   bool              // whether the window was asked for its viewer
	mat     *canvas.Rectangle // black around pictures, as around those of the viewer
	picture *canvas.Image
	trouble *fyne.Container // says why there is no take
	source  image.Image     // that picture is made of
	empty   fyne.CanvasObject
	foot    *fyne.Container // holds a line about what is shown, and while comparing those of the two takes
	caption *xwidget.Text
	aside   *xwidget.Text
	facts   *factLine // that aside is made of
	note    *xwidget.Text
	about   *fyne.Container // caption, aside and verbs
	verbs   *verbBar
	pair    *comparison
}

func newStage(p *Page) *stage {
	s := &stage{host: p.host, errands: &p.errands, picture: canvas.NewImageFromImage(nil), verbs: newVerbBar(p)}
	s.picture.FillMode = canvas.ImageFillContain
	s.picture.ScaleMode = canvas.ImageScaleFastest
	s.trouble = container.NewStack()
	s.empty = xwidget.NewEmpty("clip", words.T("create.no-take"), words.T("create.no-take-hint"), nil)
	s.caption = xwidget.NewText("", look.Label, look.TextHigh)
	s.aside = xwidget.NewText("", look.Caption, look.TextLow)
	s.facts = &factLine{text: s.aside}
	s.note = xwidget.NewText("", look.Caption, look.TextMedium)
	s.mat = canvas.NewRectangle(color.Black)
	s.middle = container.NewStack(xwidget.NewPanel(look.SurfaceWell, xwidget.NoEdge), s.mat, s.empty, s.trouble, s.picture)
	s.about = container.New(xwidget.NewLine(look.Space3, 0, 1, 0), middled(s.caption), container.New(s.facts, s.aside), s.verbs.content)
	strut := canvas.NewRectangle(color.Transparent) // the line is as high without its buttons
	strut.SetMinSize(fyne.NewSize(0, look.Px(look.ControlHeight)))
	s.foot = container.NewStack(container.New(xwidget.NewColumn(0, look.Space4, look.Space1), container.NewStack(strut, s.about), xwidget.NewWhole(s.note)))
	bar := container.NewStack(xwidget.NewPanel(look.SurfaceBase, xwidget.EdgeTop), s.foot)
	s.pair = p.compare
	s.foot.Add(s.pair.content)
	s.middle.Add(s.pair.stills)
	s.content = container.New(between{}, s.pair.head, s.middle, bar)
	s.nothing()
	return s
}

// nothing is shown while there is no take.
func (s *stage) nothing() { s.set(nil, "", "", false) }

// forming shows a take that is being made.
func (s *stage) forming(picture image.Image, caption, aside string) {
	s.set(picture, caption, aside, false)
}

// failed shows why a take could not be made, and lets it be tried again.
func (s *stage) failed(caption, reason, hint string, retry func()) {
	s.set(nil, caption, "", false)
	again := xwidget.NewButton(words.T("create.retry"), "retry", xwidget.Normal, retry)
	again.SetTip(words.T("create.retry-tip"), "")
	s.trouble.Objects = []fyne.CanvasObject{xwidget.NewEmpty("error", reason, hint, again)}
	s.trouble.Show()
	s.trouble.Refresh()
}

// ask gets the window's viewer when it is first wanted.
func (s *stage) ask() {
	if s.asked {
		return
	}
	s.asked = true
	if s.viewer = s.host.Viewer(); s.viewer != nil {
		s.middle.Add(s.viewer)
	}
}

// take shows a take of a size, which is empty while it is not known: in the viewer,
// else by its picture.
func (s *stage) take(take project.Take, picture image.Image, size string) {
	s.ask()
	var facts []string
	if size != "" {
		facts = append(facts, size)
	}
	facts = append(facts, words.N("create.frames", take.Frames), words.T("create.rate-of", "Rate", rateName(take.Rate)))
	if take.Verb != project.VerbImport {
		facts = append(facts, words.T("create.seed-of", "Seed", take.Seed))
	}
	s.set(picture, take.Code, strings.Join(facts, factGap), true)
	s.verbs.take(take)
	s.about.Refresh()
	s.note.SetText(strings.Join(strings.Fields(take.Note), " "))
	s.showNote()
}

// compare makes room for two takes, or for one again.
func (s *stage) compare(on bool) {
	s.ask()
	s.empty.Hide()
	s.trouble.Hide()
	visible(s.pair.head, on)
	visible(s.pair.content, on)
	visible(s.foot.Objects[0], !on)
	if s.viewer != nil {
		visible(s.viewer, on)
	}
	visible(s.pair.stills, on && s.viewer == nil)
	s.picture.Hide()
	s.mat.Show()
	s.content.Refresh()
}

// showNote makes room for the note of a take, where it has one.
func (s *stage) showNote() {
	if on := s.note.Text() != ""; on != s.note.Visible() {
		visible(s.note, on)
		s.content.Refresh()
	}
}

func (s *stage) set(picture image.Image, caption, aside string, playable bool) {
	s.caption.SetText(caption)
	s.facts.set(aside)
	s.verbs.nothing()
	s.about.Refresh()
	s.note.SetText("")
	s.showNote()
	played := playable && s.viewer != nil
	if s.viewer != nil {
		visible(s.viewer, played)
	}
	visible(s.empty, caption == "")
	s.trouble.Hide()
	visible(s.picture, picture != nil && !played)
	visible(s.mat, picture != nil)
	if picture != s.source {
		s.source = picture
		s.picture.Image = picture
		s.picture.Refresh()
		s.smoothAsync(picture)
	}
}

// smoothAsync enlarges a small picture as it should be, which takes too long for the
// UI goroutine; until then it is shown with its pixels.
func (s *stage) smoothAsync(picture image.Image) {
	width := int(s.middle.Size().Width)
	if picture == nil || picture.Bounds().Dx() >= width {
		return
	}
	s.errands.run(func(ctx context.Context) {
		large := scaled(picture, width)
		s.host.Do("smooth a picture", func() {
			if ctx.Err() == nil && s.source == picture {
				s.picture.Image = large
				s.picture.Refresh()
			}
		})
	})
}

// hasViewer tells whether the window can play the take that is shown.
func (s *stage) hasViewer() bool { return s.viewer != nil }

// between gives the middle one of three what the two around it leave, without a gap.
type between struct{}

// MinSize is as high as all three.
func (between) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, o := range objects {
		if o.Visible() {
			size = fyne.NewSize(max(size.Width, o.MinSize().Width), size.Height+o.MinSize().Height)
		}
	}
	return size
}

// Layout places them.
func (between) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	heights := [3]float32{1: size.Height}
	for _, i := range []int{0, 2} {
		if objects[i].Visible() {
			heights[i] = objects[i].MinSize().Height
			heights[1] -= heights[i]
		}
	}
	y := float32(0)
	for i, o := range objects {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, max(heights[i], 0)))
		y += heights[i]
	}
}

// middled lets a line of text stand in the middle of a line of buttons.
func middled(text *xwidget.Text) fyne.CanvasObject { return container.New(middle{}, text) }

type middle struct{ shrinks bool }

// MinSize is that of the text, or of a few of its letters.
func (m middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	if text, ok := objects[0].(*xwidget.Text); ok && !m.shrinks {
		least.Width = min(text.Natural().Width, look.Px(180))
	}
	return least
}

// Layout gives it the whole width.
func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := objects[0].MinSize().Height
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	objects[0].Resize(fyne.NewSize(size.Width, height))
}

func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
