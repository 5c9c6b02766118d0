package storyboard

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/script"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

const (
	mostScript  = 2 << 20 // bytes; a feature has a tenth of that
	mostShown   = 60      // shots in the preview
	mostAtATime = 2000    // shots that a script may give
)

var scriptEndings = []string{".fountain", ".txt", ".md", ".spmd"}

// paste offers to add the shots of the script in the clipboard.
func (p *Page) paste() {
	text := fyne.CurrentApp().Clipboard().Content()
	if strings.TrimSpace(text) == "" {
		p.host.Toast(xwidget.Warned, words.T("storyboard.clipboard-empty"))
		return
	}
	p.order(func(_ context.Context, s *studio.Session) error { return p.preview(s, text) })
}

// DropFiles takes a script.
func (p *Page) DropFiles(files []fyne.URI) bool {
	if p.session == nil || len(files) == 0 {
		return false
	}
	path := files[0].Path()
	p.order(func(_ context.Context, s *studio.Session) error {
		text, err := readScript(path)
		if err != nil {
			return err
		}
		return p.preview(s, text)
	})
	return true
}

// readScript reads a file of text.
func readScript(path string) (string, error) {
	if !slices.Contains(scriptEndings, strings.ToLower(filepath.Ext(path))) {
		return "", project.Bad(words.T("storyboard.no-script-hint"), "%s", words.T("storyboard.no-script", "Name", filepath.Base(path)))
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, mostScript+1))
	return string(data), err
}

// preview splits a script away from the UI goroutine and asks whether to add what
// it gives.
func (p *Page) preview(s *studio.Session, text string) error {
	if len(text) > mostScript {
		return project.Bad(words.T("storyboard.too-long-hint"), "%s", words.T("storyboard.too-long"))
	}
	scenes := script.Split(script.Parse(text))
	switch count := script.Shots(scenes); {
	case count == 0:
		return errors.New(words.T("storyboard.no-shots"))
	case count > mostAtATime:
		return project.Bad(words.T("storyboard.too-long-hint"), "%s", words.T("storyboard.too-long"))
	}
	p.then(s, func() { p.ask(scenes) })
	return nil
}

// ask shows the shots of a script.
func (p *Page) ask(scenes []script.Scene) {
	seconds, shown, rows := 0.0, 0, []fyne.CanvasObject{}
	for _, scene := range scenes {
		if scene.Title != "" && shown < mostShown {
			rows = append(rows, xwidget.NewWhole(xwidget.NewText(scene.Title, look.Strong, look.TextHigh)))
		}
		for _, shot := range scene.Shots {
			seconds += shot.Seconds
			if shown++; shown <= mostShown {
				rows = append(rows, previewRow(shot))
			}
		}
	}
	if shown > mostShown {
		rows = append(rows, xwidget.NewText(words.N("storyboard.more", shown-mostShown), look.Label, look.TextLow))
	}
	summary := words.T("storyboard.total", "Shots", words.N("storyboard.shots", shown), "Length", amount.Length(seconds))
	list := container.New(xwidget.NewColumn(look.Space2, 0, 0), rows...)
	p.host.Ask(xwidget.DialogParams{
		Title:   words.T("storyboard.from-script"),
		Content: container.New(xwidget.NewColumn(look.Space3, 0, 0), xwidget.NewParagraph(summary, look.Body, look.TextMedium, 0), list),
		Confirm: words.N("storyboard.add-shots", shown), Cancel: words.T("storyboard.cancel"), Width: 560,
		OnConfirm: func() bool {
			p.addScenes(scenes)
			return true
		},
	})
}

func previewRow(s script.Shot) fyne.CanvasObject {
	text := strings.Join(s.Beats, " ")
	for _, l := range s.Dialogue {
		said := "“" + l.Text + "”"
		if l.Speaker != "" {
			said = l.Speaker + ": " + said
		}
		text = strings.TrimSpace(text + " " + said)
	}
	length := xwidget.NewText(inSeconds(s.Seconds), look.Digits, look.TextLow)
	length.SetAlign(fyne.TextAlignTrailing)
	return container.New(xwidget.NewLine(look.Space3, 1, 9), container.NewVBox(length), xwidget.NewWhole(xwidget.NewParagraph(text, look.Label, look.TextHigh, 2)))
}

// addScenes adds the shots of a script as one step of undo.
func (p *Page) addScenes(scenes []script.Scene) {
	p.order(func(ctx context.Context, s *studio.Session) error {
		film, err := s.Store.Project(ctx)
		if err != nil {
			return err
		}
		first := int64(0)
		err = s.Store.Edit(ctx, words.N("storyboard.script-added", script.Shots(scenes)), func(e *store.Editor) error {
			for _, scene := range scenes {
				kept := project.Scene{}
				if scene.Title != "" {
					if kept, err = e.AddScene(ctx, project.Scene{Title: scene.Title, Synopsis: scene.Synopsis}); err != nil {
						return err
					}
				}
				for _, shot := range scene.Shots {
					added, err := e.AddShot(ctx, shotOf(shot, kept.ID, film.Rate))
					if err != nil {
						return err
					}
					if first == 0 {
						first = added.ID
					}
				}
			}
			return nil
		})
		if err == nil {
			p.then(s, func() { p.seek(first) })
		}
		return err
	})
}

// shotOf makes a shot of the project of one of a script. Who speaks is in the
// dialogue already; a name in the cast would ask for a person who is enrolled.
func shotOf(s script.Shot, scene int64, rate project.Rate) project.Shot {
	shot := project.Shot{Scene: scene, Setting: s.Setting, Beats: s.Beats, Dialogue: s.Dialogue, Continuity: s.Continuity}
	if rate.Valid() {
		shot.Frames = framesOf(s.Seconds, rate)
	}
	return shot
}
