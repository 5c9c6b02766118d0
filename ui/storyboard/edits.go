package storyboard

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// order has the clerk do something with the project that is open, and shows what
// went wrong.
func (p *Page) order(do func(ctx context.Context, s *studio.Session) error) {
	session := p.session
	if session == nil {
		return
	}
	p.clerk.put(func(ctx context.Context) {
		err := do(ctx, session)
		if err == nil || errors.Is(err, context.Canceled) {
			return
		}
		p.host.Do("tell what went wrong", func() { p.host.Toast(xwidget.Failed, sentence(err)) })
	})
}

// then is done on the UI goroutine after an order, while its project is shown.
func (p *Page) then(s *studio.Session, f func()) {
	p.host.Do("after an edit", func() {
		if p.session == s {
			f()
		}
	})
}

// show selects a shot once it is on the board.
func (p *Page) seek(shot int64) {
	p.reveal = shot
	p.found()
}

// add puts an empty shot behind the one that the keys are at, else at the
// end; it belongs to the scene of the shot before it.
func (p *Page) add() {
	behind := p.at(p.cursor)
	blank := project.Shot{Scene: max(behind.Scene, p.scene)}
	if last := len(p.shots) - 1; behind.ID == 0 && p.scene == 0 && last >= 0 {
		blank.Scene = p.shots[last].Scene
	}
	p.order(func(ctx context.Context, s *studio.Session) error {
		var added project.Shot
		err := s.Store.Edit(ctx, words.T("storyboard.added"), func(e *store.Editor) (err error) {
			if added, err = e.AddShot(ctx, blank); err != nil || behind.ID == 0 {
				return err
			}
			return e.MoveShot(ctx, added.ID, behind.ID)
		})
		if err == nil {
			p.then(s, func() { p.seek(added.ID) })
		}
		return err
	})
}

// duplicate puts a copy behind each selected shot; takes stay with the first.
func (p *Page) duplicate() {
	shots := p.chosen()
	p.order(func(ctx context.Context, s *studio.Session) error {
		var last project.Shot
		err := s.Store.Edit(ctx, words.N("storyboard.duplicated", len(shots), "Code", codes(shots)), func(e *store.Editor) error {
			for _, shot := range shots {
				fresh, err := e.Shot(ctx, shot.ID)
				if err != nil {
					return err
				}
				fresh.ID, fresh.Code = 0, ""
				if last, err = e.AddShot(ctx, fresh); err != nil {
					return err
				}
				if err := e.MoveShot(ctx, last.ID, shot.ID); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			p.then(s, func() { p.seek(last.ID) })
		}
		return err
	})
}

// remove takes the selected shots out and offers to bring them back.
func (p *Page) remove() {
	shots := p.chosen()
	if len(shots) == 0 {
		return
	}
	next := p.index(shots[len(shots)-1].ID) + 1
	if next < len(p.shots) {
		p.reveal = 0
		p.cursor, p.anchor = p.shots[next].ID, p.shots[next].ID
		p.selected = map[int64]bool{p.cursor: true}
	}
	label := words.N("storyboard.removed", len(shots), "Code", codes(shots))
	p.order(func(ctx context.Context, s *studio.Session) error {
		err := s.Store.Edit(ctx, label, each(ctx, shots, (*store.Editor).RemoveShot))
		if err == nil {
			p.then(s, func() {
				p.host.Offer(xwidget.Neutral, words.N("storyboard.is-removed", len(shots), "Code", codes(shots)), words.T("storyboard.undo"), func() { p.restore(shots) })
			})
		}
		return err
	})
}

// restore brings removed shots back to their places.
func (p *Page) restore(shots []project.Shot) {
	p.order(func(ctx context.Context, s *studio.Session) error {
		err := s.Store.Edit(ctx, words.N("storyboard.restored", len(shots), "Code", codes(shots)), each(ctx, shots, (*store.Editor).RestoreShot))
		if err == nil {
			p.then(s, func() { p.seek(shots[0].ID) })
		}
		return err
	})
}

func each(ctx context.Context, shots []project.Shot, do func(*store.Editor, context.Context, int64) error) func(*store.Editor) error {
	return func(e *store.Editor) error {
		for _, shot := range shots {
			if err := do(e, ctx, shot.ID); err != nil {
				return err
			}
		}
		return nil
	}
}

// edit takes a change by the user: the field says it already, the project keeps it
// soon. It reaches the one shot and no other.
func (p *Page) edit(shot project.Shot, field, name string, apply func(*project.Shot)) {
	p.edits.Add(1)
	label := words.T("storyboard.edited", "Field", name, "Shot", shot.Code)
	key := "storyboard." + field + strconv.FormatInt(shot.ID, 10)
	p.order(func(ctx context.Context, s *studio.Session) error {
		return s.Store.EditMerged(ctx, label, key, func(e *store.Editor) error {
			now, err := e.Shot(ctx, shot.ID)
			if err != nil {
				return err
			}
			apply(&now)
			return e.UpdateShot(ctx, now)
		})
	})
}

// undo and redo act on the project's edits, whichever screen made them.
func (p *Page) undo() { p.step((*store.Store).Undo, words.ID("storyboard.undone")) }
func (p *Page) redo() { p.step((*store.Store).Redo, words.ID("storyboard.redone")) }

func (p *Page) step(do func(*store.Store, context.Context) (string, error), said words.ID) {
	p.order(func(ctx context.Context, s *studio.Session) error {
		label, err := do(s.Store, ctx)
		message := words.T("storyboard.nothing")
		switch {
		case err != nil && !errors.Is(err, project.ErrNotFound):
			return err
		case err == nil:
			message = words.T(said, "Edit", label)
		}
		p.then(s, func() {
			p.edits.Add(1) // what the fields say is older now
			p.board.edits = -1
			p.inspector.shot = 0
			p.host.Toast(xwidget.Neutral, message)
			p.stir()
		})
		return nil
	})
}

// stir has the board read again.
func (p *Page) stir() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// codes names a shot or some.
func codes(shots []project.Shot) string {
	names := make([]string, len(shots))
	for i, s := range shots {
		names[i] = s.Code
	}
	return first(names)
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}
