package create

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// slots are the files that a shot is made with: one for each role, and for key
// frames and references one more than there are.
type slots struct {
	page    *Page
	content *fyne.Container
	grid    *fyne.Container
	keys    *fyne.Container // at which frames key pictures stand
	remove  []func()        // of the drop targets
	held    []project.Material
	made    bool
	known   map[string]checkedFile // files that were looked at, by path
}

func newSlots(p *Page) *slots {
	s := &slots{page: p, known: map[string]checkedFile{}}
	s.grid = container.New(cells{columns: 3, height: 84, gap: look.Space2})
	s.keys = container.New(xwidget.NewColumn(look.Space2, 0, 0))
	s.content = container.New(xwidget.NewColumn(look.Space2, 0, 0), s.grid, s.keys)
	return s
}

// shownRoles are those that have slots, in their order.
var shownRoles = []project.Role{project.RoleFirst, project.RoleLast, project.RoleKey, project.RoleReference, project.RoleTrack}

func roleName(role project.Role) string {
	switch role {
	case project.RoleFirst:
		return words.T("create.first-frame")
	case project.RoleLast:
		return words.T("create.last-frame")
	case project.RoleKey:
		return words.T("create.key-frame")
	case project.RoleReference:
		return words.T("create.reference")
	}
	return words.T("create.track")
}

func roleHint(role project.Role) string {
	switch role {
	case project.RoleTrack:
		return words.T("create.takes-sound")
	case project.RoleReference:
		return words.T("create.takes-both")
	}
	return words.T("create.takes-picture")
}

// severalOf tells whether a shot can have more than one file of a role.
func severalOf(role project.Role) bool {
	return role == project.RoleKey || role == project.RoleReference
}

// fill shows the files of a shot.
func (s *slots) fill(materials []project.Material) {
	if s.made && slices.Equal(s.held, materials) {
		return
	}
	s.made, s.held = true, slices.Clone(materials)
	for _, remove := range s.remove {
		remove()
	}
	s.remove, s.grid.Objects, s.keys.Objects = nil, nil, nil
	for _, role := range shownRoles {
		free := true
		for i, m := range materials {
			if m.Role != role {
				continue
			}
			free = severalOf(role)
			s.addSlot(role, i)
			if role == project.RoleKey {
				s.addKey(i, m)
			}
		}
		if free {
			s.addSlot(role, -1)
		}
	}
	s.keys.Hidden = len(s.keys.Objects) == 0
	if s.page.editor != nil {
		s.page.editor.relayout()
	}
}

// addSlot adds the slot of the material at an index, or an empty one for -1.
func (s *slots) addSlot(role project.Role, at int) {
	icon := look.Icon("picture")
	if role == project.RoleTrack {
		icon = "sound"
	}
	slot := xwidget.NewDropSlot(roleName(role), roleHint(role), icon, words.T("create.remove-file"))
	slot.SetTip(words.T("create.slot-tip", "Role", roleName(role)), "")
	slot.SetTipKey(s.page.host.Actions().KeyOf("create.paste"))
	slot.OnDrop = func(files []fyne.URI) { s.useAsync(role, at, slot, localPath(files[0])) }
	slot.OnPick = func() {
		s.page.pickAsync(role, func(path string) { s.useAsync(role, at, slot, path) })
	}
	s.grid.Add(slot)
	s.remove = append(s.remove, s.page.host.AddDropTarget(slot))
	if at >= 0 {
		m := s.held[at]
		slot.OnRemove = func() { s.take(at) }
		s.showFileAsync(slot, m)
	}
}

// meant is the slot that has the focus, or the pointer over it; nil for none.
func (s *slots) meant() *xwidget.DropSlot {
	var focused fyne.Focusable
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.content); c != nil {
		focused = c.Focused()
	}
	pointed := xwidget.PointedTarget()
	for _, wanted := range []any{focused, pointed} {
		for _, o := range s.grid.Objects {
			if slot, ok := wanted.(*xwidget.DropSlot); ok && slot == o {
				return slot
			}
		}
	}
	return nil
}

