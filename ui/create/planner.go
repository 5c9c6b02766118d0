package create

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// planner is the foot of the editor: what the model reads of the shot, what making
// it would take, and the button that makes it.
type planner struct {
	page    *Page
	content *fyne.Container

	toggle  *xwidget.Button
	reads   *fyne.Container
	prompt  *xwidget.Text
	tokens  *xwidget.Text
	notes   *xwidget.Text
	cost    *xwidget.Text
	problem *fyne.Container // holds a banner while the shot cannot be made
	button  *xwidget.Button

	turn    int    // of the newest plan that was asked for
	shown   int    // turn of the plan that is shown
	cancel  func() // of the plan that is being made; nil for none
	strange map[string]bool
	reading studio.ShotReading
	seconds float64 // of one take
}

func newPlanner(p *Page) *planner {
	f := &planner{page: p, strange: map[string]bool{}}
	f.toggle = xwidget.NewButton(words.T("create.reads"), "chevron-right", xwidget.Quiet, func() { f.open(!f.reads.Visible()) })
	f.toggle.SetTip(words.T("create.reads-tip"), "")
	p.keyed("create.reads", f.toggle)
	f.tokens = xwidget.NewText("", look.Caption, look.TextLow)
	f.tokens.SetAlign(fyne.TextAlignTrailing)
	f.prompt = xwidget.NewParagraph("", look.Body, look.TextHigh, 0)
	f.notes = xwidget.NewParagraph("", look.Caption, look.Warning, 3)
	f.notes.Hide()
	f.reads = container.New(&capped{text: f.prompt, most: readsHeight}, container.NewVScroll(f.prompt))
	f.reads.Hide()
	f.cost = xwidget.NewText("", look.Caption, look.TextLow)
	f.problem = container.New(xwidget.NewColumn(look.Space2, 0, 0))
	f.problem.Hide()
	f.button = xwidget.NewButton(words.T("create.generate"), "create", xwidget.Primary, p.generate)
	f.button.SetTip(words.T("create.generate-tip"), "")
	p.keyed("create.generate", f.button)
	head := container.New(xwidget.NewLine(look.Space2, 0, 1), container.New(outdent{}, f.toggle), f.tokens)
	f.content = container.NewStack(xwidget.NewPanel(look.SurfacePanel, xwidget.EdgeTop),
		container.New(xwidget.NewColumn(look.Space2, look.Space4, look.Space3), head, f.reads, xwidget.NewWhole(f.notes), f.problem, f.cost, f.button))
	return f
}

func (f *planner) open(open bool) {
	f.reads.Hidden = !open
	f.showPrompt()
	icon := look.Icon("chevron-right")
	if open {
		icon = "chevron-down"
	}
	f.toggle.SetIcon(icon)
	f.relayout()
}

// relayout is called when the foot has another height.
func (f *planner) relayout() {
	f.content.Refresh()
	if f.page.left != nil {
		f.page.left.Objects[1].Refresh()
	}
}

// unknown tells whether the pack does not know a word, as of the last reading.
func (f *planner) unknown(word string) bool {
	if len(f.strange) == 0 {
		return false
	}
	return f.strange[strings.ToLower(word)] || strings.ContainsAny(word, "-'’") &&
		strings.ContainsFunc(word, func(r rune) bool { return r == '-' }) && f.anyStrange(strings.Split(word, "-"))
}

func (f *planner) anyStrange(parts []string) bool {
	for _, part := range parts {
		if f.strange[strings.ToLower(part)] {
			return true
		}
	}
	return false
}

// soon plans the shot anew when nothing has been changed for a while.
func (f *planner) soon(wait time.Duration) {
	f.turn++
	turn := f.turn
	f.paintButton()
	f.page.errands.run(func(ctx context.Context) {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		f.page.host.Do("begin a plan", func() {
			if f.turn == turn {
				f.planAsync(turn)
			}
		})
	})
}

// planAsync reads and plans the shot as it is now. A newer plan ends an older one.
func (f *planner) planAsync(turn int) {
	session := f.page.session.Load()
	if session == nil {
		return
	}
	if f.cancel != nil {
		f.cancel()
	}
	stop := make(chan struct{})
	f.cancel = func() { close(stop) }
	shot, unkept := f.page.shot, f.page.unkept()
	f.page.errands.run(func(ctx context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			select {
			case <-stop:
				cancel()
			case <-ctx.Done():
			}
		}()
		reading, err := session.Read(ctx, shot)
		f.page.editor.styles.load(ctx, session, len(reading.Info.Vocabulary) > 0)
		var plan studio.RenderPlan
		if err == nil && says(shot) && unkept == "" {
			if plan, err = session.PlanShot(ctx, shot); err != nil {
				plan.Nearest = nearest(ctx, session, shot, reading.Info)
			}
		}
		f.page.host.Do("show a plan", func() {
			if f.turn == turn && !errors.Is(err, context.Canceled) {
				f.shown = turn
				f.show(reading, plan, err)
			}
		})
	})
}

