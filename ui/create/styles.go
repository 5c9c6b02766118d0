package create

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/styles"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// styleStrip is the looks that a shot can have, one or none of them.
type styleStrip struct {
	page     *Page
	content  *container.Scroll
	box      *fyne.Container
	styles   []styleChoice
	own      []project.Style
	tiles    []*xwidget.Tile
	pictures map[string]image.Image // by id; those that are drawn
	chosen   string
}

type styleChoice struct{ id, name, tip string }

// swatchAspect is the shape of a swatch, width over height.
const swatchAspect = 1.6

func newStyleStrip(p *Page) *styleStrip {
	s := &styleStrip{page: p, box: container.New(swatches{})}
	s.content = container.NewHScroll(s.box)
	s.offer(nil)
	return s
}

// offer lists the presets, and behind them the project's own styles.
func (s *styleStrip) offer(own []project.Style) {
	s.own = own
	s.styles = []styleChoice{{"", words.T("create.no-style"), words.T("create.no-style-hint")}}
	for _, preset := range studio.Styles() {
		name, tip := styles.Name(preset)
		s.styles = append(s.styles, styleChoice{preset.ID, name, tip})
	}
	for _, style := range own {
		s.styles = append(s.styles, styleChoice{style.Name, style.Name, style.Prompt})
	}
	s.tiles = nil
	s.box.Objects = nil
	for _, c := range s.styles {
		tile := xwidget.NewTile(swatchAspect, func() { s.choose(c.id) })
		tile.SetTip(c.tip, "")
		s.tiles = append(s.tiles, tile)
		s.box.Add(tile)
	}
	s.paint()
}

// load reads the project's own styles and draws the pictures of all. It is called
// away from the UI goroutine; pocket says that the shot's pack is the pocket pack.
func (s *styleStrip) load(ctx context.Context, session *studio.Session, pocket bool) {
	own, err := session.Store.Styles(ctx)
	if err != nil {
		return // the next plan asks again
	}
	pictures := map[string]image.Image{}
	for _, preset := range studio.Styles() {
		pictures[preset.ID] = stylePicture(preset.ID, pocket)
	}
	for _, style := range own {
		pictures[style.Name] = stylePicture(style.Name, pocket)
	}
	s.page.host.Do("show styles", func() {
		if s.page.session.Load() != session {
			return
		}
		s.pictures = pictures
		if slices.EqualFunc(own, s.own, func(a, b project.Style) bool { return a.Name == b.Name && a.Prompt == b.Prompt }) {
			s.paint()
			return
		}
		s.offer(own)
		s.content.Refresh()
		s.fill(s.chosen)
	})
}

func (s *styleStrip) choose(id string) {
	if s.chosen == id {
		id = ""
	}
	s.page.edit("style", words.T("create.style"), func(shot *project.Shot) { shot.Style = id })
	s.fill(s.page.shot.Style)
}

func (s *styleStrip) fill(id string) {
	s.chosen = id
	s.paint()
	at := slices.IndexFunc(s.styles, func(c styleChoice) bool { return c.id == id })
	if at < 0 || at >= len(s.tiles) || s.content.Size().Width == 0 {
		return
	}
	tile := s.tiles[at]
	if left := tile.Position().X; left < s.content.Offset.X || left+tile.Size().Width > s.content.Offset.X+s.content.Size().Width {
		s.content.ScrollToOffset(fyne.NewPos(max(left-look.Px(look.Space5), 0), 0))
	}
}

func (s *styleStrip) paint() {
	for i, c := range s.styles {
		content := xwidget.TileContent{Caption: c.name, Selected: c.id == s.chosen, Progress: -1}
		if c.id == "" {
			content.Icon = "close"
		} else {
			content.Picture = s.pictures[c.id]
		}
		s.tiles[i].Set(content)
	}
}

// swatches lays the tiles out in a row.
type swatches struct{}

func (swatches) size() fyne.Size {
	width := look.Px(84)
	return fyne.NewSize(width, width/swatchAspect+look.Label.Measure("M").Height+look.Px(look.Space2))
}

// MinSize has room for all, and for the focus ring and the scroll bar.
func (l swatches) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := l.size()
	count := float32(len(objects))
	return fyne.NewSize(count*size.Width+(count-1)*look.Px(look.Space2)+2*look.Px(3), size.Height+look.Px(3+look.Space2))
}

// Layout places them.
func (l swatches) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	size := l.size()
	for i, o := range objects {
		o.Resize(size)
		o.Move(fyne.NewPos(look.Px(3)+float32(i)*(size.Width+look.Px(look.Space2)), look.Px(3)))
	}
}
