package create

import (
	"fmt"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// frameFields are length, shape, size, rate, pack and number of takes.
type frameFields struct {
	page    *Page
	content *fyne.Container
	info    engine.Info // of the pack that is chosen
	packs   []string    // that are installed

	length *xwidget.Number
	field  *xwidget.Field // around length
	rate   *choice
	shape  *choice
	free   float64 // width over height of a shot that has none of the shapes
	size   *choice
	pack   *choice
	takes  *xwidget.Number
	count  *xwidget.Field    // around takes
	wrong  map[string]string // by field, why the number that was written is none
}

// shapes are offered as width over height; the first is the pack's own.
var shapes = []struct {
	name  string
	ratio float64
}{{"", 0}, {"16:9", 16.0 / 9}, {"2.39:1", 2.39}, {"3:2", 1.5}, {"1:1", 1}, {"4:5", 0.8}, {"9:16", 9.0 / 16}}

// heights are the lengths of the shorter side that are offered beside the pack's.
var heights = []int{256, 360, 480, 512, 704, 720, 1080}

var rates = []project.Rate{{Num: 24000, Den: 1001}, {Num: 24, Den: 1}, {Num: 25, Den: 1}, {Num: 30000, Den: 1001}, {Num: 30, Den: 1}}

func newFrameFields(p *Page) *frameFields {
	f := &frameFields{page: p, wrong: map[string]string{}}
	f.length = xwidget.NewNumber(xwidget.NumberParams{Least: 0.1, Most: 600, Step: 0.5, Digits: 1, Unit: "s", OnChanged: f.setLength, OnWritten: func(written, nearest float64) {
		f.wrote("frames", f.field, written, nearest)
	}})
	f.length.SetTip(words.T("create.length-tip"), "")
	f.takes = xwidget.NewNumber(xwidget.NumberParams{Value: 1, Least: 1, Most: project.MaxTakes, Step: 1, OnChanged: f.setTakes, OnWritten: func(written, nearest float64) {
		f.wrote("takes", f.count, written, nearest)
	}})
	f.takes.SetTip(words.T("create.takes-tip"), "")
	f.rate = newChoice(words.T("create.rate-tip"), f.setRate)
	f.shape = newChoice(words.T("create.shape-tip"), func(int) { f.setSize() })
	f.size = newChoice(words.T("create.size-tip"), func(int) { f.setSize() })
	f.pack = newChoice(words.T("create.pack-tip"), f.setPack)
	f.field = xwidget.NewField(words.T("create.length"), " ", f.length, nil)
	f.count = xwidget.NewField(words.T("create.takes"), " ", f.takes, nil)
	named := func(name string, o fyne.CanvasObject) fyne.CanvasObject { return xwidget.NewField(name, "", o, nil) }
	f.content = container.New(xwidget.NewColumn(look.Space3, 0, 0),
		container.New(xwidget.NewLine(look.Space2, 1, 1, 1), f.field,
			xwidget.NewField(words.T("create.rate"), " ", f.rate.content, nil), f.count),
		container.New(xwidget.NewLine(look.Space2, 1, 1, 1),
			named(words.T("create.shape"), f.shape.content), named(words.T("create.size"), f.size.content), named(words.T("create.pack"), f.pack.content)),
	)
	return f
}

// wrote says of a number that is out of range which one is nearest; until another
// one is chosen no takes are made.
func (f *frameFields) wrote(name string, field *xwidget.Field, written, nearest float64) {
	f.setWrong(name, field, outside(written, nearest))
}

// outside says of a number that is out of range which one is nearest; of one in it
// nothing.
func outside(written, nearest float64) string {
	switch {
	case written == nearest:
		return ""
	case nearest == math.Trunc(nearest):
		return words.T("create.outside", "Written", amount.Fixed(written, 0), "Nearest", amount.Fixed(nearest, 0))
	}
	return words.T("create.outside", "Written", amount.Fixed(written, 0), "Nearest", amount.Fixed(nearest, 1))
}

func (f *frameFields) setWrong(name string, field *xwidget.Field, said string) {
	if f.wrong[name] == said {
		return
	}
	f.wrong[name] = said
	field.SetError(said)
	f.page.editor.relayout()
}

// forgetWrong is called for another shot.
func (f *frameFields) forgetWrong() {
	f.setWrong("frames", f.field, "")
	f.setWrong("takes", f.count, "")
}

// choice is a button that chooses one of some options, which change.
type choice struct {
	content *fyne.Container
	tip     string
	options []string
	at      int
	changed func(int)
}

func newChoice(tip string, changed func(int)) *choice {
	return &choice{content: container.NewStack(), tip: tip, at: -1, changed: changed}
}

func (c *choice) set(options []string, at int) {
	if c.at == at && slices.Equal(c.options, options) {
		return
	}
	c.options, c.at = options, at
	button := xwidget.NewChoice(options, at, func(index int) {
		c.at = index
		c.changed(index)
	})
	button.SetTip(c.tip, "")
	c.content.Objects = []fyne.CanvasObject{button}
	c.content.Refresh()
}

// fill shows a shot; what it leaves to the pack is shown as the pack has it.
func (f *frameFields) fill(shot project.Shot) {
	packs := slices.Clone(f.packs)
	if shot.Pack != "" && !slices.Contains(packs, shot.Pack) {
		packs = append(packs, shot.Pack)
	}
	name := shot.Pack
	if name == "" {
		name = studio.DefaultPack
	}
	f.pack.set(packs, max(slices.Index(packs, name), 0))
	f.takes.SetValue(float64(max(shot.Takes, 1)))

	rate := f.rateNow()
	options := []string{}
	at := slices.Index(rates, rate)
	all := slices.Clone(rates)
	if at < 0 {
		all, at = append(all, rate), len(all)
	}
	for _, r := range all {
		options = append(options, rateName(r))
	}
	f.rate.set(options, at)
	f.length.SetValue(float64(f.frames()) / rateValue(rate))
	f.field.SetHint(words.N("create.frames", f.frames()))
	f.fillSize(shot)
}

// learn takes up what the pack says of itself.
func (f *frameFields) learn(info engine.Info) {
	f.info = info
	f.page.showing = true
	f.fill(f.page.shot)
	f.page.editor.more.fill(f.page.shot)
	f.page.showing = false
}

func (f *frameFields) rateNow() project.Rate {
	switch own := f.info.Defaults.Rate; {
	case f.page.shot.Rate.Valid():
		return f.page.shot.Rate
	case f.page.shot.Pack != "" && f.page.editor != nil && f.page.editor.film.Rate.Valid():
		return f.page.editor.film.Rate
	case own.Num > 0:
		return project.Rate{Num: own.Num, Den: own.Den}
	}
	return project.Rate{Num: 24, Den: 1}
}

func rateValue(r project.Rate) float64 { return float64(r.Num) / float64(max(r.Den, 1)) }

func rateName(r project.Rate) string {
	if r.Den == 1 {
		return fmt.Sprint(r.Num)
	}
	return amount.Fixed(rateValue(r), 2)
}

// frames is the length of the shot, the pack's own where it has none.
func (f *frameFields) frames() int {
	frames := f.page.shot.Frames
	if frames == 0 {
		frames = f.info.Defaults.Frames
	}
	return f.possible(frames)
}

// possible is the length nearest to frames that the pack can make.
func (f *frameFields) possible(frames int) int {
	unit := max(f.info.FrameUnit, 1)
	return max((frames-1+unit/2)/unit*unit+1, 1)
}

func (f *frameFields) setLength(seconds float64) {
	frames := f.possible(int(math.Round(seconds * rateValue(f.rateNow()))))
	f.setWrong("frames", f.field, "")
	f.page.edit("frames", words.T("create.length"), func(s *project.Shot) { s.Frames = frames })
	f.field.SetHint(words.N("create.frames", frames))
}

func (f *frameFields) setTakes(takes float64) {
	f.setWrong("takes", f.count, "")
	f.page.edit("takes", words.T("create.takes"), func(s *project.Shot) { s.Takes = int(takes) })
	f.page.planner.paintButton()
}

func (f *frameFields) setRate(at int) {
	if at >= len(rates) {
		return
	}
	seconds := float64(f.frames()) / rateValue(f.rateNow())
	rate := rates[at]
	frames := f.possible(int(math.Round(seconds * rateValue(rate))))
	f.page.edit("rate", words.T("create.rate"), func(s *project.Shot) {
		s.Rate = rate
		if s.Frames != 0 {
			s.Frames = frames // as long as it was
		}
	})
	f.refill()
}

func (f *frameFields) setPack(at int) {
	name := f.pack.options[at]
	f.page.edit("pack", words.T("create.pack"), func(s *project.Shot) {
		s.Pack = name
		s.Width, s.Height, s.Frames, s.Steps, s.Guidance = 0, 0, 0, 0, 0 // another pack has others
	})
	f.refill()
}

func (f *frameFields) refill() {
	f.page.showing = true
	f.fill(f.page.shot)
	f.page.editor.more.fill(f.page.shot)
	f.page.showing = false
}

// own is the size that the pack makes by itself.
func (f *frameFields) own() (width, height int) {
	return max(f.info.Defaults.Width, 1), max(f.info.Defaults.Height, 1)
}

func (f *frameFields) sides() []int {
	width, height := f.own()
	all := append([]int{min(width, height)}, heights...)
	if s := f.page.shot; s.Width > 0 && s.Height > 0 {
		all = append(all, min(s.Width, s.Height))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (f *frameFields) fillSize(shot project.Shot) {
	width, height := f.own()
	shape := 0
	names := []string{words.T("create.own-shape")}
	for _, s := range shapes[1:] {
		names = append(names, s.name)
	}
	if shot.Width > 0 && shot.Height > 0 {
		width, height = shot.Width, shot.Height
		f.free = float64(width) / float64(height)
		shape = nearestShape(f.free)
		if w, h := f.sized(shapes[shape].ratio, min(width, height)); w != width || h != height {
			shape = len(shapes)
			names = append(names, amount.Fixed(f.free, 2)+":1")
		}
	}
	f.shape.set(names, shape)
	var sizes []string
	sides := f.sides()
	for _, side := range sides {
		w, h := f.sized(f.ratio(shape), side)
		sizes = append(sizes, fmt.Sprintf("%d×%d", w, h))
	}
	f.size.set(sizes, max(slices.Index(sides, min(width, height)), 0))
}

// ratio is that of a shape in the list: the first is the pack's own, the one behind
// all is that of a shot which has none of them.
func (f *frameFields) ratio(shape int) float64 {
	switch {
	case shape == 0:
		width, height := f.own()
		return float64(width) / float64(height)
	case shape == len(shapes):
		return f.free
	}
	return shapes[shape].ratio
}

func nearestShape(ratio float64) int {
	best := 1
	for i := range shapes {
		if i > 0 && math.Abs(math.Log(shapes[i].ratio/ratio)) < math.Abs(math.Log(shapes[best].ratio/ratio)) {
			best = i
		}
	}
	return best
}

// sized returns a size that the pack can make, of a shape whose shorter side is
// about so long.
func (f *frameFields) sized(ratio float64, side int) (width, height int) {
	unit := float64(max(f.info.SizeUnit, 2))
	round := func(v float64) int { return int(max(math.Round(v/unit), 1) * unit) }
	if ratio >= 1 {
		return round(float64(side) * ratio), round(float64(side))
	}
	return round(float64(side)), round(float64(side) / ratio)
}

func (f *frameFields) setSize() {
	sides := f.sides()
	side := sides[min(max(f.size.at, 0), len(sides)-1)]
	width, height := f.sized(f.ratio(f.shape.at), side)
	if own, high := f.own(); f.shape.at == 0 && side == min(own, high) {
		width, height = 0, 0 // leaves it to the pack
	}
	f.page.edit("size", words.T("create.size"), func(s *project.Shot) { s.Width, s.Height = width, height })
	f.refill()
}