// addKey adds the number of the frame at which a key picture stands.
func (s *slots) addKey(at int, m project.Material) {
	number := xwidget.NewNumber(xwidget.NumberParams{
		Value: float64(m.Frame), Least: 1, Most: project.MaxFrames, Step: 1,
		OnChanged: func(frame float64) {
			s.set(func(all []project.Material) []project.Material {
				if at < len(all) {
					all[at].Frame = int(frame)
				}
				return all
			})
		},
	})
	number.SetTip(words.T("create.key-at-tip"), "")
	name := xwidget.NewText(words.T("create.key-at", "Name", filepath.Base(m.Path)), look.Label, look.TextMedium)
	s.keys.Add(container.New(xwidget.NewLine(look.Space2, 3, 1), xwidget.NewWhole(name), number))
}

// showFileAsync reads the picture of a file that the shot has.
func (s *slots) showFileAsync(slot *xwidget.DropSlot, m project.Material) {
	session := s.page.session.Load()
	path := session.Store.Path(m.Path)
	name := filepath.Base(path)
	if file, ok := s.known[path]; ok {
		slot.SetFile(name, file.picture)
		return
	}
	slot.SetFile(name, nil)
	s.page.errands.run(func(ctx context.Context) {
		file, err := checkFile(ctx, path)
		s.page.host.Do("show a file", func() {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				slot.SetError(sentence(err))
				return
			}
			s.known[path] = file
			slot.SetFile(name, file.picture)
		})
	})
}

// useAsync looks at a file and makes the shot with it, if it can play the role.
func (s *slots) useAsync(role project.Role, at int, slot *xwidget.DropSlot, path string) {
	if path == "" {
		slot.SetError(words.T("create.not-local"))
		return
	}
	s.page.errands.run(func(ctx context.Context) {
		file, err := checkFile(ctx, path)
		s.page.host.Do("use a file", func() {
			switch {
			case ctx.Err() != nil:
			case err != nil:
				slot.SetError(sentence(err))
			case !takesKind(role, file.kind):
				slot.SetError(words.T("create.wrong-role", "Name", filepath.Base(path), "Wanted", roleHint(role)))
			default:
				s.use(role, at, file)
			}
		})
	})
}

// use makes the shot with a file. A key frame stands in the middle first.
func (s *slots) use(role project.Role, at int, file checkedFile) {
	frame := 0
	if role == project.RoleKey {
		frame = s.middle()
	}
	s.useAt(role, at, frame, file)
}

// middle is the frame in the middle of the shot.
func (s *slots) middle() int { return max(s.page.editor.frame.frames()/2, 1) }

// useAt makes the shot with a file, which a key picture stands at a frame of.
func (s *slots) useAt(role project.Role, at, frame int, file checkedFile) {
	session := s.page.session.Load()
	s.known[file.path] = file
	name := file.path
	if inside, ok := session.Store.Inside(file.path); ok {
		name = inside
	}
	m := project.Material{Role: role, Path: name, Frame: frame, Strength: 1}
	s.set(func(all []project.Material) []project.Material {
		if at >= 0 && at < len(all) {
			m.Frame = all[at].Frame
			all[at] = m
			return all
		}
		if i := slices.IndexFunc(all, func(old project.Material) bool { return old.Role == role }); i >= 0 && !severalOf(role) {
			all[i] = m
			return all
		}
		return append(all, m)
	})
}

// take takes a file out of the shot; the file itself stays where it is.
func (s *slots) take(at int) {
	s.set(func(all []project.Material) []project.Material { return slices.Delete(all, at, at+1) })
}

func (s *slots) set(change func([]project.Material) []project.Material) {
	all := change(slices.Clone(s.page.shot.Media))
	s.page.edit("media", words.T("create.sources"), func(shot *project.Shot) { shot.Media = all })
	s.fill(all)
}