// show says what the model reads and what making the shot takes.
func (f *planner) show(r studio.ShotReading, plan studio.RenderPlan, err error) {
	f.reading, f.seconds = r, plan.Seconds
	if r.Info.Name != "" {
		f.page.editor.frame.learn(r.Info)
	}
	f.strange = map[string]bool{}
	for _, word := range r.Unknown {
		f.strange[strings.ToLower(word)] = true
	}
	f.page.editor.mark()
	f.showReading(r)
	f.problem.Objects = nil
	unkept := f.page.unkept()
	switch {
	case unkept != "":
		f.cost.SetText("")
		f.refuse(unkept, nil)
	case err != nil:
		f.cost.SetText("")
		f.refuse(sentence(err), plan.Nearest)
	case !says(f.page.shot):
		f.cost.SetText(words.T("create.empty"))
	case plan.Reason != "":
		f.cost.SetText(costOf(plan.Plan))
		f.refuse(fault.Kept(engine.NoRoom, plan.Reason, ""), plan.Nearest)
	default:
		f.cost.SetText(costOf(plan.Plan))
	}
	f.problem.Hidden = len(f.problem.Objects) == 0
	f.problem.Refresh()
	f.cost.Hidden = f.cost.Text() == ""
	f.paintButton()
	f.relayout()
}

func (f *planner) showReading(r studio.ShotReading) {
	f.showPrompt()
	tooLong := r.Info.MaxTokens > 0 && r.Tokens > r.Info.MaxTokens
	f.tokens.SetText("")
	if r.Info.MaxTokens > 0 { // the pack could be read
		f.tokens.SetText(words.T("create.tokens", "Tokens", r.Tokens, "Most", r.Info.MaxTokens, "Characters", len([]rune(r.Prompt))))
	}
	f.tokens.SetColor(look.TextLow)
	var notes []string
	if tooLong {
		f.tokens.SetColor(look.Warning)
		notes = append(notes, words.T("create.too-long", "Pack", r.Info.Name, "Most", r.Info.MaxTokens))
	}
	if len(r.Unknown) > 0 {
		notes = append(notes, words.T("create.unknown", "Pack", r.Info.Name, "Words", strings.Join(r.Unknown, ", ")))
	}
	f.notes.SetText(strings.Join(notes, " "))
	f.notes.Hidden = len(notes) == 0
}

// showPrompt puts the words that the model reads into the panel while it is open.
func (f *planner) showPrompt() {
	switch {
	case f.reads.Hidden:
	case f.reading.Prompt == "":
		f.prompt.SetText(words.T("create.reads-nothing"))
	default:
		f.prompt.SetText(f.reading.Prompt)
	}
}

// refuse says why the shot cannot be made, and offers the nearest that can.
func (f *planner) refuse(reason string, nearest *engine.Recipe) {
	f.problem.Objects = []fyne.CanvasObject{xwidget.NewBanner(xwidget.Warned, reason, "")}
	if nearest == nil {
		return
	}
	text := words.T("create.nearest", "Size", fmt.Sprintf("%d×%d", nearest.Width, nearest.Height), "Frames", nearest.Frames)
	near := xwidget.NewButton(text, "check", xwidget.Normal, func() { f.take(*nearest) })
	near.SetTip(words.T("create.nearest-tip"), "")
	f.problem.Objects = append(f.problem.Objects, near)
}

// take changes the shot to what can be made.
func (f *planner) take(nearest engine.Recipe) {
	f.page.edit("nearest", words.T("create.nearest-edit"), func(s *project.Shot) {
		s.Width, s.Height, s.Frames = nearest.Width, nearest.Height, nearest.Frames
		if s.Steps != 0 {
			s.Steps = nearest.Steps
		}
	})
	f.page.editor.frame.refill()
}

// costOf says what one take needs.
func costOf(plan engine.Plan) string {
	return words.T("create.cost", "Time", amount.Length(plan.Seconds), "Memory", amount.Bytes(plan.Memory), "Disk", amount.Bytes(plan.Disk),
		"Provider", strings.ToUpper(plan.Recipe.Provider))
}

// paintButton says how many takes are made, and whether there is something to make.
func (f *planner) paintButton() {
	f.button.SetText(words.N("create.generate-takes", max(f.page.shot.Takes, 1)))
	if !says(f.page.shot) {
		f.button.Disable()
	} else {
		f.button.Enable()
	}
}
