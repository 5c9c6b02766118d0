package hand

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// pause is how long is waited before something is looked at again.
const pause = 20 * time.Millisecond

var quiet sync.Once

// Hand is at one window of one display.
type Hand struct {
	conn   *xgb.Conn
	screen *xproto.ScreenInfo
	keys   map[xproto.Keysym]stroke
	atoms  map[string]xproto.Atom
	window xproto.Window // 0 until one is taken
	source xproto.Window // from which files are dragged
	events chan xgb.Event
	closed chan struct{}
}

// Open connects to a display such as ":99".
func Open(display string) (*Hand, error) {
	quiet.Do(func() { xgb.Logger.SetOutput(io.Discard) }) // what it says concerns nobody
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("connect to display %s: %w", display, err)
	}
	h := &Hand{
		conn: conn, screen: xproto.Setup(conn).DefaultScreen(conn), atoms: map[string]xproto.Atom{},
		events: make(chan xgb.Event), closed: make(chan struct{}),
	}
	go h.listen()
	if err := h.prepare(); err != nil {
		h.Close()
		return nil, fmt.Errorf("prepare display %s: %w", display, err)
	}
	return h, nil
}

func (h *Hand) prepare() error {
	if err := xtest.Init(h.conn); err != nil {
		return err
	}
	var err error
	if h.keys, err = strokes(h.conn); err != nil {
		return err
	}
	if h.source, err = xproto.NewWindowId(h.conn); err != nil {
		return err
	}
	return xproto.CreateWindowChecked(h.conn, 0, h.source, h.screen.Root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOnly, 0, 0, nil).Check()
}

// Close lets go of the display; the windows on it stay.
func (h *Hand) Close() {
	close(h.closed)
	h.conn.Close()
}

// listen hands on what the server says to whoever waits for it.
func (h *Hand) listen() {
	for {
		event, err := h.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		select {
		case h.events <- event:
		case <-h.closed:
		}
	}
}

// Take waits for a window whose title holds a word, and lets keys go to it.
func (h *Hand) Take(ctx context.Context, word string) error {
	err := h.until(ctx, func() (bool, error) {
		windows, err := h.shown(h.screen.Root)
		if err != nil {
			return false, err
		}
		for _, w := range windows {
			if strings.Contains(h.titleOf(w), word) {
				h.window = w
				return true, nil
			}
		}
		return false, nil
	})
	if err != nil {
		return fmt.Errorf("no window called %s: %w", word, err)
	}
	return xproto.SetInputFocusChecked(h.conn, xproto.InputFocusPointerRoot, h.window, xproto.TimeCurrentTime).Check()
}

// shown lists the windows in sight below one, which may vanish meanwhile.
func (h *Hand) shown(below xproto.Window) ([]xproto.Window, error) {
	tree, err := xproto.QueryTree(h.conn, below).Reply()
	if err != nil {
		return nil, err
	}
	var all []xproto.Window
	for _, w := range tree.Children {
		if is, err := xproto.GetWindowAttributes(h.conn, w).Reply(); err == nil && is.MapState == xproto.MapStateViewable {
			all = append(all, w)
		}
	}
	return all, nil
}

// Title is that of the window.
func (h *Hand) Title() string { return h.titleOf(h.window) }

func (h *Hand) titleOf(w xproto.Window) string {
	for _, name := range []string{"_NET_WM_NAME", "WM_NAME"} {
		atom, err := h.atom(name)
		if err != nil {
			return ""
		}
		value, err := xproto.GetProperty(h.conn, false, w, atom, xproto.GetPropertyTypeAny, 0, 256).Reply()
		if err == nil && len(value.Value) > 0 {
			return string(value.Value)
		}
	}
	return ""
}

// Titled waits until the title of the window holds a word.
func (h *Hand) Titled(ctx context.Context, word string) error {
	err := h.until(ctx, func() (bool, error) { return strings.Contains(h.Title(), word), nil })
	if err != nil {
		return fmt.Errorf("the window is called %q and not %s: %w", h.Title(), word, err)
	}
	return nil
}

// CloseWindow asks the window to close, as the cross in its frame does.
func (h *Hand) CloseWindow() error {
	protocols, err := h.atom("WM_PROTOCOLS")
	if err != nil {
		return err
	}
	deleted, err := h.atom("WM_DELETE_WINDOW")
	if err != nil {
		return err
	}
	return h.tell(protocols, [5]uint32{uint32(deleted), xproto.TimeCurrentTime})
}

// Corner is where the window stands on the screen.
func (h *Hand) Corner() (image.Point, error) {
	at, err := xproto.TranslateCoordinates(h.conn, h.window, h.screen.Root, 0, 0).Reply()
	if err != nil {
		return image.Point{}, fmt.Errorf("look where the window is: %w", err)
	}
	return image.Pt(int(at.DstX), int(at.DstY)), nil
}

// Move puts the window to another place of the screen.
func (h *Hand) Move(corner image.Point) error {
	return xproto.ConfigureWindowChecked(h.conn, h.window, xproto.ConfigWindowX|xproto.ConfigWindowY,
		[]uint32{uint32(corner.X), uint32(corner.Y)}).Check()
}

// tell sends a message to the window.
func (h *Hand) tell(kind xproto.Atom, data [5]uint32) error {
	if h.window == 0 {
		return errors.New("no window was taken")
	}
	message := xproto.ClientMessageEvent{Format: 32, Window: h.window, Type: kind, Data: xproto.ClientMessageDataUnionData32New(data[:])}
	return xproto.SendEventChecked(h.conn, false, h.window, xproto.EventMaskNoEvent, string(message.Bytes())).Check()
}

func (h *Hand) atom(name string) (xproto.Atom, error) {
	if atom, ok := h.atoms[name]; ok {
		return atom, nil
	}
	reply, err := xproto.InternAtom(h.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, err
	}
	h.atoms[name] = reply.Atom
	return reply.Atom, nil
}

// until asks again and again until something has come true or ctx ends.
func (h *Hand) until(ctx context.Context, done func() (bool, error)) error {
	again := time.NewTicker(pause)
	defer again.Stop()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
}
