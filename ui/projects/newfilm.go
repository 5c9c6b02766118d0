package projects

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"
	"github.com/ncruces/zenity"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// frame is a size of frames that new shots may have.
type frame struct {
	text          string
	width, height int // 0 leaves it to the pack
}

func frames() []frame {
	return []frame{
		{text: words.T("projects.size-pack")},
		{"1280 × 720", 1280, 720},
		{"1920 × 1080", 1920, 1080},
		{"720 × 1280", 720, 1280},
		{"1024 × 1792", 1024, 1792},
		{"1024 × 1024", 1024, 1024},
		{"1920 × 800", 1920, 800},
	}
}

// rate is a frame rate as film makers write it.
type rate struct {
	text string
	rate project.Rate
}

var rates = []rate{
	{"23.976", project.Rate{Num: 24000, Den: 1001}},
	{"24", project.Rate{Num: 24, Den: 1}},
	{"25", project.Rate{Num: 25, Den: 1}},
	{"29.97", project.Rate{Num: 30000, Den: 1001}},
	{"30", project.Rate{Num: 30, Den: 1}},
}

// newFilm is the dialog that asks for a new film.
type newFilm struct {
	page   *Page
	folder string
	size   frame
	rate   project.Rate
	name   *xwidget.Entry
	field  *xwidget.Field
	where  *xwidget.Text
	dialog *xwidget.Dialog
}

// ask asks for the name of a new film, its folder and the frames of its shots.
func (p *Page) ask() { p.askNew() }

func (p *Page) askNew() *newFilm {
	n := &newFilm{page: p, folder: p.films(), rate: rates[1].rate}
	n.name = xwidget.NewEntry(words.T("projects.name-hint"), func(string) { n.check() })
	n.field = xwidget.NewField(words.T("projects.name"), words.T("projects.name-note"), n.name, nil)
	n.where = xwidget.NewText(shortFolder(n.folder), look.Body, look.TextHigh)
	change := xwidget.NewButton(words.T("projects.change"), "", xwidget.Normal, n.pickFolder)
	change.SetTip(words.T("projects.change-tip"), "")
	all := frames()
	var sizes, speeds []string
	for _, f := range all {
		sizes = append(sizes, f.text)
	}
	for _, r := range rates {
		speeds = append(speeds, strings.Replace(r.text, ".", words.T("amount.decimal"), 1))
	}
	size := xwidget.NewChoice(sizes, 0, func(i int) { n.size = all[i] })
	speed := xwidget.NewChoice(speeds, 1, func(i int) { n.rate = rates[i].rate })
	size.SetTip(words.T("projects.size-tip"), "")
	speed.SetTip(words.T("projects.rate-tip"), "")
	n.dialog = p.host.Ask(xwidget.DialogParams{
		Title: words.T("projects.new"),
		Content: container.New(xwidget.NewColumn(look.Space4, 2, 2), // room for lines around controls
			n.field,
			xwidget.NewField(words.T("projects.folder"), "", container.New(xwidget.NewLine(look.Space2, 1, 0), xwidget.NewWhole(n.where), change), nil),
			container.New(xwidget.NewLine(look.Space3, 3, 2),
				xwidget.NewField(words.T("projects.size"), "", size, nil),
				xwidget.NewField(words.T("projects.rate"), "", speed, nil)),
			xwidget.NewParagraph(words.T("projects.later"), look.Caption, look.TextLow, 0)),
		Confirm: words.T("projects.make"), Cancel: words.T("projects.cancel"), Width: 460,
		OnConfirm: n.make,
	})
	n.dialog.SetReady(false)
	p.host.Window().Canvas().Focus(n.name)
	return n
}

// check says at once whether a film can have that name.
func (n *newFilm) check() {
	name := strings.TrimSpace(n.name.Text)
	n.field.SetError("")
	if name != "" && taken(n.folder, name) {
		n.field.SetError(words.T("projects.name-taken"))
	}
	n.dialog.SetReady(name != "" && !taken(n.folder, name))
}

// taken tells whether a folder has a film of a name already.
func taken(folder, name string) bool {
	_, err := os.Lstat(filepath.Join(folder, store.FolderName(name)))
	return err == nil
}

func (n *newFilm) make() bool {
	n.page.createAsync(store.CreateParams{
		Folder: n.folder, Name: strings.TrimSpace(n.name.Text), Rate: n.rate, Width: n.size.width, Height: n.size.height,
	}, nil)
	return true
}

// pickFolder lets the user choose where the film is made, in the system's own dialog,
// and where the system has none, in one that the window draws.
func (n *newFilm) pickFolder() {
	from := n.folder
	n.page.errand.work(func(ctx context.Context) {
		picked, err := zenity.SelectFile(zenity.Context(ctx), zenity.Directory(), zenity.Title(words.T("projects.folder")), zenity.Filename(from+string(filepath.Separator)))
		n.page.host.Do("take the picked folder", func() {
			switch {
			case errors.Is(err, zenity.ErrCanceled):
			case err != nil:
				n.pickInWindow()
			default:
				n.setFolder(picked)
			}
		})
	})
}

func (n *newFilm) pickInWindow() {
	xwidget.PickFolder(n.page.host.Window(), func(folder string, err error) {
		if err != nil {
			n.page.fail(err)
			return
		}
		n.setFolder(folder)
	})
}

func (n *newFilm) setFolder(folder string) {
	n.folder = folder
	n.where.SetText(shortFolder(folder))
	n.check()
}

// createAsync makes a film, opens it and lets fill write its first shots.
func (p *Page) createAsync(params store.CreateParams, fill func(context.Context, *studio.Session) error) {
	p.errand.work(func(ctx context.Context) {
		err := os.MkdirAll(params.Folder, 0o755)
		var session *studio.Session
		if err == nil {
			session, err = p.desk.Create(ctx, params)
		}
		if err == nil && fill != nil {
			err = fill(ctx, session)
		}
		p.host.Do("open a new film", func() {
			if err != nil {
				p.fail(err)
				return
			}
			p.host.Go("create", "")
		})
	})
}

// firstFilm makes a film with a shot that the pocket pack can make.
func (p *Page) firstFilm() {
	folder, name := p.films(), words.T("projects.first-name")
	for i := 2; taken(folder, name); i++ {
		name = words.T("projects.first-name") + " " + strconv.Itoa(i)
	}
	label := words.T("projects.first")
	p.createAsync(store.CreateParams{Folder: folder, Name: name, Rate: project.Rate{Num: 24, Den: 1}}, func(ctx context.Context, s *studio.Session) error {
		return s.Store.Edit(ctx, label, func(e *store.Editor) error {
			_, err := e.AddShot(ctx, sample)
			return err
		})
	})
}

// sample is the first shot of a first film, in words that the pocket pack knows.
var sample = project.Shot{
	Beats: []string{"a big red ball drops and bounces"}, Setting: "on the beach, at sunset",
	Camera: project.Camera{Move: "static camera"}, Style: "realistic",
}
