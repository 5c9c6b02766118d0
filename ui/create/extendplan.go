package create

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// extendPlan says while an extension is asked for what making it takes, and offers
// the nearest length where it cannot be made.
type extendPlan struct {
	page  *Page
	asked func() studio.DeriveParams
	take  func(frames int) // changes the length to one that can be made
	told  func()           // that there is a plan

	content *fyne.Container
	cost    *xwidget.Text
	problem *fyne.Container // holds a banner while it cannot be made

	turn, shown int // of the newest plan that was asked for, and of the one that is shown
	refused     bool
}

func newExtendPlan(p *Page) *extendPlan {
	e := &extendPlan{page: p}
	e.cost = xwidget.NewText(" ", look.Caption, look.TextLow)
	e.problem = container.New(xwidget.NewColumn(look.Space2, 0, 0))
	e.problem.Hide()
	e.content = container.New(xwidget.NewColumn(look.Space2, 0, 0), e.problem, e.cost)
	return e
}

// known tells whether what is asked for now has its plan.
func (e *extendPlan) known() bool { return e.turn > 0 && e.shown == e.turn }

// soon plans anew when nothing has been changed for a while.
func (e *extendPlan) soon(wait time.Duration) {
	e.turn++
	turn, session, asked := e.turn, e.page.session.Load(), e.asked()
	e.page.errands.run(func(ctx context.Context) {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		plan, err := session.PlanDerive(ctx, asked)
		e.page.host.Do("show the plan of an extension", func() {
			if e.turn == turn && !errors.Is(err, context.Canceled) {
				e.shown = turn
				e.show(plan, err)
			}
		})
	})
}

func (e *extendPlan) show(plan studio.RenderPlan, err error) {
	e.problem.Objects = nil
	e.cost.SetText(" ")
	if err == nil {
		e.cost.SetText(costOf(plan.Plan))
	}
	switch e.refused = err != nil || plan.Reason != ""; {
	case err != nil:
		e.refuse(sentence(err), plan)
	case e.refused:
		e.refuse(fault.Kept(engine.NoRoom, plan.Reason, ""), plan)
	}
	e.problem.Hidden = !e.refused
	e.problem.Refresh()
	e.content.Refresh()
	e.told()
}

// refuse says why it cannot be made, and offers the nearest length that can.
func (e *extendPlan) refuse(reason string, plan studio.RenderPlan) {
	e.problem.Objects = []fyne.CanvasObject{xwidget.NewBanner(xwidget.Warned, reason, "")}
	near := plan.Nearest
	if near == nil {
		return
	}
	text := words.T("create.nearest-length", "Length", words.T("create.length-of", "Seconds", amount.Number(float64(near.Frames)/near.Rate.Float())), "Frames", near.Frames)
	button := xwidget.NewButton(text, "check", xwidget.Normal, func() { e.take(near.Frames) })
	button.SetTip(words.T("create.nearest-length-tip"), "")
	e.problem.Objects = append(e.problem.Objects, button)
}
