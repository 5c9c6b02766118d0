package queue

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// The heights of lines at 100 %.
const (
	headingHeight float32 = 40
	runningHeight float32 = 104
	jobHeight     float32 = 52
	failedHeight  float32 = 76
)

// heightOfLine is how high the line of an entry is.
func heightOfLine(e entry) float32 {
	switch {
	case e.heading > 0:
		return look.Px(headingHeight)
	case e.section == running:
		return look.Px(runningHeight)
	case e.section == failed:
		return look.Px(failedHeight)
	default:
		return look.Px(jobHeight)
	}
}

func visible(o fyne.CanvasObject, yes bool) {
	if yes && !o.Visible() {
		o.Show()
	} else if !yes && o.Visible() {
		o.Hide()
	}
}

// paint gives everything its colour, its text and whether it is there.
func (l *line) paint() {
	c := l.content
	job := c.heading == ""
	l.paintBack(job)
	l.heading.SetText(c.heading)
	visible(l.heading, !job)
	l.place.SetText(c.place)
	visible(l.place, job && c.place != "")
	if l.picture.Image != c.picture { // its own refresh counts, not that of the line
		l.picture.Image = c.picture
		l.picture.Refresh()
	}
	l.picture.CornerRadius = look.Px(look.RadiusMedium)
	visible(l.picture, job && c.picture != nil)
	visible(l.well, job && c.section == running)
	c.icon.Paint(l.icon, iconInk(c.tone))
	visible(l.icon, job && c.icon != "" && c.picture == nil)
	l.paintText(job)
	l.paintButtons(job)
}

func iconInk(tone xwidget.Tone) fyne.ThemeColorName {
	switch tone {
	case xwidget.Failed:
		return look.Danger
	case xwidget.Warned:
		return look.Warning
	case xwidget.Succeeded:
		return look.Success
	default:
		return look.TextLow
	}
}

func (l *line) paintText(job bool) {
	c := l.content
	strong := c.section == running || c.section == failed
	l.title.SetText(c.title)
	visible(l.title, job && !strong)
	l.strong.SetText(c.title)
	visible(l.strong, job && strong)
	l.note.SetText(c.note)
	l.note.SetColor(noteInk(c))
	visible(l.note, job && c.note != "")
	l.hint.SetText(c.hint)
	visible(l.hint, job && c.hint != "")
	l.side.SetText(c.side)
	l.sub.SetText(c.sub)
	visible(l.side, job && c.side != "")
	visible(l.sub, job && c.sub != "")
	l.chip.Set(c.chip, xwidget.Neutral)
	visible(l.chip, job && c.chip != "")
	visible(l.progress, job && c.progress >= 0)
	l.progress.SetTone(barTone(c.tone))
}

func noteInk(c content) fyne.ThemeColorName {
	switch {
	case c.section == failed:
		return look.Danger
	case c.section == running || c.selected:
		return look.TextMedium
	}
	return look.TextLow
}

func barTone(tone xwidget.Tone) xwidget.Tone {
	if tone == xwidget.Warned {
		return tone
	}
	return xwidget.Accented
}

func (l *line) paintBack(job bool) {
	c := l.content
	l.back.CornerRadius = look.Px(look.RadiusMedium)
	l.back.FillColor, l.back.StrokeColor, l.back.StrokeWidth = color.Transparent, color.Transparent, 0
	switch {
	case !job:
	case c.selected:
		l.back.FillColor = look.Color(look.AccentSoft)
	case c.section == running:
		l.back.FillColor = look.Color(look.SurfacePanel)
	case l.hovered:
		l.back.FillColor = look.Color(look.Hover)
	}
	l.rule.FillColor = look.Color(look.Line)
	visible(l.rule, job && c.section != running && !c.selected && !l.hovered)
	l.well.CornerRadius = look.Px(look.RadiusMedium)
	l.well.FillColor = look.Color(look.SurfaceWell)
	look.Icon("grip").Paint(l.grip.icon, look.TextDisabled)
}

// paintButtons shows what can be done: always where somebody has to act or may
// want to at once, else when the pointer or the selection is there.
func (l *line) paintButtons(job bool) {
	c, o := l.content, l.content.offers
	icon := look.Icon("pause")
	if o.resume {
		icon = "play"
	}
	l.pause.SetIcon(icon)
	here := l.hovered || c.selected
	near := job && (here || c.section == running)
	visible(l.grip, o.movable && here)
	visible(l.top, o.movable && near)
	visible(l.pause, (o.pause || o.resume) && near)
	visible(l.cancel, o.cancel && near)
	visible(l.more, c.section == waiting && near)
	visible(l.retry, o.retry && (near || c.section == failed))
	visible(l.log, o.log)
}

