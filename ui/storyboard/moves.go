package storyboard

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/words"
)

// moveTo puts the selected shots before the one at an index of the list, into a
// section, as one step of undo.
func (p *Page) moveTo(index, at int) {
	shots := p.chosen()
	if len(shots) == 0 || at < 0 || at >= len(p.sections) {
		return
	}
	in := p.sections[at]
	after := p.behind(min(max(index, in.from), in.to), in)
	p.order(func(ctx context.Context, s *studio.Session) error {
		return s.Store.Edit(ctx, words.N("storyboard.moved", len(shots), "Code", codes(shots)), func(e *store.Editor) error {
			return place(ctx, e, shots, after, in.scene.ID)
		})
	})
	p.reveal = 0
}

// moveBy moves the selected shots some places earlier or later; past the end of a
// scene they go into the one beside it.
func (p *Page) moveBy(by int) {
	moved := p.chosen()
	if len(moved) == 0 {
		return
	}
	if by < 0 {
		first := p.index(moved[0].ID)
		at := p.sectionOf(first)
		if first > p.sections[at].from {
			p.moveTo(first+by, at)
		} else {
			p.moveToScene(-1)
		}
		return
	}
	last := p.index(moved[len(moved)-1].ID)
	at := p.sectionOf(last)
	if last+1 < p.sections[at].to {
		p.moveTo(last+1+by, at)
	} else {
		p.moveToScene(1)
	}
}

// moveRow moves the selected shots a row up or down.
func (p *Page) moveRow(by int) { p.moveBy(by * max(p.grid.sheet.metrics.columns, 1)) }

// moveToScene puts the selected shots at the end of the scene before theirs, or at the
// beginning of the one behind it.
func (p *Page) moveToScene(by int) {
	moved := p.chosen()
	if len(moved) == 0 {
		return
	}
	edge := moved[0]
	if by > 0 {
		edge = moved[len(moved)-1]
	}
	at := p.sectionOf(p.index(edge.ID)) + by
	switch {
	case at < 0 || at >= len(p.sections):
		return
	case by < 0:
		p.moveTo(p.sections[at].to, at)
	default:
		p.moveTo(p.sections[at].from, at)
	}
}
