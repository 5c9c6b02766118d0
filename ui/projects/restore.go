package projects

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// restoreAsync lists the backups of a film to go back to one.
func (p *Page) restoreAsync(dir string) {
	p.errand.work(func(ctx context.Context) {
		var backups []store.Backup
		err := p.desk.Read(ctx, dir, func(s *store.Store) (err error) {
			backups, err = s.Backups()
			return err
		})
		p.host.Do("list backups", func() {
			switch {
			case err != nil:
				p.fail(err)
			case len(backups) == 0:
				p.host.Toast(xwidget.Neutral, words.T("projects.no-backups", "Name", studio.ProjectName(dir)))
			default:
				p.chooseBackup(dir, backups)
			}
		})
	})
}

// backupRows is how many backups are in sight before the list scrolls.
const backupRows = 8

// chooseBackup shows the backups of a film, of which one is chosen.
func (p *Page) chooseBackup(dir string, backups []store.Backup) {
	chosen := 0
	rows := make([]*backupRow, len(backups))
	list := container.New(xwidget.NewColumn(0, 0, 0))
	for i, b := range backups {
		rows[i] = newBackupRow(b.Made.In(p.now().Location()).Format("2006-01-02 15:04:05"), amount.Bytes(b.Bytes), func() {
			rows[chosen].choose(false)
			chosen = i
			rows[chosen].choose(true)
		})
		list.Add(rows[i])
	}
	rows[0].choose(true)
	scroll := container.NewVScroll(list)
	height := min(list.MinSize().Height, rows[0].MinSize().Height*backupRows)
	scroll.SetMinSize(fyne.NewSize(look.Px(200), height))
	text := paragraph(words.T("projects.restore-text"))
	p.host.Ask(xwidget.DialogParams{
		Title:   words.T("projects.restore-title", "Name", studio.ProjectName(dir)),
		Content: container.New(xwidget.NewColumn(look.Space3, 0, 0), text, scroll),
		Confirm: words.T("projects.restore-do"), Cancel: words.T("projects.cancel"), Danger: true, Width: 480,
		OnConfirm: func() bool { p.restoreTo(dir, backups[chosen]); return true },
	})
}

// restoreTo goes back to a backup; a film that was open is opened again.
func (p *Page) restoreTo(dir string, backup store.Backup) {
	name := studio.ProjectName(dir)
	p.busy(words.T("projects.restoring", "Name", name), func(ctx context.Context) func() {
		was, err := p.desk.Restore(ctx, dir, backup.Name)
		if was { // also where the backup was refused: it was open before
			if _, opening := p.desk.Open(context.WithoutCancel(ctx), dir); err == nil {
				err = opening
			}
		}
		return func() {
			p.glances.again(dir)
			if err != nil {
				p.fail(err)
				return
			}
			p.host.Toast(xwidget.Succeeded, words.T("projects.restored", "Name", name, "When", backup.Made.In(p.now().Location()).Format("2006-01-02 15:04")))
		}
	})
}
