package place

import (
	"errors"
	"image"
	"io"
	"sync"

	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// reachable is how much of a window has to be on the screen, in pixels, for
// somebody to get hold of it.
const reachable = 64

var quiet sync.Once

// display is one conversation with the X server about one window.
type display struct {
	conn   *xgb.Conn
	screen *xproto.ScreenInfo
	window xproto.Window
}

func of(context any) (corner image.Point, ok bool) {
	err := talk(context, func(d display) error {
		at, err := xproto.TranslateCoordinates(d.conn, d.window, d.screen.Root, 0, 0).Reply()
		if err != nil {
			return err
		}
		corner = image.Pt(int(at.DstX), int(at.DstY)).Sub(d.frame())
		return nil
	})
	return corner, err == nil
}

func move(context any, corner image.Point) {
	_ = talk(context, func(d display) error { // the window is still there, and stands elsewhere
		screen := image.Rect(0, 0, int(d.screen.WidthInPixels), int(d.screen.HeightInPixels))
		if !corner.In(image.Rectangle{Max: screen.Max.Sub(image.Pt(reachable, reachable))}) {
			return nil
		}
		return xproto.ConfigureWindowChecked(d.conn, d.window, xproto.ConfigWindowX|xproto.ConfigWindowY,
			[]uint32{uint32(corner.X), uint32(corner.Y)}).Check()
	})
}

// talk connects for as long as something is asked.
func talk(context any, about func(display) error) error {
	x11, ok := context.(driver.X11WindowContext)
	if !ok || x11.WindowHandle == 0 {
		return errors.New("the window is not one of X11")
	}
	quiet.Do(func() { xgb.Logger.SetOutput(io.Discard) }) // what it says concerns nobody
	conn, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer conn.Close()
	return about(display{conn, xproto.Setup(conn).DefaultScreen(conn), xproto.Window(x11.WindowHandle)})
}

// frame is what the window manager draws left of the window and above it: what is
// moved is the frame's corner (ICCCM 4.1.5).
func (d display) frame() image.Point {
	const name = "_NET_FRAME_EXTENTS" // left, right, top, bottom
	atom, err := xproto.InternAtom(d.conn, true, uint16(len(name)), name).Reply()
	if err != nil {
		return image.Point{}
	}
	extents, err := xproto.GetProperty(d.conn, false, d.window, atom.Atom, xproto.AtomCardinal, 0, 4).Reply()
	if err != nil || extents.Format != 32 || extents.ValueLen < 4 {
		return image.Point{}
	}
	return image.Pt(int(xgb.Get32(extents.Value)), int(xgb.Get32(extents.Value[8:])))
}
