package look

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/assets"
)

// Icon is the name of one of the program's own drawings; assets/icons has them
// all. The empty name draws nothing.
type Icon string

// tinted is a drawing in one colour. Fyne's themed resources tint fills and leave
// strokes alone, and ours are strokes.
type tinted struct {
	name    string
	content []byte
}

func (t tinted) Name() string    { return t.name }
func (t tinted) Content() []byte { return t.content }

// Resource returns the drawing in a colour; nil where there is no such drawing.
// The colour is part of its name, by which Fyne keeps what it has drawn.
func (i Icon) Resource(c color.Color) fyne.Resource {
	v := color.NRGBAModel.Convert(c).(color.NRGBA)
	key := tint{i, v}
	if made, ok := drawings.Load(key); ok {
		return made.(tinted)
	}
	data, err := assets.Icon(string(i))
	if err != nil {
		return nil
	}
	hex := fmt.Sprintf("#%02x%02x%02x", v.R, v.G, v.B)
	made := tinted{
		name:    fmt.Sprintf("kinora-%s-%s.svg", i, hex[1:]),
		content: bytes.ReplaceAll(data, []byte("currentColor"), []byte(hex)),
	}
	drawings.Store(key, made)
	return made
}

// tint is a drawing in a colour; drawings are those that were asked for. There are
// as many as icons times the colours of text, some hundreds of small files.
type tint struct {
	icon  Icon
	color color.NRGBA
}

var drawings sync.Map

// NewIcon makes an empty picture for an icon; Paint fills it.
func NewIcon() *canvas.Image {
	image := canvas.NewImageFromResource(nil)
	image.FillMode = canvas.ImageFillContain
	return image
}

// Paint puts the drawing, in a colour of the theme that is shown now, into a
// picture that NewIcon made. Without a drawing the picture is hidden.
func (i Icon) Paint(image *canvas.Image, name fyne.ThemeColorName) {
	resource := i.Resource(Color(name))
	if resource == nil {
		image.Hide()
		return
	}
	image.Show()
	if image.Resource != nil && image.Resource.Name() == resource.Name() {
		return
	}
	image.Resource = resource
	image.Refresh()
}
