package create

import (
	"context"
	"errors"
	"strings"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// wholeShot is the field of a change that writes all of them.
const wholeShot = "history"

// draft is what the project has refused to keep of a shot: it stays in its field,
// with the sentence that says why, until it is written otherwise or taken back.
type draft struct {
	apply func(*project.Shot)
	err   error
}

// drafts are those of one shot, by their fields.
type drafts map[string]draft

// err is why the shot on the screen is not the one that is kept; nil where it is.
func (d drafts) err() error {
	for _, one := range d {
		return one.err
	}
	return nil
}

// over puts the drafts into a shot as it is kept.
func (d drafts) over(shot *project.Shot) {
	for _, one := range d {
		one.apply(shot)
	}
}

// settle notes whether a change was kept.
func (d drafts) settle(field string, apply func(*project.Shot), err error) {
	switch {
	case err != nil:
		d[field] = draft{apply: apply, err: err}
	case field == wholeShot:
		clear(d)
	default:
		delete(d, field)
	}
}

// draftsOf returns those of a shot, 0 for the one that has no number yet.
func (p *Page) draftsOf(shot int64) drafts {
	if p.drafts[shot] == nil {
		p.drafts[shot] = drafts{}
	}
	return p.drafts[shot]
}

// unkept is why the shot on the screen cannot be kept, as a sentence; empty where
// it is kept.
func (p *Page) unkept() string {
	if err := p.draftsOf(p.target.known).err(); err != nil {
		return sentence(err)
	}
	return ""
}

// dropDrafts takes back what the project has refused, and nothing else. It tells
// whether there was something.
func (p *Page) dropDrafts() bool {
	if p.unkept() == "" {
		return false
	}
	clear(p.draftsOf(p.target.known))
	clear(p.drafts[0])
	t, session := p.target, p.session.Load()
	p.saver.put(order{do: func(ctx context.Context) {
		clear(t.refused)
		shot := project.Shot{}
		var err error
		if t.id != 0 {
			shot, err = session.Store.Shot(ctx, t.id)
		}
		p.host.Do("take back a draft", func() {
			switch {
			case err != nil:
				p.fail(err)
			case t == p.target:
				p.show(shot)
				p.host.Toast(xwidget.Neutral, words.T("create.draft-undone"))
			}
		})
	}})
	return true
}

// refusal says why takes of the shot on the screen cannot be made now; empty where
// they can.
func (p *Page) refusal() string {
	switch {
	case !says(p.shot):
		return words.T("create.empty")
	case p.editor.more.wrong != "":
		return p.editor.more.wrong
	case p.editor.frame.wrong["frames"] != "":
		return p.editor.frame.wrong["frames"]
	case p.editor.frame.wrong["takes"] != "":
		return p.editor.frame.wrong["takes"]
	}
	return ""
}

// says tells whether a shot has words of what is seen or heard: how the camera
// stands is none.
func says(shot project.Shot) bool {
	shot.Camera = project.Camera{}
	return strings.TrimSpace(studio.ShotPrompt(shot)) != ""
}

// settled shows what the project said to a change.
func (p *Page) settled(t *target, field string, apply func(*project.Shot), err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	p.draftsOf(t.known).settle(field, apply, err)
	if t == p.target {
		p.planner.soon(0)
	}
}
