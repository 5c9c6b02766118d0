package storyboard

import (
	"slices"

	"github.com/kinora-studio/kinora/project"
)

// section is a scene on the board with the shots of it, or those outside all scenes.
type section struct {
	scene    project.Scene // with ID 0 for shots outside all scenes
	from, to int           // its shots in the list, up to but not to
	folded   bool

	top, cards, end float32 // where its heading, its cards and what follows begin; of the sheet
}

// grouped puts shots under their scenes. Shots outside all scenes come first, as in a
// film to which a script was added.
func grouped(shots []project.Shot, scenes []project.Scene) ([]project.Shot, []section) {
	if len(scenes) == 0 {
		return shots, []section{{to: len(shots)}}
	}
	of := map[int64][]project.Shot{}
	for _, s := range scenes {
		of[s.ID] = nil
	}
	for _, s := range shots {
		if _, ok := of[s.Scene]; !ok {
			s.Scene = 0
		}
		of[s.Scene] = append(of[s.Scene], s)
	}
	all := make([]project.Shot, 0, len(shots))
	var sections []section
	for _, scene := range append([]project.Scene{{}}, scenes...) {
		if scene.ID == 0 && len(of[0]) == 0 {
			continue
		}
		sections = append(sections, section{scene: scene, from: len(all), to: len(all) + len(of[scene.ID])})
		all = append(all, of[scene.ID]...)
	}
	return all, sections
}

// arrange lists the shots of the scene that is chosen, or all, under their scenes.
func (p *Page) arrange() {
	shots, sections := grouped(p.board.shots, p.board.scenes)
	p.all = shots
	if i := slices.IndexFunc(sections, func(s section) bool { return s.scene.ID == p.scene }); p.scene != 0 && i >= 0 {
		one := sections[i]
		shots = shots[one.from:one.to]
		one.from, one.to = 0, len(shots)
		sections = []section{one}
	}
	for i := range sections {
		sections[i].folded = p.folded[sections[i].scene.ID]
	}
	p.shots, p.sections = shots, sections
}

// sectionOf returns where the section of a shot is, -1 for none.
func (p *Page) sectionOf(index int) int {
	return slices.IndexFunc(p.sections, func(s section) bool { return index >= s.from && index < s.to })
}

// here returns the section that the keys are at, -1 for none.
func (p *Page) here() int { return p.sectionOf(p.index(p.cursor)) }

// inScene is whether the keys are at a scene.
func (p *Page) inScene() bool {
	i := p.here()
	return i >= 0 && p.sections[i].scene.ID != 0
}

// fold hides the shots of a section, or shows them again.
func (p *Page) fold(at int) {
	if at < 0 || len(p.board.scenes) == 0 {
		return
	}
	scene := p.sections[at].scene.ID
	p.folded[scene] = !p.folded[scene]
	p.list()
}

// foldAll hides all shots, or shows them where all are hidden.
func (p *Page) foldAll() {
	open := slices.ContainsFunc(p.sections, func(s section) bool { return !s.folded })
	for _, s := range p.sections {
		p.folded[s.scene.ID] = open
	}
	p.list()
}

// behind returns the shot that shots at a place of a section come behind: the one
// before it that is not moved itself; 0 for the first of the film.
func (p *Page) behind(index int, in section) int64 {
	for i := index - 1; i >= in.from; i-- {
		if !p.selected[p.shots[i].ID] {
			return p.shots[i].ID
		}
	}
	var end int
	ordered := p.board.shots
	if rest := p.shots[in.from:in.to]; len(rest) > 0 {
		end = slices.IndexFunc(ordered, func(s project.Shot) bool { return s.ID == rest[0].ID })
	} else {
		ordered = p.all
		end = slices.IndexFunc(ordered, func(s project.Shot) bool { return p.rank(s.Scene) > p.rank(in.scene.ID) })
		if end < 0 {
			end = len(ordered)
		}
	}
	for i := end - 1; i >= 0; i-- {
		if !p.selected[ordered[i].ID] {
			return ordered[i].ID
		}
	}
	return 0
}

// rank orders scenes; shots outside all scenes come first.
func (p *Page) rank(scene int64) int {
	return slices.IndexFunc(p.board.scenes, func(s project.Scene) bool { return s.ID == scene })
}

// indexOfScene returns where the section of a scene is, -1 for none.
func (p *Page) indexOfScene(scene int64) int {
	return slices.IndexFunc(p.sections, func(s section) bool { return s.scene.ID == scene })
}