func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// arrange puts everything where it belongs.
func (l *line) arrange(size fyne.Size) {
	if l.content.heading != "" {
		text := look.Strong.Measure("M").Height
		place(l.heading, look.Px(look.Space2), size.Height-text-look.Px(look.Space2), size.Width-look.Px(look.Space4), text)
		return
	}
	gap := float32(0)
	if l.content.section == running {
		gap = look.Px(look.Space2) // between the cards
	}
	height := size.Height - gap
	place(l.back, 0, 0, size.Width, height)
	place(l.rule, look.Px(look.Space2), size.Height-1, size.Width-look.Px(2*look.Space2), 1)
	left := l.arrangeLead(height)
	right := l.arrangeButtons(size.Width-look.Px(look.Space3), height)
	right = l.arrangeSide(right, height)
	l.arrangeText(left, right, height)
}

// arrangeLead puts what stands before the text and returns where that begins.
func (l *line) arrangeLead(height float32) float32 {
	if l.content.section == running {
		pad := look.Px(look.Space3)
		tall := height - 2*pad
		wide := tall * 16 / 9
		place(l.well, pad, pad, wide, tall)
		place(l.picture, pad, pad, wide, tall)
		icon := look.Px(look.Space5)
		place(l.icon, pad+(wide-icon)/2, pad+(tall-icon)/2, icon, icon)
		return pad + wide + look.Px(look.Space4)
	}
	place(l.grip, 0, 0, look.Px(22), height)
	x := look.Px(18 + 34)
	digits, icon := look.Digits.Measure("0").Height, look.Px(look.IconSize)
	if l.content.section == waiting { // in the column of the places
		icon = look.Px(look.IconSmall)
	}
	place(l.place, look.Px(18), (height-digits)/2, look.Px(34), digits)
	place(l.icon, x-icon, (height-icon)/2, icon, icon)
	return x + look.Px(look.Space3)
}

// arrangeButtons puts the buttons at the right end and returns where that begins.
// What runs and what waits keeps room for as many as there can be, so that the
// times stay where they are when the pointer comes.
func (l *line) arrangeButtons(right, height float32) float32 {
	most := right
	if l.content.section == running || l.content.section == waiting {
		most -= 4 * look.Px(look.ControlHeight+2)
	}
	for _, b := range []*xwidget.Button{l.more, l.cancel, l.pause, l.top, l.retry, l.log} {
		if !b.Visible() {
			continue
		}
		least := b.MinSize()
		right -= least.Width
		place(b, right, (height-least.Height)/2, least.Width, least.Height)
		right -= look.Px(2)
	}
	return min(right, most) - look.Px(look.Space3)
}

// arrangeSide puts the times, which align in all lines.
func (l *line) arrangeSide(right, height float32) float32 {
	width := max(l.side.Natural().Width, l.sub.Natural().Width)
	if width == 0 {
		return right
	}
	side, sub := look.Body.Measure("M").Height, look.Caption.Measure("M").Height
	total := side
	if l.content.sub != "" {
		total += look.Px(3) + sub
	}
	y := (height - total) / 2
	place(l.side, right-width, y, width, side)
	place(l.sub, right-width, y+side+look.Px(3), width, sub)
	return right - width - look.Px(look.Space5)
}

// arrangeText puts title, note and hint below each other, and the bar below them.
func (l *line) arrangeText(left, right, height float32) {
	width := max(right-left, look.Px(40))
	title, note := look.Body.Measure("M").Height, look.Label.Measure("M").Height
	gap := look.Px(3)
	total := title
	if l.note.Visible() {
		total += gap + note
	}
	if l.hint.Visible() {
		total += gap + note
	}
	bar := look.Px(3)
	if l.progress.Visible() {
		total += look.Px(10) + bar
	}
	y := (height - total) / 2
	room := width
	if l.chip.Visible() {
		least := l.chip.MinSize()
		text := min(l.title.Natural().Width+look.Px(2), width-least.Width-look.Px(look.Space2))
		place(l.chip, left+text+look.Px(look.Space2), y+(title-least.Height)/2, least.Width, least.Height)
		room = text
	}
	place(l.title, left, y, room, title)
	place(l.strong, left, y, width, title)
	y += title
	for _, t := range []*xwidget.Text{l.note, l.hint} {
		if t.Visible() {
			place(t, left, y+gap, width, note)
			y += gap + note
		}
	}
	place(l.progress, left, y+look.Px(10), width, bar)
}
