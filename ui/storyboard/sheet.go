package storyboard

import (
	"slices"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// sheet lays out cards under the headings of their scenes, and makes only those that
// are in sight.
type sheet struct {
	widget.BaseWidget
	p       sheetParams
	scroll  *container.Scroll
	body    *sheetBody
	metrics sheetMetrics

	sections []section
	headed   bool
	selected int // -1 for none
	cards    map[int]*xwidget.Card
	heads    map[int]*heading
	spare    []*xwidget.Card
	unused   []*heading
}

// sheetParams describe what is on a sheet.
type sheetParams struct {
	height   func(width float32) float32 // of a card
	card     func() *xwidget.Card
	show     func(index int, card *xwidget.Card)
	gone     func(card *xwidget.Card)
	heading  func() *heading
	showHead func(at int, h *heading)
	choose   func(index int)
	open     func(index int)
}

// sheetMetrics are the sizes of all cards.
type sheetMetrics struct {
	columns                                 int
	width, height, gap, margin, pitch, head float32
	total                                   float32
}

func newSheet(p sheetParams) *sheet {
	s := &sheet{p: p, cards: map[int]*xwidget.Card{}, heads: map[int]*heading{}, selected: -1}
	s.body = &sheetBody{sheet: s}
	s.body.ExtendBaseWidget(s.body)
	s.scroll = container.NewVScroll(s.body)
	s.scroll.OnScrolled = func(fyne.Position) { s.place() }
	s.ExtendBaseWidget(s)
	return s
}

// set shows other sections.
func (s *sheet) set(sections []section, headed bool) {
	s.sections, s.headed = slices.Clone(sections), headed
	s.selected = min(s.selected, s.count()-1)
	s.lay()
}

func (s *sheet) count() int {
	if len(s.sections) == 0 {
		return 0
	}
	return s.sections[len(s.sections)-1].to
}

// lay measures and places all anew.
func (s *sheet) lay() {
	s.measure()
	s.body.Resize(fyne.NewSize(s.scroll.Size().Width, max(s.metrics.total, s.scroll.Size().Height)))
	s.scroll.Refresh()
	s.place()
}

func (s *sheet) measure() {
	// The margin leaves room for focus rings at the edges, and for the scroll bar.
	m := sheetMetrics{margin: look.Px(look.Space1), gap: look.Px(look.Space3)}
	room := s.scroll.Size().Width - m.margin - look.Px(look.Space3)
	s.metrics = m
	if room <= 0 {
		return
	}
	m.columns = max(int((room+m.gap)/(look.Px(leastCard)+m.gap)), 1)
	// Whole points, so that pictures and the lines around them fall together.
	m.width = float32(int((room - float32(m.columns-1)*m.gap) / float32(m.columns)))
	m.height = float32(int(s.p.height(m.width)))
	m.pitch = m.height + m.gap
	if s.headed {
		m.head = float32(int(look.Px(40)))
	}
	y := m.margin
	for i := range s.sections {
		one := &s.sections[i]
		one.top = y
		if y += m.head; m.head > 0 && !one.folded && one.to > one.from {
			y += m.gap
		}
		one.cards = y
		if !one.folded {
			y += float32((one.to-one.from+m.columns-1)/m.columns) * m.pitch
		}
		one.end = y
		if m.head > 0 {
			y += look.Px(look.Space1)
		}
	}
	m.total = y - m.gap + 2*m.margin
	s.metrics = m
}

// inSight returns the sections of which something is seen.
func (s *sheet) inSight() (first, last int) {
	top := s.scroll.Offset.Y
	bottom := top + s.scroll.Size().Height
	first = sort.Search(len(s.sections), func(i int) bool { return s.sections[i].end >= top })
	last = sort.Search(len(s.sections), func(i int) bool { return s.sections[i].top > bottom })
	return first, last
}

// rows returns the cards of a section that are seen.
func (s *sheet) rows(one section) (from, to int) {
	if one.folded || s.metrics.columns == 0 {
		return 0, 0
	}
	top := s.scroll.Offset.Y
	from = one.from + max(int((top-one.cards)/s.metrics.pitch), 0)*s.metrics.columns
	to = one.from + max(int((top+s.scroll.Size().Height-one.cards)/s.metrics.pitch)+1, 0)*s.metrics.columns
	return min(from, one.to), min(to, one.to)
}

// place gives everything in sight a widget, one that went out of sight if it can.
func (s *sheet) place() {
	first, last := s.inSight()
	seen := map[int]bool{}
	for at := first; at < last; at++ {
		for i, to := s.rows(s.sections[at]); i < to; i++ {
			seen[i] = true
		}
	}
	for i, card := range s.cards {
		if !seen[i] {
			delete(s.cards, i)
			s.spare = append(s.spare, card)
			card.Hide()
			s.p.gone(card)
		}
	}
	for at, h := range s.heads {
		if !s.headed || at < first || at >= last {
			delete(s.heads, at)
			s.unused = append(s.unused, h)
			h.Hide()
		}
	}
	for at := first; at < last; at++ {
		s.placeSection(at)
	}
}

func (s *sheet) placeSection(at int) {
	m, one := s.metrics, s.sections[at]
	if m.columns == 0 {
		return
	}
	if s.headed {
		h, ok := s.heads[at]
		if !ok {
			h = s.takeHead()
			s.heads[at] = h
			s.p.showHead(at, h)
		}
		h.Move(fyne.NewPos(m.margin, one.top))
		h.Resize(fyne.NewSize(float32(m.columns)*(m.width+m.gap)-m.gap, m.head))
	}
	for i, to := s.rows(one); i < to; i++ {
		card, ok := s.cards[i]
		if !ok {
			card = s.takeCard()
			s.cards[i] = card
			s.p.show(i, card)
		}
		card.Move(s.spot(i, one))
		card.Resize(fyne.NewSize(m.width, m.height))
	}
}

// spot is where a card stands on the sheet.
func (s *sheet) spot(index int, in section) fyne.Position {
	m, n := s.metrics, index-in.from
	return fyne.NewPos(m.margin+float32(n%m.columns)*(m.width+m.gap), in.cards+float32(n/m.columns)*m.pitch)
}

func (s *sheet) takeCard() *xwidget.Card {
	if n := len(s.spare); n > 0 {
		card := s.spare[n-1]
		s.spare = s.spare[:n-1]
		card.Show()
		return card
	}
	card := s.p.card()
	s.body.all = append(s.body.all, card)
	return card
}

func (s *sheet) takeHead() *heading {
	if n := len(s.unused); n > 0 {
		h := s.unused[n-1]
		s.unused = s.unused[:n-1]
		h.Show()
		return h
	}
	h := s.p.heading()
	s.body.all = append(s.body.all, h)
	return h
}

// refresh shows all in sight anew.
func (s *sheet) refresh() {
	for i, card := range s.cards {
		s.p.show(i, card)
	}
	for at, h := range s.heads {
		s.p.showHead(at, h)
	}
}

// CreateRenderer is for Fyne.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return &sheetRenderer{s} }

// MinSize is room for one card.
func (s *sheet) MinSize() fyne.Size {
	return fyne.NewSize(look.Px(leastCard+look.Space4), look.Px(80))
}

// sheetRenderer lays the sheet out anew when it has another size.
type sheetRenderer struct{ sheet *sheet }

func (r *sheetRenderer) Layout(size fyne.Size) {
	r.sheet.scroll.Resize(size)
	r.sheet.lay()
}
func (r *sheetRenderer) MinSize() fyne.Size           { return r.sheet.MinSize() }
func (r *sheetRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.sheet.scroll} }
func (r *sheetRenderer) Refresh()                     { r.sheet.lay(); r.sheet.refresh() }
func (r *sheetRenderer) Destroy()                     {}

// sheetBody is the page that scrolls; it is as high as all sections together.
type sheetBody struct {
	widget.BaseWidget
	sheet *sheet
	all   []fyne.CanvasObject
}

// CreateRenderer is for Fyne.
func (b *sheetBody) CreateRenderer() fyne.WidgetRenderer { return bodyRenderer{b} }

// MinSize is as high as all sections.
func (b *sheetBody) MinSize() fyne.Size { return fyne.NewSize(1, b.sheet.metrics.total) }

type bodyRenderer struct{ body *sheetBody }

func (r bodyRenderer) Layout(fyne.Size)             {}
func (r bodyRenderer) MinSize() fyne.Size           { return r.body.MinSize() }
func (r bodyRenderer) Objects() []fyne.CanvasObject { return r.body.all }
func (r bodyRenderer) Refresh()                     {}
func (r bodyRenderer) Destroy()                     {}
