package storyboard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/action"
)

// only selects one shot of the list.
func (p *Page) only(index int) {
	p.cursor = p.shots[index].ID
	p.anchor = p.cursor
	p.selected = map[int64]bool{p.cursor: true}
	p.marked()
}

// press selects as files are selected everywhere: alone, with Ctrl one more or
// less, with Shift all up to it.
func (p *Page) press(shot int64, held fyne.KeyModifier) {
	index := p.index(shot)
	if index < 0 {
		return
	}
	p.grid.sheet.setSelected(index)
	switch {
	case held&fyne.KeyModifierShift != 0 && p.index(p.anchor) >= 0:
		from, to := p.index(p.anchor), index
		p.selected = map[int64]bool{}
		for i := min(from, to); i <= max(from, to); i++ {
			p.selected[p.shots[i].ID] = true
		}
		p.cursor = shot
	case held&action.Command() != 0:
		if p.selected[shot] {
			delete(p.selected, shot)
		} else {
			p.selected[shot] = true
		}
		p.cursor, p.anchor = shot, shot
	default:
		p.only(index)
		return
	}
	p.marked()
}

// chosen are the selected shots in their order.
func (p *Page) chosen() []project.Shot {
	var all []project.Shot
	for _, s := range p.shots {
		if p.selected[s.ID] {
			all = append(all, s)
		}
	}
	return all
}

func (p *Page) selectAll() {
	for _, s := range p.shots {
		p.selected[s.ID] = true
	}
	p.marked()
}

func (p *Page) selectNone() {
	p.selected = map[int64]bool{}
	p.cursor = 0
	p.grid.sheet.setSelected(-1)
	p.marked()
}

// held are the modifier keys that are down.
func held() fyne.KeyModifier {
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return driver.CurrentKeyModifiers()
	}
	return 0
}
