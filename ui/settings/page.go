package settings

import (
	"context"
	"slices"
	"sync"

	"fyne.io/fyne/v2"

	kept "github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// screen is this one's name in the window.
const screen = "settings"

// section is a part of the screen.
type section struct {
	id    string
	title words.ID
	icon  look.Icon
	make  func(p *Page) part
}

// part is what a section shows.
type part interface {
	content() fyne.CanvasObject
	open() // each time that it comes into sight
}

var sections = []section{
	{"appearance", words.ID("settings.appearance"), "eye", func(p *Page) part { return newAppearance(p) }},
	{"keys", words.ID("settings.keys"), "keyboard", func(p *Page) part { return newKeys(p) }},
	{"folders", words.ID("settings.folders"), "projects", func(p *Page) part { return newFolders(p) }},
	{"engine", words.ID("settings.engine"), "chip", func(p *Page) part { return newEngine(p) }},
	{"privacy", words.ID("settings.privacy"), "privacy", func(p *Page) part { return newPrivacy(p) }},
	{"about", words.ID("settings.about"), "info", func(p *Page) part { return newAbout(p) }},
}

// Page is the screen.
type Page struct {
	host   host
	desk   desk
	params Params
	about  machine

	ctx     context.Context //nolint:containedctx // from Open to Leave, which are its bounds
	stop    context.CancelFunc
	visit   int // counts from 1 how often the page has come into sight
	errands sync.WaitGroup
	shown   int // index of the section
	parts   map[string]part
	view    *view

	using using
}

// machine is what the screen tells of this one.
type machine struct {
	total    func() int64 // bytes of memory, 0 for unknown
	cores    func() int
	cache    func() studio.Cache
	packs    func() string
	settings func() string // path of the settings file
}

func thisMachine() machine {
	return machine{
		total: studio.TotalMemory, cores: studio.Cores, cache: studio.ReadCache, packs: studio.PackFolder,
		settings: func() string {
			path, err := kept.Path()
			if err != nil {
				return ""
			}
			return path
		},
	}
}

// New makes the screen.
func New(h host, d desk, params Params) *Page {
	p := &Page{host: h, desk: d, params: params, about: thisMachine(), parts: map[string]part{}}
	p.view = newView(p)
	return p
}

// Content is the whole page.
func (p *Page) Content() fyne.CanvasObject { return p.view.content }

// Open shows a section, by its ID; the one that was shown last without.
func (p *Page) Open(id string) {
	if i := slices.IndexFunc(sections, func(s section) bool { return s.id == id }); i >= 0 {
		p.shown = i
	}
	if p.stop == nil {
		p.ctx, p.stop = context.WithCancel(context.Background())
		p.visit++
	}
	s := sections[p.shown]
	if p.parts[s.id] == nil {
		p.parts[s.id] = s.make(p)
	}
	p.view.show(p.shown, p.parts[s.id])
	p.parts[s.id].open()
}

// Leave ends what is being found out.
func (p *Page) Leave() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// Actions are what can be done by key and from the palette.
func (p *Page) Actions() []action.Action {
	category := words.ID("screen.settings")
	return []action.Action{
		{
			ID: "settings.next", Title: words.ID("settings.next"), Words: words.ID("search.next-settings"), Category: category, Icon: "chevron-down", Keys: action.Must("Alt+Down"),
			Run: func() { p.turn(1) }, Enabled: func() bool { return p.shown+1 < len(sections) },
		},
		{
			ID: "settings.previous", Title: words.ID("settings.previous"), Words: words.ID("search.previous-settings"), Category: category, Icon: "chevron-up", Keys: action.Must("Alt+Up"),
			Run: func() { p.turn(-1) }, Enabled: func() bool { return p.shown > 0 },
		},
		{
			ID: "settings.search", Title: words.ID("settings.find-key"), Words: words.ID("search.find-key"), Category: category, Icon: "search", Keys: action.Must("Mod+F"),
			Run: p.searchKeys,
		},
	}
}

func (p *Page) turn(by int) {
	if i := p.shown + by; i >= 0 && i < len(sections) {
		p.host.Go(screen, sections[i].id)
	}
}

func (p *Page) searchKeys() {
	p.host.Go(screen, "keys")
	if k, ok := p.parts["keys"].(*keys); ok {
		p.host.Window().Canvas().Focus(k.search)
	}
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

var _ interface {
	Content() fyne.CanvasObject
	Open(id string)
	Leave()
	Actions() []action.Action
} = (*Page)(nil)
