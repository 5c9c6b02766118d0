package settings

import (
	"context"
	"errors"
	"math"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// What the memory that models may take is chosen from, in gigabytes.
const (
	leastMemory   = 1
	unknownMemory = 64 // of a machine that does not say how much it has
	memoryStep    = 0.5
)

// computing is what computes, how much of the machine it may take, and what the
// doctor says of it.
type computing struct {
	page     *Page
	form     *form
	wanted   studio.Machine
	provider *xwidget.MenuButton
	choice   *row // of the provider
	limit    *xwidget.Segmented
	memory   *xwidget.Slider
	threads  *xwidget.MenuButton
	again    *xwidget.Button
	checks   map[string]*check
	asked    int // the visit in which the doctor was asked; 0 when it has answered
}

func newEngine(p *Page) *computing {
	c := &computing{page: p, form: newForm(words.T("settings.engine"), words.T("settings.engine-lead")), checks: map[string]*check{}}
	c.provider = xwidget.NewMenuButton("", "chip", c.providerMenu)
	c.provider.SetTip(words.T("settings.provider-tip"), "")
	c.threads = xwidget.NewMenuButton("", "", c.threadsMenu)
	c.threads.SetTip(words.T("settings.threads-tip"), "")
	c.form.group(words.T("settings.compute"))
	c.choice = c.form.add(words.T("settings.provider"), c.provider, words.T("settings.provider-note"))
	c.form.add(words.T("settings.threads"), c.threads, words.T("settings.threads-note"))

	c.limit = xwidget.NewSegmented([]string{words.T("settings.automatic"), words.T("settings.limit")}, c.setLimited)
	c.limit.SetTip(words.T("settings.limit-tip"), "")
	most := math.Floor(float64(p.about.total()) / 1e9)
	note := words.T("settings.memory-has", "Size", amount.Bytes(p.about.total()))
	if most < leastMemory {
		most, note = unknownMemory, ""
	}
	c.memory = xwidget.NewSlider(xwidget.NumberParams{
		Value: math.Max(math.Round(most*0.75), leastMemory), Least: leastMemory, Most: most, Step: memoryStep, Digits: 1, OnChanged: c.setMemory,
	}, func(value float64) string { return amount.Bytes(int64(value * 1e9)) })
	c.memory.SetTip(words.T("settings.memory-tip"), "")
	c.form.group(words.T("settings.memory"))
	c.form.add(words.T("settings.memory-models"), c.limit, note)
	c.form.tell(words.T("settings.memory-most"), c.memory, words.T("settings.memory-note"))

	c.form.group(words.T("settings.doctor"))
	for _, part := range append(studio.DoctorParts(), playerPart) {
		c.checks[part] = newCheck(c.form, part, func() bool { return c.computes() == part })
	}
	c.again = xwidget.NewButton(words.T("settings.again"), "retry", xwidget.Normal, c.examineAsync)
	c.again.SetTip(words.T("settings.again-tip"), "")
	c.form.add("", c.again, "")
	return c
}

func (c *computing) content() fyne.CanvasObject { return c.form.scroll }

// open shows what is chosen, and has the doctor look.
func (c *computing) open() {
	c.wanted = c.page.machine()
	if c.wanted.Budget > 0 {
		c.memory.SetValue(float64(c.wanted.Budget) / 1e9)
	}
	c.show()
	c.warn()
	c.examineAsync()
}

func (c *computing) show() {
	c.provider.SetText(partName(c.computes()))
	c.threads.SetText(c.threadsName(c.wanted.Threads))
	if limited := c.wanted.Budget > 0; !limited {
		c.limit.SetSelected(0)
		c.memory.Disable()
	} else {
		c.limit.SetSelected(1)
		c.memory.Enable()
	}
	c.form.refresh()
}

// change keeps what was chosen, for the next job on.
func (c *computing) change(do func(m *studio.Machine)) {
	do(&c.wanted)
	c.page.use(c.wanted)
	c.show()
}

func (c *computing) setLimited(index int) {
	c.change(func(m *studio.Machine) {
		m.Budget = 0
		if index == 1 {
			m.Budget = int64(c.memory.Value() * 1e9)
		}
	})
}

func (c *computing) setMemory(value float64) {
	if c.wanted.Budget > 0 { // the slider shows it already
		c.wanted.Budget = int64(value * 1e9)
		c.page.use(c.wanted)
	}
}

// computes is the provider that was chosen.
func (c *computing) computes() string {
	if c.wanted.Provider == "" {
		return studio.PartCPU
	}
	return c.wanted.Provider
}

// providerMenu offers what works here, and names the rest.
func (c *computing) providerMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, name := range studio.Providers() {
		item := fyne.NewMenuItem(partName(name), func() {
			c.change(func(m *studio.Machine) { m.Provider = name })
			c.warn()
		})
		item.Checked = name == c.computes()
		item.Disabled = !item.Checked && !c.checks[name].finding.Works && name != studio.PartCPU
		items = append(items, item)
	}
	return fyne.NewMenu("", items...)
}

func (c *computing) threadsName(threads int) string {
	if threads == 0 {
		return words.N("settings.all-cores", c.page.about.cores())
	}
	return words.N("settings.cores", threads)
}

func (c *computing) threadsMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, threads := range choices(c.page.about.cores()) {
		item := fyne.NewMenuItem(c.threadsName(threads), func() {
			c.change(func(m *studio.Machine) { m.Threads = threads })
		})
		item.Checked = threads == c.wanted.Threads
		items = append(items, item)
	}
	return fyne.NewMenu("", items...)
}

// choices are numbers of cores, all of them first, few enough for a menu.
func choices(cores int) []int {
	all := []int{0}
	for n := 1; n < cores; n += max(n/4, 1) {
		all = append(all, n)
	}
	return all
}

// diagnosis is what was found out of this machine.
type diagnosis struct {
	findings []studio.Finding
	err      error
}

// examineAsync has the doctor look at everything.
func (c *computing) examineAsync() {
	if c.asked == c.page.visit {
		return
	}
	c.asked = c.page.visit
	c.again.Disable()
	page := c.page
	errand(page, "settings: show what the doctor says", func(ctx context.Context) diagnosis {
		findings, err := page.desk.Examine(ctx)
		return diagnosis{append(findings, playerFinding(page.params.Player)), err}
	}, c.hear)
}

func (c *computing) hear(d diagnosis) {
	c.asked = 0
	c.again.Enable()
	c.page.fail(d.err)
	for _, f := range d.findings {
		if check := c.checks[f.Part]; check != nil {
			check.finding = f
		}
	}
	c.warn()
}

// warn says that what was chosen to compute cannot, once the doctor has found so.
func (c *computing) warn() {
	note, ink := words.T("settings.provider-note"), look.TextLow
	if check := c.checks[c.computes()]; check != nil && check.finding.What != "" {
		note, ink = words.T("settings.provider-ill"), look.Danger
	}
	c.choice.note.SetText(note)
	c.choice.note.SetColor(ink)
	for _, check := range c.checks {
		if check.finding.Part != "" {
			check.show()
		}
	}
	c.form.refresh()
}

func playerFinding(version func() (string, error)) studio.Finding {
	f := studio.Finding{Part: playerPart}
	said, err := version()
	if err != nil {
		f.What = err.Error()
		if about := (*engine.Fault)(nil); errors.As(err, &about) {
			f.What, f.Hint = about.What, about.Hint
		}
		return f
	}
	f.Works = true
	f.Version = strings.TrimPrefix(said, "mpv ")
	return f
}
