package storyboard

import (
	"errors"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/look"
)

var small, large = fyne.NewSize(1280, 800), fyne.NewSize(1920, 1080)

func (s *stage) pictures(count int) {
	s.t.Helper()
	s.until("the pictures", func() bool { return len(s.page.thumbs.posters) == count })
}

func TestItLooksAsItShould(t *testing.T) {
	for name, p := range map[string]setup{
		"filled_dark_1280":    {size: small},
		"filled_dark_1920":    {size: large},
		"filled_light_1280":   {size: small, look: look.Params{Mode: look.Light}},
		"filled_light_1920":   {size: large, look: look.Params{Mode: look.Light}},
		"filled_german_large": {size: small, look: look.Params{Scale: 1.25}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			p.before = fill
			s := onStage(t, p)
			s.page.only(0)
			s.pictures(2)
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}

func TestNothingLooksAsItShould(t *testing.T) {
	test.AssertRendersToImage(t, "empty.png", onStage(t, setup{}).window.Canvas())
	test.AssertRendersToImage(t, "no_project.png", onStage(t, setup{none: true}).window.Canvas())
}

func TestAnErrorLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{before: fill})
	s.pictures(2)
	s.page.head.setError(project.Wrong(project.ErrNoRoom, "free some space and try again", "the disk is full: %w", errors.New("no space left")))
	test.AssertRendersToImage(t, "error.png", s.window.Canvas())
}

func TestAScriptLooksAsItShould(t *testing.T) {
	s := onStage(t, setup{})
	fyne.CurrentApp().Clipboard().SetContent(harbour)
	s.key("storyboard.paste")
	s.until("the preview", func() bool { return s.window.Canvas().Overlays().Top() != nil })
	test.AssertRendersToImage(t, "script.png", s.window.Canvas())
}

func TestManyShotsAndLongNamesLookAsTheyShould(t *testing.T) {
	s := onStage(t, setup{before: func(s *stage) {
		s.check(s.session.Store.Edit(t.Context(), "fill", func(e *store.Editor) error {
			for i := range 1000 {
				if _, err := e.AddShot(t.Context(), project.Shot{
					Title:    fmt.Sprintf("%d, Donaudampfschifffahrtsgesellschaftskapitänswitwe looks over the harbour at dawn, while behind her the ferry turns", i+1),
					Dialogue: []project.Line{{Speaker: "The Captain’s Widow", Text: "Yes."}, {Speaker: "The Second Officer of the Watch", Text: "No."}}, Frames: 96,
				}); err != nil {
					return err
				}
			}
			return nil
		}))
	}})
	s.page.only(500)
	s.page.grid.sheet.setSelected(500)
	test.AssertRendersToImage(t, "thousand.png", s.window.Canvas())
}
