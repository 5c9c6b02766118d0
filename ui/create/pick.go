package create

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/ncruces/zenity"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

var (
	stillEndings = []string{"*.png", "*.jpg", "*.jpeg", "*.webp", "*.tif", "*.tiff", "*.bmp", "*.gif", "*.avif", "*.heic", "*.jxl"}
	clipEndings  = []string{"*.mp4", "*.mov", "*.mkv", "*.webm", "*.avi", "*.mxf"}
	soundEndings = []string{"*.wav", "*.flac", "*.mp3", "*.m4a", "*.aac", "*.ogg", "*.opus", "*.aif", "*.aiff"}
)

// endingsFor is a list of the caller's own: zenity writes into it.
func endingsFor(role project.Role) []string {
	switch role {
	case project.RoleTrack:
		return slices.Concat(soundEndings, clipEndings)
	case project.RoleReference:
		return slices.Concat(stillEndings, clipEndings)
	}
	return slices.Clone(stillEndings)
}

// pickAsync lets the user choose a file for a role in the system's own dialog, and
// where the system has none, in one that the window draws.
func (p *Page) pickAsync(role project.Role, chosen func(path string)) {
	p.errands.run(func(ctx context.Context) {
		path, err := zenity.SelectFile(zenity.Context(ctx), zenity.Title(roleName(role)),
			zenity.FileFilter{Name: roleHint(role), Patterns: endingsFor(role), CaseFold: true})
		p.host.Do("take the picked file", func() {
			switch {
			case ctx.Err() != nil || errors.Is(err, zenity.ErrCanceled):
			case err != nil:
				p.pickInWindow(role, chosen)
			default:
				chosen(path)
			}
		})
	})
}

func (p *Page) pickInWindow(role project.Role, chosen func(path string)) {
	var endings []string
	for _, pattern := range endingsFor(role) {
		endings = append(endings, pattern[1:])
	}
	xwidget.PickFile(p.host.Window(), endings, func(path string, err error) {
		if err != nil {
			p.fail(err)
			return
		}
		chosen(path)
	})
}

// pickTargetAsync lets the user say where a take is exported to.
func (p *Page) pickTargetAsync(name string, chosen func(path string, force bool)) {
	p.errands.run(func(ctx context.Context) {
		path, err := zenity.SelectFileSave(zenity.Context(ctx), zenity.Title(words.T("create.export-title")),
			zenity.Filename(name), zenity.ConfirmOverwrite())
		p.host.Do("take the picked target", func() {
			switch {
			case ctx.Err() != nil || errors.Is(err, zenity.ErrCanceled):
			case err != nil:
				p.targetInWindow(name, chosen)
			default:
				_, missing := os.Stat(path)
				chosen(path, missing == nil) // the dialog has asked
			}
		})
	})
}

func (p *Page) targetInWindow(name string, chosen func(path string, force bool)) {
	xwidget.SaveInto(p.host.Window(), name, func(path string, err error) {
		if err != nil {
			p.fail(err)
			return
		}
		chosen(path, false)
	})
}
