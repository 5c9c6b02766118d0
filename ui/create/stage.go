package create

import (
	"context"
	"fmt"
	"image"
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
	picture *canvas.Image
	trouble *fyne.Container // says why there is no take
	source  image.Image     // that picture is made of
	empty   fyne.CanvasObject
	caption *xwidget.Text
	aside   *xwidget.Text
}

func newStage(h host, e *errands) *stage {
	s := &stage{host: h, errands: e, picture: canvas.NewImageFromImage(nil)}
	s.picture.FillMode = canvas.ImageFillContain
	s.picture.ScaleMode = canvas.ImageScaleFastest
	s.trouble = container.NewStack()
	s.empty = xwidget.NewEmpty("clip", words.T("create.no-take"), words.T("create.no-take-hint"), nil)
	s.caption = xwidget.NewText("", look.Label, look.TextHigh)
	s.aside = xwidget.NewText("", look.Caption, look.TextLow)
	s.aside.SetAlign(fyne.TextAlignTrailing)
	s.middle = container.NewStack(xwidget.NewPanel(look.SurfaceWell, xwidget.NoEdge), s.empty, s.trouble, s.picture)
	foot := container.NewStack(xwidget.NewPanel(look.SurfaceBase, xwidget.EdgeTop),
		container.New(xwidget.NewColumn(0, look.Space4, look.Space2), container.New(xwidget.NewLine(look.Space3, 1, 3), s.caption, s.aside)))
	s.content = container.NewBorder(nil, foot, nil, nil, s.middle)
	s.nothing()
	return s
}

// nothing is shown while there is no take.
func (s *stage) nothing() { s.set(nil, "", "", false) }

// forming shows a take that is being made.
func (s *stage) forming(picture image.Image, caption, aside string) {
	s.set(picture, caption, aside, false)
}

// failed shows why a take could not be made.
func (s *stage) failed(caption, reason, hint string) {
	s.set(nil, caption, "", false)
	s.trouble.Objects = []fyne.CanvasObject{xwidget.NewEmpty("error", reason, hint, nil)}
	s.trouble.Show()
	s.trouble.Refresh()
}

// take shows a take: in the viewer, else by its picture.
func (s *stage) take(take project.Take, picture image.Image) {
	if !s.asked {
		s.asked = true
		if s.viewer = s.host.Viewer(); s.viewer != nil {
			s.middle.Add(s.viewer)
		}
	}
	facts := []string{
		fmt.Sprintf("%d×%d", take.Width, take.Height), words.N("create.frames", take.Frames),
		words.T("create.rate-of", "Rate", rateName(take.Rate)), words.T("create.seed-of", "Seed", take.Seed),
	}
	if take.Verb == project.VerbImport {
		facts = facts[:3]
	}
	s.set(picture, take.Code, strings.Join(facts, " · "), true)
}

func (s *stage) set(picture image.Image, caption, aside string, playable bool) {
	s.caption.SetText(caption)
	s.aside.SetText(aside)
	played := playable && s.viewer != nil
	if s.viewer != nil {
		visible(s.viewer, played)
	}
	visible(s.empty, caption == "")
	s.trouble.Hide()
	visible(s.picture, picture != nil && !played)
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

func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
