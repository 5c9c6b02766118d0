package models

import (
	"context"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// Page is the screen.
type Page struct {
	host host
	desk desk
	now  func() time.Time
	list func(context.Context, *settings.Store, *studio.Session) []studio.InstalledPack

	ctx      context.Context //nolint:containedctx // from Open to Leave, which are its bounds
	stop     context.CancelFunc
	errands  sync.WaitGroup
	loaded   bool
	packs    []studio.InstalledPack
	selected string // name of a pack
	checking string // name of the pack whose files are being compared
	halt     context.CancelFunc

	view *view
}

// New makes the screen.
func New(h host, d desk) *Page {
	p := &Page{host: h, desk: d, now: time.Now, list: studio.Packs}
	p.view = newView(p)
	return p
}

// Content is the whole page.
func (p *Page) Content() fyne.CanvasObject { return p.view.content }

// Open reads the packs; an ID is the name of the one to select.
func (p *Page) Open(id string) {
	if id != "" {
		p.selected = id
	}
	if p.stop == nil {
		p.ctx, p.stop = context.WithCancel(context.Background())
		p.follow()
	}
	p.view.tell()
	p.loadAsync()
}

// Leave ends what is being read.
func (p *Page) Leave() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	p.checking, p.halt = "", nil
	p.view.showProgress(-1)
}

// errand does something beside the window and then something with the result in it,
// unless the page was left meanwhile.
func errand[T any](p *Page, what string, do func(ctx context.Context) T, then func(T)) {
	if p.stop == nil {
		return
	}
	ctx := p.ctx
	p.errands.Add(1)
	go func() {
		defer p.errands.Done()
		result := do(ctx)
		p.host.Do(what, func() {
			if ctx.Err() == nil {
				then(result)
			}
		})
	}()
}

// loadAsync reads the packs anew.
func (p *Page) loadAsync() {
	errand(p, "models: show the packs", func(ctx context.Context) []studio.InstalledPack {
		return p.list(ctx, p.desk.Settings(), p.desk.Session())
	}, p.show)
}

func (p *Page) show(packs []studio.InstalledPack) {
	p.packs, p.loaded = packs, true
	if p.index(p.selected) < 0 && len(packs) > 0 {
		p.selected = packs[0].Name
	}
	p.view.show()
}

func (p *Page) index(name string) int {
	return slices.IndexFunc(p.packs, func(pack studio.InstalledPack) bool { return pack.Name == name })
}

// chosen is the selected pack.
func (p *Page) chosen() (studio.InstalledPack, bool) {
	i := p.index(p.selected)
	if i < 0 {
		return studio.InstalledPack{}, false
	}
	return p.packs[i], true
}

func (p *Page) choose(index int) {
	if index >= 0 && index < len(p.packs) {
		p.selected = p.packs[index].Name
		p.view.show()
	}
}

// fail says in place what could not be done; nil takes it back.
func (p *Page) fail(err error) { p.view.setError(err) }

// DropFiles adds folders that were dropped on the page.
func (p *Page) DropFiles(files []fyne.URI) bool {
	for _, file := range files {
		p.addAsync(file.Path())
	}
	return len(files) > 0
}

var _ interface {
	Content() fyne.CanvasObject
	Open(id string)
	Leave()
	DropFiles(files []fyne.URI) bool
} = (*Page)(nil)

// succeed says that something went well.
func (p *Page) succeed(message string) {
	p.fail(nil)
	p.host.Toast(xwidget.Succeeded, message)
}
