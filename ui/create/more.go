package create

import (
	"crypto/rand"
	"encoding/binary"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// moreFields are what most shots leave as it is.
type moreFields struct {
	page     *Page
	content  *fyne.Container
	toggle   *xwidget.Button
	inner    *fyne.Container
	shot     int64 // that is filled in
	seed     *xwidget.Entry
	field    *xwidget.Field // around seed
	wrong    string         // why the seed that is written is none; empty where it is one
	lock     *xwidget.Button
	negative *xwidget.TextArea
	steps    *xwidget.Number
	guidance *xwidget.Number
}

func newMoreFields(p *Page) *moreFields {
	m := &moreFields{page: p}
	m.toggle = xwidget.NewButton(words.T("create.more"), "chevron-right", xwidget.Quiet, func() { m.open(!m.inner.Visible()) })
	m.toggle.SetTip(words.T("create.more-tip"), "")
	m.seed = xwidget.NewEntry(words.T("create.seed-free"), m.setSeed)
	m.seed.SetTip(words.T("create.seed-tip"), "")
	m.lock = xwidget.NewIconButton("unlock", words.T("create.lock-tip"), "", m.turnLock)
	m.field = xwidget.NewField(words.T("create.seed"), "", container.New(xwidget.NewLine(look.Space1, 1, 0), m.seed, m.lock), nil)
	m.negative = p.newArea(words.T("create.negative-hint"), 2)
	m.negative.OnChanged = func(text string) {
		p.edit("negative", words.T("create.negative"), func(s *project.Shot) { s.Negative = strings.TrimSpace(text) })
	}
	m.steps = xwidget.NewNumber(xwidget.NumberParams{Value: 1, Least: 1, Most: project.MaxSteps, Step: 1, OnChanged: m.setSteps})
	m.steps.SetTip(words.T("create.steps-tip"), "")
	m.guidance = xwidget.NewNumber(xwidget.NumberParams{Value: 1, Least: 0.1, Most: 30, Step: 0.1, Digits: 1, OnChanged: m.setGuidance})
	m.guidance.SetTip(words.T("create.guidance-tip"), "")
	m.inner = container.New(xwidget.NewColumn(look.Space3, 0, 0),
		m.field,
		xwidget.NewField(words.T("create.negative"), "", m.negative, nil),
		container.New(xwidget.NewLine(look.Space2, 1, 1),
			xwidget.NewField(words.T("create.steps"), "", m.steps, nil), xwidget.NewField(words.T("create.guidance"), "", m.guidance, nil)),
	)
	m.inner.Hide()
	m.content = container.New(xwidget.NewColumn(look.Space2, 0, 0), container.NewHBox(container.New(outdent{}, m.toggle)), m.inner)
	return m
}

func (m *moreFields) open(open bool) {
	m.inner.Hidden = !open
	icon := look.Icon("chevron-right")
	if open {
		icon = "chevron-down"
	}
	m.toggle.SetIcon(icon)
	m.page.editor.relayout()
}

func (m *moreFields) fill(shot project.Shot) {
	seed := ""
	if shot.Seed != nil {
		seed = strconv.FormatUint(*shot.Seed, 10)
	}
	if m.wrong == "" || shot.ID != m.shot {
		m.fillSeed(seed)
	}
	m.shot = shot.ID
	m.paintLock()
	fillText(m.negative, shot.Negative)
	defaults := m.page.editor.frame.info.Defaults
	steps, guidance := shot.Steps, shot.Guidance
	if steps == 0 {
		steps = defaults.Steps
	}
	if guidance == 0 {
		guidance = defaults.Video.Scale
	}
	m.steps.SetValue(float64(max(steps, 1)))
	m.guidance.SetValue(guidance)
}

func (m *moreFields) fillSeed(seed string) {
	if m.seed.Text != seed {
		m.seed.SetText(seed)
	}
	m.wrong = ""
	m.field.SetError("")
}

func (m *moreFields) paintLock() {
	locked := m.page.shot.Seed != nil
	m.lock.SetOn(locked)
	m.lock.SetIcon("unlock")
	if locked {
		m.lock.SetIcon("lock")
	}
}

// setSeed takes a seed that was written; an empty field lets each take have its
// own.
func (m *moreFields) setSeed(text string) {
	text = strings.TrimSpace(text)
	var seed *uint64
	if text != "" {
		value, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			m.wrong = words.T("create.seed-wrong")
			m.field.SetError(m.wrong)
			m.page.editor.relayout()
			return
		}
		seed = &value
	}
	m.wrong = ""
	m.field.SetError("")
	m.page.edit("seed", words.T("create.seed"), func(s *project.Shot) { s.Seed = seed })
	m.paintLock()
}

// turnLock keeps the seed of the take that is looked at, or any; or lets go of it.
func (m *moreFields) turnLock() {
	if m.page.shot.Seed != nil {
		m.seed.SetText("")
		return
	}
	seed, ok := m.page.gallery.seed()
	if !ok {
		var random [4]byte // short enough to be read out
		_, _ = rand.Read(random[:])
		seed = uint64(binary.BigEndian.Uint32(random[:]))
	}
	m.seed.SetText(strconv.FormatUint(seed, 10))
}

func (m *moreFields) setSteps(value float64) {
	steps := int(value)
	if steps == m.page.editor.frame.info.Defaults.Steps {
		steps = 0 // leaves it to the pack
	}
	m.page.edit("steps", words.T("create.steps"), func(s *project.Shot) { s.Steps = steps })
}

func (m *moreFields) setGuidance(value float64) {
	if value == m.page.editor.frame.info.Defaults.Video.Scale {
		value = 0 // leaves it to the pack
	}
	m.page.edit("guidance", words.T("create.guidance"), func(s *project.Shot) { s.Guidance = value })
}
