package storyboard

import (
	"slices"

	"fyne.io/fyne/v2"
)

var _ fyne.Focusable = (*sheet)(nil)

// in returns the section of an index, -1 for none.
func (s *sheet) in(index int) int {
	return slices.IndexFunc(s.sections, func(one section) bool { return index >= one.from && index < one.to })
}

// setSelected moves there and brings it into sight, without telling.
func (s *sheet) setSelected(index int) {
	s.selected = min(max(index, -1), s.count()-1)
	at := s.in(s.selected)
	if at < 0 || s.metrics.columns == 0 {
		return
	}
	one, m := s.sections[at], s.metrics
	top, height := s.spot(s.selected, one).Y, m.height
	switch {
	case one.folded:
		top, height = one.top, m.head
	case s.headed && s.selected < one.from+m.columns: // with the heading above it
		top, height = one.top, one.cards-one.top+m.height
	}
	view := s.scroll.Size().Height
	switch offset := s.scroll.Offset.Y; {
	case top-m.margin < offset:
		s.scroll.ScrollToOffset(fyne.NewPos(0, max(top-m.margin, 0)))
	case top+height+m.margin > offset+view:
		s.scroll.ScrollToOffset(fyne.NewPos(0, top+height+m.margin-view))
	}
	s.place()
}

// FocusGained takes the arrow keys.
func (s *sheet) FocusGained() {
	if s.selected < 0 {
		s.step(1)
	}
}

// FocusLost gives them back.
func (s *sheet) FocusLost() {}

// TypedRune has no meaning here.
func (s *sheet) TypedRune(rune) {}

// TypedKey moves through the cards; what it has no use for goes on.
func (s *sheet) TypedKey(event *fyne.KeyEvent) {
	page := max(int(s.scroll.Size().Height/max(s.metrics.pitch, 1)), 1)
	switch event.Name {
	case fyne.KeyLeft:
		s.step(-1)
	case fyne.KeyRight:
		s.step(1)
	case fyne.KeyUp:
		s.rise(-1)
	case fyne.KeyDown:
		s.rise(1)
	case fyne.KeyPageUp:
		for range page {
			s.rise(-1)
		}
	case fyne.KeyPageDown:
		for range page {
			s.rise(1)
		}
	case fyne.KeyHome:
		s.selected = -1
		s.step(1)
	case fyne.KeyEnd:
		s.selected = s.count()
		s.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.selected >= 0 {
			s.p.open(s.selected)
		}
	default:
		if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(event)
		}
	}
}

// step goes to the next card that is not folded away.
func (s *sheet) step(by int) {
	for i := s.selected + by; i >= 0 && i < s.count(); i += by {
		if at := s.in(i); at >= 0 && !s.sections[at].folded {
			s.p.choose(i)
			return
		}
	}
	s.selected = min(s.selected, s.count()-1)
}

// rise goes to the card above or below, into the next scene where there is none.
func (s *sheet) rise(by int) {
	at, columns := s.in(s.selected), s.metrics.columns
	if at < 0 || columns == 0 {
		s.step(1)
		return
	}
	one := s.sections[at]
	row, column := (s.selected-one.from)/columns, (s.selected-one.from)%columns
	if next := row + by; !one.folded && next >= 0 && one.from+next*columns < one.to {
		s.p.choose(min(one.from+next*columns+column, one.to-1))
		return
	}
	for at += by; at >= 0 && at < len(s.sections); at += by {
		if one = s.sections[at]; one.folded || one.to == one.from {
			continue
		}
		row = 0
		if by < 0 {
			row = (one.to - one.from - 1) / columns
		}
		s.p.choose(min(one.from+row*columns+column, one.to-1))
		return
	}
}
