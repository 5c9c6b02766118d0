package projects

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// welcomeWidth is how wide the page of a newcomer is at 100 %.
const welcomeWidth = 760

// welcome is what somebody sees who has no film yet: three steps to a first take.
type welcome struct {
	content *fyne.Container
	begin   *xwidget.Button
	lack    *fyne.Container // says that no pack was found
	strip   *fyne.Container // of the frames that the first shot becomes
}

func newWelcome(keys *action.Registry, begin, open, models func()) *welcome {
	w := &welcome{lack: container.New(xwidget.NewColumn(0, 0, 0)), strip: container.New(strip{})}
	w.begin = xwidget.NewButton(words.T("projects.first"), "create", xwidget.Primary, begin)
	w.begin.SetTip(words.T("projects.first-tip"), "")
	other := xwidget.NewButton(words.T("projects.open"), "projects", xwidget.Normal, open)
	other.SetTip(words.T("projects.open-tip"), "")
	other.SetTipKey(keys.KeyOf("projects.open"))
	fix := xwidget.NewButton(words.T("projects.to-models"), "models", xwidget.Primary, models)
	fix.SetTip(words.T("screen.models"), "")
	fix.SetTipKey(keys.KeyOf("go.models"))
	w.lack.Add(xwidget.NewBanner(xwidget.Warned, words.T("projects.no-pack"), words.T("projects.no-pack-hint", "Folder", shortFolder(studio.PackFolder())), fix))
	w.lack.Hide()
	steps := container.New(xwidget.NewLine(look.Space5, 1, 1, 1),
		newStep(1, words.T("projects.step-film"), words.T("projects.step-film-text")),
		newStep(2, words.T("projects.step-generate"), words.T("projects.step-generate-text", "Key", generateKey[0].Label())),
		newStep(3, words.T("projects.step-watch"), words.T("projects.step-watch-text")))
	column := container.New(xwidget.NewColumn(look.Space5, 0, 0),
		container.New(xwidget.NewColumn(look.Space2, 0, 0),
			xwidget.NewText(words.T("projects.welcome"), look.Display, look.TextHigh),
			xwidget.NewParagraph(words.T("projects.welcome-text"), look.Body, look.TextMedium, 0)),
		container.New(xwidget.NewColumn(look.Space2, 0, 0), w.strip,
			xwidget.NewParagraph(words.T("projects.strip"), look.Caption, look.TextLow, 0)),
		steps, w.lack,
		container.New(xwidget.NewLine(look.Space2, 0, 0), w.begin, other),
		xwidget.NewParagraph(words.T("projects.drop-hint"), look.Caption, look.TextLow, 0))
	w.content = container.New(centred{welcomeWidth}, column)
	return w
}

// newStep is one of the steps: its number, what is done, what comes of it.
func newStep(number int, title, text string) fyne.CanvasObject {
	digit := canvas.NewText(strconv.Itoa(number), nil)
	look.Heading.Apply(digit, look.Accent)
	rule := canvas.NewRectangle(look.Color(look.LineStrong))
	rule.SetMinSize(fyne.NewSize(1, 1))
	return container.New(xwidget.NewColumn(look.Space2, 0, 0), rule, container.New(layout.NewCustomPaddedLayout(look.Px(look.Space2), 0, 0, 0), digit),
		xwidget.NewParagraph(title, look.Title, look.TextHigh, 0),
		xwidget.NewParagraph(text, look.Body, look.TextMedium, 0))
}

// centred puts one thing into the middle, a little above it, at most so wide at
// 100 %.
type centred struct{ width float32 }

func (c centred) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(320), look.Px(200))
}

func (c centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(look.Px(c.width), size.Width-look.Px(2*look.Space5))
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.MinSize().Height)) // a paragraph knows its height only at a width
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Move(fyne.NewPos((size.Width-width)/2, max((size.Height-o.Size().Height)*0.42, look.Px(look.Space5))))
	}
}

// strip puts pictures side by side, as wide as the place together.
type strip struct{}

func (strip) gap() float32 { return look.Px(3) }

func (s strip) frame(width float32) fyne.Size {
	each := (width - s.gap()*(assets.FirstTakeFrames-1)) / assets.FirstTakeFrames
	return fyne.NewSize(each, float32(int(each*19/24)))
}

// MinSize has the height that the frames have on the page.
func (s strip) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(look.Px(200), s.frame(look.Px(welcomeWidth)).Height)
}

func (s strip) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	frame := s.frame(size.Width)
	for i, o := range objects {
		left, right := float32(int(float32(i)*(frame.Width+s.gap()))), float32(int(float32(i)*(frame.Width+s.gap())+frame.Width))
		put(o, left, 0, right-left, frame.Height) // whole points, so that corners are alike
	}
}

// greet fills the page of a newcomer: the frames of what the first shot becomes,
// and what to do where there is no pack to make it with.
func (p *Page) greet(ctx context.Context) {
	found := len(studio.PackNames()) > 0
	frames := firstFrames()
	p.host.Do("greet", func() {
		if ctx.Err() != nil {
			return
		}
		show(p.first.lack, !found)
		kind := xwidget.Primary
		if !found {
			kind = xwidget.Normal // what mends the lack comes first
		}
		p.first.begin.SetKind(kind)
		p.first.strip.RemoveAll()
		for _, frame := range frames {
			picture := canvas.NewImageFromImage(frame)
			picture.CornerRadius = look.Px(look.RadiusSmall)
			p.first.strip.Add(picture)
		}
		p.first.content.Refresh()
	})
}

// firstFrames cuts the strip of the first take.
func firstFrames() []image.Image {
	sheet, err := jpeg.Decode(bytes.NewReader(assets.FirstTake))
	if err != nil {
		return nil // a test reads it
	}
	width := sheet.Bounds().Dx() / assets.FirstTakeFrames
	frames := make([]image.Image, assets.FirstTakeFrames)
	for i := range frames {
		frame := image.NewRGBA(image.Rect(0, 0, width, sheet.Bounds().Dy()))
		draw.Draw(frame, frame.Rect, sheet, image.Pt(i*width, 0), draw.Src)
		frames[i] = frame
	}
	return frames
}
