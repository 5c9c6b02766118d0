package hand

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/jezek/xgb/xproto"
)

// uriList is how file managers hand over files.
const uriList = "text/uri-list"

// Drop drags files over the window to a place on the screen and lets go of them
// there, by version 5 of the protocol that file managers speak (XDND, see
// https://freedesktop.org/wiki/Specifications/XDND).
func (h *Hand) Drop(ctx context.Context, x, y int, files ...string) error {
	if err := h.drop(ctx, x, y, files); err != nil {
		return fmt.Errorf("drop %s: %w", strings.Join(files, ", "), err)
	}
	return nil
}

func (h *Hand) drop(ctx context.Context, x, y int, files []string) error {
	names := []string{"XdndSelection", "XdndEnter", "XdndPosition", "XdndStatus", "XdndDrop", "XdndFinished", "XdndActionCopy", uriList}
	for _, name := range names {
		if _, err := h.atom(name); err != nil {
			return err
		}
	}
	if err := h.Point(x, y); err != nil {
		return err
	}
	if err := xproto.SetSelectionOwnerChecked(h.conn, h.source, h.atoms["XdndSelection"], xproto.TimeCurrentTime).Check(); err != nil {
		return err
	}
	me := uint32(h.source)
	if err := h.tell(h.atoms["XdndEnter"], [5]uint32{me, 5 << 24, uint32(h.atoms[uriList])}); err != nil {
		return err
	}
	place := uint32(x)<<16 | uint32(y)
	if err := h.tell(h.atoms["XdndPosition"], [5]uint32{me, 0, place, xproto.TimeCurrentTime, uint32(h.atoms["XdndActionCopy"])}); err != nil {
		return err
	}
	if err := h.answered(ctx, "XdndStatus", ""); err != nil {
		return err
	}
	if err := h.tell(h.atoms["XdndDrop"], [5]uint32{me, 0, xproto.TimeCurrentTime}); err != nil {
		return err
	}
	return h.answered(ctx, "XdndFinished", list(files))
}

// list writes files as the list that is handed over.
func list(files []string) string {
	var text strings.Builder
	for _, file := range files {
		u := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
		text.WriteString(u.String() + "\r\n")
	}
	return text.String()
}

// answered waits for an answer of the window, which has to be yes, and hands it the
// list when it asks.
func (h *Hand) answered(ctx context.Context, kind, files string) error {
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the window did not answer with %s: %w", kind, ctx.Err())
		case event := <-h.events:
			switch event := event.(type) {
			case xproto.SelectionRequestEvent:
				if err := h.give(event, files); err != nil {
					return err
				}
			case xproto.ClientMessageEvent:
				if event.Type != h.atoms[kind] {
					continue
				}
				// The lowest bit says yes; GLFW puts a length in its place in the end.
				if event.Data.Data32[1] == 0 {
					return errors.New("the window does not want them")
				}
				return nil
			}
		}
	}
}

// give puts the list where the window asked for it.
func (h *Hand) give(asked xproto.SelectionRequestEvent, files string) error {
	given := xproto.SelectionNotifyEvent{
		Time: asked.Time, Requestor: asked.Requestor, Selection: asked.Selection, Target: asked.Target, Property: asked.Property,
	}
	if asked.Target == h.atoms[uriList] {
		err := xproto.ChangePropertyChecked(h.conn, xproto.PropModeReplace, asked.Requestor, asked.Property, asked.Target, 8, uint32(len(files)), []byte(files)).Check()
		if err != nil {
			return err
		}
	} else {
		given.Property = xproto.AtomNone
	}
	return xproto.SendEventChecked(h.conn, false, asked.Requestor, xproto.EventMaskNoEvent, string(given.Bytes())).Check()
}
