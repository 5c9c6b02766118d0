package projects

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// tellRepair says once that the database of the open film was damaged, what came of
// it, and offers clips that it no longer knows.
func (p *Page) tellRepair(session *studio.Session) {
	repair := session.Store.Repair()
	if repair == nil || p.told == session {
		return
	}
	p.told = session
	p.showRepair(session, repair, nil)
	p.errand.look(func(ctx context.Context) {
		clips, err := studio.LostClips(ctx, session.Store)
		if err != nil || len(clips) == 0 {
			return // the check of the film tells of files that cannot be read
		}
		p.host.Do("offer clips for adoption", func() {
			if _, told := p.notices.at("repair"); told {
				p.showRepair(session, repair, clips)
			}
		})
	})
}

// showRepair shows the banner; clips are those that no entry mentions.
func (p *Page) showRepair(session *studio.Session, repair *store.Repair, clips []string) {
	what := p.repaired(session.Name(), repair)
	advice := words.T("projects.aside", "File", repair.Aside)
	if repair.Lost > 0 {
		advice = words.N("projects.lost", repair.Lost) + " " + advice
	}
	goOn := xwidget.NewButton(words.T("projects.go-on"), "", xwidget.Normal, func() {
		p.notices.remove("repair")
		p.host.Go("create", "")
	})
	buttons := []*xwidget.Button{goOn, p.dismissal("repair")}
	if len(clips) > 0 {
		advice = words.N("projects.unknown-clips", len(clips)) + " " + advice
		adopt := xwidget.NewButton(words.N("projects.adopt", len(clips)), "add", xwidget.Primary, func() { p.adoptAsync(session, repair, clips) })
		adopt.SetTip(words.T("projects.adopt-tip"), "")
		buttons = append([]*xwidget.Button{adopt}, buttons...)
	}
	p.notices.tell(xwidget.Warned, notice{"repair", what, advice}, buttons...)
	p.content.Refresh()
}

// repaired says what a damaged database came to.
func (p *Page) repaired(name string, r *store.Repair) string {
	made := r.Backup.In(p.now().Location()).Format("2006-01-02 15:04")
	switch {
	case r.Backup.IsZero():
		return words.N("projects.repaired", r.Read, "Name", name)
	case r.Read == 0:
		return words.T("projects.as-backup", "Name", name, "Backup", made)
	}
	return words.T("projects.repaired-backup", "Name", name, "Read", r.Read, "Taken", r.Taken, "Backup", made)
}

// adoptAsync takes the clips into the film.
func (p *Page) adoptAsync(session *studio.Session, repair *store.Repair, clips []string) {
	p.showRepair(session, repair, nil)
	title := words.T("projects.found-clips")
	p.errand.work(func(ctx context.Context) {
		taken, refused, err := studio.AdoptClips(ctx, session.Store, clips, title)
		p.host.Do("tell of adopted clips", func() {
			if taken > 0 {
				p.host.Toast(xwidget.Succeeded, words.N("projects.adopted", taken))
			}
			if err != nil {
				p.fail(err)
			}
			for _, refusal := range refused {
				p.fail(refusal)
			}
			p.glances.again(session.Store.Dir())
		})
	})
}
