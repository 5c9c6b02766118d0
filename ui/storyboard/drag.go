package storyboard

import (
	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/look"
)

// spot is where what is dragged would go: before the card at an index of the list, in
// a section.
type spot struct {
	at, index int
	mark      fyne.Position // on the sheet
	size      fyne.Size
}

// under finds the spot at a place of the sheet.
func (s *sheet) under(at fyne.Position) (spot, bool) {
	m := s.metrics
	for n, one := range s.sections {
		if m.columns == 0 || at.Y < one.top || at.Y >= max(one.end, one.top+m.head) {
			continue
		}
		if at.Y < one.cards || one.to == one.from {
			to := spot{at: n, index: one.from, mark: fyne.NewPos(m.margin, one.top+m.head-look.Px(2))}
			if one.folded {
				to.index = one.to
			}
			to.size = fyne.NewSize(float32(m.columns)*(m.width+m.gap)-m.gap, look.Px(2))
			return to, true
		}
		row := int((at.Y - one.cards) / m.pitch)
		column := min(max(int((at.X-m.margin)/(m.width+m.gap)), 0), m.columns-1)
		index := min(one.from+row*m.columns+column, one.to-1)
		where := s.spot(index, one)
		x := where.X - m.gap/2
		if at.X > where.X+m.width/2 {
			index++
			x = where.X + m.width + m.gap/2
		}
		return spot{at: n, index: index, mark: fyne.NewPos(x-look.Px(1), where.Y), size: fyne.NewSize(look.Px(2), m.height)}, true
	}
	return spot{}, false
}

// between finds the section before which a scene that is dragged would go.
func (s *sheet) between(at fyne.Position) (spot, bool) {
	m := s.metrics
	for n, one := range s.sections {
		if m.columns == 0 || at.Y < one.top || at.Y >= max(one.end, one.top+m.head) {
			continue
		}
		to := spot{at: n, mark: fyne.NewPos(m.margin, one.top-look.Px(2)), size: fyne.NewSize(float32(m.columns)*(m.width+m.gap)-m.gap, look.Px(2))}
		if at.Y > (one.top+one.end)/2 || one.scene.ID == 0 {
			to.at = n + 1
			to.mark.Y = one.end
		}
		return to, true
	}
	return spot{}, false
}

// follow turns a place in the window into one of the sheet, and scrolls where it is
// near an edge.
func (c *cards) follow(at fyne.Position) fyne.Position {
	s := c.sheet
	from := at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(s.scroll))
	near, view := look.Px(36), s.scroll.Size().Height
	most := max(s.metrics.total-view, 0)
	switch offset := s.scroll.Offset.Y; {
	case from.Y < near && offset > 0:
		s.scroll.ScrollToOffset(fyne.NewPos(0, max(offset-near, 0)))
	case from.Y > view-near && offset < most:
		s.scroll.ScrollToOffset(fyne.NewPos(0, min(offset+near, most)))
	}
	return from.AddXY(0, s.scroll.Offset.Y)
}

// drag shows where a card would go when it is let go here.
func (c *cards) drag(shot int64, at fyne.Position) {
	if c.dragged == 0 { // the card may stand for another shot once it was scrolled away
		c.dragged = shot
	}
	c.target, c.aimed = c.sheet.under(c.follow(at))
	c.aim()
}

// dragScene shows where a scene would go.
func (c *cards) dragScene(scene int64, at fyne.Position) {
	if c.scene == 0 {
		c.scene = scene
	}
	c.target, c.aimed = c.sheet.between(c.follow(at))
	c.aimed = c.aimed && c.scene != 0 && c.page.scene == 0
	c.aim()
}

func (c *cards) aim() {
	if !c.aimed {
		c.mark.Hide()
		return
	}
	driver := fyne.CurrentApp().Driver()
	origin := driver.AbsolutePositionForObject(c.sheet.scroll).Subtract(driver.AbsolutePositionForObject(c.content))
	c.mark.FillColor = look.Color(look.Accent)
	c.mark.Move(c.target.mark.Add(origin).SubtractXY(0, c.sheet.scroll.Offset.Y))
	c.mark.Resize(c.target.size)
	c.mark.Show()
	c.mark.Refresh()
}

// drop moves what was dragged: the whole selection where the card is of it.
func (c *cards) drop() {
	c.mark.Hide()
	p, shot, scene := c.page, c.dragged, c.scene
	c.dragged, c.scene = 0, 0
	switch {
	case !c.aimed:
	case scene != 0:
		p.moveScene(p.indexOfScene(scene), c.target.at)
	case p.index(shot) >= 0:
		if !p.selected[shot] {
			p.only(p.index(shot))
		}
		p.moveTo(c.target.index, c.target.at)
	}
	c.aimed = false
}
