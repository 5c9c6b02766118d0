package hand

import (
	"fmt"
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// stroke is how a sign is typed: a key, and whether Shift is held.
type stroke struct {
	key   xproto.Keycode
	shift bool
}

// Signs that X calls by numbers of their own; those of ASCII are their numbers there.
var named = map[string]xproto.Keysym{
	"Return": 0xff0d, "Escape": 0xff1b, "Tab": 0xff09, "BackSpace": 0xff08, "Delete": 0xffff, "Space": ' ',
	"Left": 0xff51, "Up": 0xff52, "Right": 0xff53, "Down": 0xff54, "Home": 0xff50, "End": 0xff57, "F2": 0xffbf, "F11": 0xffc8,
}

var held = map[string]xproto.Keysym{"Ctrl": 0xffe3, "Shift": 0xffe1, "Alt": 0xffe9}

// strokes reads which key of the display types what.
func strokes(conn *xgb.Conn) (map[xproto.Keysym]stroke, error) {
	setup := xproto.Setup(conn)
	count := byte(setup.MaxKeycode - setup.MinKeycode + 1)
	mapping, err := xproto.GetKeyboardMapping(conn, setup.MinKeycode, count).Reply()
	if err != nil {
		return nil, err
	}
	all := map[xproto.Keysym]stroke{}
	per := int(mapping.KeysymsPerKeycode)
	for i := range int(count) {
		for level := range min(per, 2) {
			sign := mapping.Keysyms[i*per+level]
			if _, known := all[sign]; sign != 0 && !known {
				all[sign] = stroke{key: setup.MinKeycode + xproto.Keycode(i), shift: level == 1}
			}
		}
	}
	return all, nil
}

// Press presses keys one after the other, each written as in Ctrl+Shift+N, J or
// Return.
func (h *Hand) Press(chords ...string) error {
	for _, chord := range chords {
		parts := strings.Split(chord, "+")
		var mods []xproto.Keysym
		for _, mod := range parts[:len(parts)-1] {
			sign, ok := held[mod]
			if !ok {
				return fmt.Errorf("%s is no key that is held", mod)
			}
			mods = append(mods, sign)
		}
		last := parts[len(parts)-1]
		sign, ok := named[last]
		if !ok && len(last) == 1 {
			sign = xproto.Keysym(strings.ToLower(last)[0])
		}
		if err := h.strike(sign, mods...); err != nil {
			return fmt.Errorf("press %s: %w", chord, err)
		}
	}
	return h.settle()
}

// Type types ASCII text.
func (h *Hand) Type(text string) error {
	for _, r := range text {
		sign := xproto.Keysym(r)
		if r == '\n' {
			sign = named["Return"]
		}
		if err := h.strike(sign); err != nil {
			return fmt.Errorf("type %q: %w", text, err)
		}
	}
	return h.settle()
}

func (h *Hand) strike(sign xproto.Keysym, mods ...xproto.Keysym) error {
	s, ok := h.keys[sign]
	if !ok {
		return fmt.Errorf("the keyboard has no key for %#x", uint32(sign))
	}
	if s.shift {
		mods = append(mods, held["Shift"])
	}
	codes := []xproto.Keycode{}
	for _, mod := range mods {
		codes = append(codes, h.keys[mod].key)
	}
	codes = append(codes, s.key)
	for _, code := range codes {
		h.fake(xproto.KeyPress, byte(code), 0, 0)
	}
	for i := range codes {
		h.fake(xproto.KeyRelease, byte(codes[len(codes)-1-i]), 0, 0)
	}
	return nil
}

// Point moves the pointer to a place on the screen, in pixels.
func (h *Hand) Point(x, y int) error {
	h.fake(xproto.MotionNotify, 0, x, y)
	return h.settle()
}

// Click presses and releases the first button at a place on the screen.
func (h *Hand) Click(x, y int) error {
	h.fake(xproto.MotionNotify, 0, x, y)
	h.fake(xproto.ButtonPress, xproto.ButtonIndex1, 0, 0)
	h.fake(xproto.ButtonRelease, xproto.ButtonIndex1, 0, 0)
	return h.settle()
}

func (h *Hand) fake(kind, detail byte, x, y int) {
	xtest.FakeInput(h.conn, kind, detail, 0, h.screen.Root, int16(x), int16(y), 0)
}

// settle waits until the server has taken everything that was sent.
func (h *Hand) settle() error {
	_, err := xproto.GetInputFocus(h.conn).Reply()
	return err
}
