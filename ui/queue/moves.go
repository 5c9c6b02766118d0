package queue

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
)

// span returns the lines from the first to the last that can be moved; the second
// is below the first where there are none.
func (p *Page) span() (first, last int) {
	first, last = 0, -1
	for i, e := range p.shot.entries {
		if canMove(e) {
			if last < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// moveAbove puts jobs, in their order, above a line of those that can be moved, or
// below the last one.
func (p *Page) moveAbove(entries []entry, index int) {
	moved := idsOf(entries)
	if len(moved) == 0 {
		return
	}
	first, last := p.span()
	index = max(index, first)
	for index <= last && slices.Contains(moved, p.shot.entries[index].row.ID) {
		index++
	}
	var before, behind int64 // the neighbours that stay
	if index <= last {
		before = p.shot.entries[index].row.ID
	}
	for i := min(index, last+1) - 1; i >= first && behind == 0; i-- {
		if id := p.shot.entries[i].row.ID; !slices.Contains(moved, id) {
			behind = id
		}
	}
	p.order(func(ctx context.Context, s *studio.Session) error { return move(ctx, s, moved, before, behind) })
}

// move puts jobs right above one, or right below another where there is none to be
// above.
func move(ctx context.Context, s *studio.Session, moved []int64, before, behind int64) error {
	var err error
	switch {
	case before != 0:
		err = s.Queue.MoveBefore(ctx, moved[0], before)
	case behind != 0:
		err = s.Queue.MoveAfter(ctx, moved[0], behind)
	}
	for i := 1; i < len(moved) && err == nil; i++ {
		err = s.Queue.MoveAfter(ctx, moved[i], moved[i-1])
	}
	return err
}

// moveBy moves what is selected up or down by one place.
func (p *Page) moveBy(by int) {
	entries := p.chosen(canMove)
	if len(entries) == 0 {
		return
	}
	first, last := p.span()
	if by < 0 {
		if at := p.index(entries[0].row.ID); at > first {
			p.moveAbove(entries, at-1)
		}
		return
	}
	if at := p.index(entries[len(entries)-1].row.ID); at < last {
		p.moveAbove(entries, at+2)
	}
}

// moveToTop puts jobs before all others that wait.
func (p *Page) moveToTop(entries []entry) {
	ids := idsOf(entries)
	p.order(func(ctx context.Context, s *studio.Session) error {
		for _, id := range slices.Backward(ids) {
			if err := s.Queue.MoveToTop(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// drag shows where the job in hand would go.
func (p *Page) drag(job int64, at fyne.Position) {
	if p.index(job) < 0 {
		return
	}
	if p.dragged != job {
		p.dragged = job
		if !p.selected[job] {
			p.only(job)
		}
	}
	y := p.list.heightOf(at)
	first, last := p.span()
	target := p.list.at(y)
	if target <= last && y > (p.list.offsets[target]+p.list.offsets[min(target+1, p.list.count())])/2 {
		target++ // the lower half of a line means below it
	}
	p.target = min(max(target, first), last+1)
	p.list.setMark(p.target)
}

// drop lets go of what was dragged.
func (p *Page) drop(job int64) {
	p.list.setMark(-1)
	if p.dragged != job {
		return
	}
	p.dragged = 0
	p.moveAbove(p.meant(job, canMove), p.target)
}
