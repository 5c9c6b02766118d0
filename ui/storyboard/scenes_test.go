package storyboard

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// three puts two shots into each of three scenes, and one outside.
func three(s *stage) {
	s.t.Helper()
	ctx := s.t.Context()
	s.check(s.session.Store.Edit(ctx, "fill", func(e *store.Editor) error {
		for i := range 7 {
			scene := int64(0)
			if i%2 == 1 {
				kept, err := e.AddScene(ctx, project.Scene{Title: fmt.Sprintf("EXT. QUAY %d", i)})
				if err != nil {
					return err
				}
				scene = kept.ID
			} else if i > 0 {
				scene = int64(i / 2)
			}
			if _, err := e.AddShot(ctx, project.Shot{Scene: scene, Beats: []string{"It happens."}, Frames: 48}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// board writes what is listed: scenes with the last digits of their shots.
func (s *stage) board() string {
	var all []string
	for _, one := range s.page.sections {
		var shots []string
		for _, shot := range s.page.shots[one.from:one.to] {
			shots = append(shots, strings.TrimPrefix(shot.Code, "SH0"))
		}
		all = append(all, one.scene.Code+":"+strings.Join(shots, ","))
	}
	return strings.Join(all, " ")
}

func (s *stage) isBoard(want string) {
	s.t.Helper()
	s.until(want, func() bool { return s.board() == want })
}

const asFilmed = ":10 SC010:20,30 SC020:40,50 SC030:60,70"

func TestCardsGoAcrossHeadingsInOneStep(t *testing.T) {
	for _, c := range []struct{ shot, action, want string }{
		{"SH040", "storyboard.earlier", ":10 SC010:20,30,40 SC020:50 SC030:60,70"},
		{"SH050", "storyboard.later", ":10 SC010:20,30 SC020:40 SC030:50,60,70"},
		{"SH050", "storyboard.earlier", ":10 SC010:20,30 SC020:50,40 SC030:60,70"},
		{"SH050", "storyboard.scene-before", ":10 SC010:20,30,50 SC020:40 SC030:60,70"},
		{"SH040", "storyboard.scene-behind", ":10 SC010:20,30 SC020:50 SC030:40,60,70"},
		{"SH020", "storyboard.scene-before", ":10,20 SC010:30 SC020:40,50 SC030:60,70"},
		{"SH040", "storyboard.row-up", ":10 SC010:20,30,40 SC020:50 SC030:60,70"},
		{"SH040", "storyboard.row-down", ":10 SC010:20,30 SC020:50,40 SC030:60,70"},
		{"SH050", "storyboard.row-down", ":10 SC010:20,30 SC020:40 SC030:50,60,70"},
		{"SH040", "storyboard.scene-earlier", ":10 SC020:40,50 SC010:20,30 SC030:60,70"},
		{"SH040", "storyboard.scene-later", ":10 SC010:20,30 SC030:60,70 SC020:40,50"},
		{"SH040", "storyboard.new-scene", ":10 SC010:20,30 SC020:50 SC040:40 SC030:60,70"},
		{"SH040", "storyboard.add", ":10 SC010:20,30 SC020:40,80,50 SC030:60,70"},
		{"SH050", "storyboard.dissolve", ":10 SC010:20,30,40,50 SC030:60,70"},
		{"SH020", "storyboard.dissolve", ":10,20,30 SC020:40,50 SC030:60,70"},
		{"SH070", "storyboard.remove", ":10 SC010:20,30 SC020:40,50 SC030:60"},
	} {
		t.Run(c.shot+" "+c.action, func(t *testing.T) {
			s := onStage(t, setup{before: three})
			s.isBoard(asFilmed)
			s.selectShot(c.shot)
			s.key(c.action)
			s.isBoard(c.want)
			var film []string
			for _, shot := range s.shots() {
				film = append(film, shot.Code)
			}
			if got := strings.Join(film, " "); got != s.codes() {
				t.Errorf("the film goes %s, the board %s", got, s.codes())
			}
			s.key("storyboard.undo")
			s.isBoard(asFilmed)
		})
	}
}

func (s *stage) cardAt(code string) *xwidget.Card {
	s.t.Helper()
	for card, id := range s.page.grid.shown {
		if s.page.at(id).Code == code {
			return card
		}
	}
	s.t.Fatalf("%s is not in sight", code)
	return nil
}

func dragTo(at fyne.Position) *fyne.DragEvent {
	return &fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}}
}

func TestACardIsDraggedAcrossAHeading(t *testing.T) {
	s := onStage(t, setup{before: three, size: large})
	where := fyne.CurrentApp().Driver().AbsolutePositionForObject
	card := s.cardAt("SH010")
	card.Dragged(dragTo(where(s.cardAt("SH050")).AddXY(8, 20)))
	card.DragEnd()
	s.isBoard("SC010:20,30 SC020:40,10,50 SC030:60,70")
	s.key("storyboard.undo")
	s.isBoard(asFilmed)
	card = s.cardAt("SH020")
	card.Dragged(dragTo(where(s.page.grid.sheet.heads[0]).AddXY(80, 8)))
	card.DragEnd()
	s.isBoard(":20,10 SC010:30 SC020:40,50 SC030:60,70")
	s.key("storyboard.undo")
	s.isBoard(asFilmed)
	head := s.page.grid.sheet.heads[1]
	head.Dragged(dragTo(where(s.page.grid.sheet.heads[3]).AddXY(80, 8)))
	if !s.page.grid.mark.Visible() {
		t.Error("nothing shows where the scene would go")
	}
	head.DragEnd()
	s.isBoard(":10 SC020:40,50 SC010:20,30 SC030:60,70")
}

func TestAHeadingIsFoldedAndGetsAnotherTitle(t *testing.T) {
	s := onStage(t, setup{before: three, size: large})
	s.isBoard(asFilmed)
	s.selectShot("SH030")
	s.key("storyboard.fold")
	if cards := len(s.page.grid.sheet.cards); cards != 5 {
		t.Errorf("%d cards are shown", cards)
	}
	s.page.grid.sheet.step(1)
	if got := s.page.at(s.page.cursor).Code; got != "SH040" {
		t.Errorf("the keys are at %s", got)
	}
	s.page.grid.sheet.rise(-1)
	if got := s.page.at(s.page.cursor).Code; got != "SH010" {
		t.Errorf("the keys are at %s", got)
	}
	s.key("storyboard.fold-all")
	if cards := len(s.page.grid.sheet.cards); cards != 0 {
		t.Errorf("%d cards are shown", cards)
	}
	s.key("storyboard.fold-all")
	s.selectShot("SH040")
	s.key("storyboard.rename")
	entry := s.window.Canvas().Focused().(*xwidget.Entry)
	entry.SetText("INT. BARN - DAY")
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	title := func() string { return s.page.sections[2].scene.Title }
	s.until("the title", func() bool { return title() == "INT. BARN - DAY" })
	s.key("storyboard.undo")
	s.until("the title of before", func() bool { return title() == "EXT. QUAY 3" })
}

func TestAHeadingWithoutShotsIsRemovedFromItsMenu(t *testing.T) {
	s := onStage(t, setup{size: large, before: func(s *stage) {
		three(s)
		s.check(s.session.Store.Edit(t.Context(), "empty", func(e *store.Editor) error {
			_, err := e.AddScene(t.Context(), project.Scene{Title: "INT. NOWHERE"})
			return err
		}))
	}})
	s.isBoard(asFilmed + " SC040:")
	s.page.grid.sheet.scroll.ScrollToBottom()
	head := s.page.grid.sheet.heads[4]
	head.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(300, 300)})
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu opened")
	}
	menu := s.page.headMenu(head.scene)
	for _, c := range []struct{ name, want string }{
		{"Move the scene earlier", ":10 SC010:20,30 SC020:40,50 SC040: SC030:60,70"},
		{"Move the scene later", asFilmed + " SC040:"},
		{"Remove the heading, keep its shots", asFilmed},
	} {
		item := slices.IndexFunc(menu.Items, func(i *fyne.MenuItem) bool { return i.Label == c.name })
		menu.Items[item].Action()
		s.isBoard(c.want)
	}
	s.key("storyboard.undo")
	s.isBoard(asFilmed + " SC040:")
}

// TestScenesThatAreMixedInTheFilm is of a film whose shots were written in another order
// than their scenes.
func TestScenesThatAreMixedInTheFilm(t *testing.T) {
	s := onStage(t, setup{before: func(s *stage) {
		three(s)
		shots := s.shots()
		s.check(s.session.Store.Edit(s.t.Context(), "mix", func(e *store.Editor) error {
			return e.MoveShot(s.t.Context(), shots[5].ID, 0)
		}))
	}})
	s.isBoard(asFilmed)
	s.selectShot("SH020")
	s.key("storyboard.scene-behind")
	s.isBoard(":10 SC010:30 SC020:20,40,50 SC030:60,70")
	s.selectShot("SH050")
	s.key("storyboard.scene-behind")
	s.isBoard(":10 SC010:30 SC020:20,40 SC030:50,60,70")
}
