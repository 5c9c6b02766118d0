package create

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// withPicker puts a program in the place of the system's dialog that answers as
// that does: with a path, or with a status of 1 when it is cancelled. It returns a
// file that then holds what it was asked for.
func withPicker(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	asked := filepath.Join(dir, "asked")
	script = "#!/bin/sh\necho \"$@\" > '" + asked + "'\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "zenity"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return asked
}

func TestASlotIsFilledByTheSystemsDialog(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	path := picture(t, "pier.png")
	slot := s.page.editor.slots.grid.Objects[1].(*xwidget.DropSlot)

	asked := withPicker(t, "exit 1")
	test.Tap(slot)
	s.until("the dialog was asked", func() bool { _, err := os.Stat(asked); return err == nil })
	if len(s.page.shot.Media) != 0 || s.window.Canvas().Overlays().Top() != nil {
		t.Error("a dialog that was cancelled leaves something behind")
	}
	args, err := os.ReadFile(asked)
	if err != nil || !strings.Contains(string(args), "Last frame") || !strings.Contains(string(args), "*.[pP][nN][gG]") {
		t.Errorf("the dialog was asked for %q, %v", args, err)
	}

	withPicker(t, "echo '"+path+"'")
	test.Tap(slot)
	s.until("the picture is used", func() bool { return len(s.page.shot.Media) == 1 })
	if got := s.page.shot.Media[0]; got.Role != project.RoleLast || got.Path != path {
		t.Errorf("used as %+v", got)
	}

	t.Setenv("PATH", t.TempDir())        // a system without a dialog of its own
	t.Setenv("HOME", filepath.Dir(path)) // where the window's begins
	test.Tap(s.page.editor.slots.grid.Objects[0].(*xwidget.DropSlot))
	s.until("the window's own dialog is there", func() bool { return s.window.Canvas().Overlays().Top() != nil })
	if !slices.ContainsFunc(test.LaidOutObjects(s.window.Canvas().Overlays().Top()), func(o fyne.CanvasObject) bool {
		name, ok := o.(*widget.Label)
		return ok && strings.HasPrefix(name.Text, "pier")
	}) {
		t.Error("the window's own dialog does not list the picture")
	}
}

func TestAWrongFileGetsASentenceInItsSlot(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"wrong_dark_1280": {seed: filled},
		"wrong_german":    {seed: filled, look: look.Params{Scale: 1.25, Mode: look.Light}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.planned()
			s.drawn()
			wrong := filepath.Join(t.TempDir(), "storyboard_notes_v2.png")
			if err := os.WriteFile(wrong, []byte("no picture"), 0o600); err != nil {
				t.Fatal(err)
			}
			drop := func(at int, path string) {
				s.page.editor.slots.grid.Objects[at].(*xwidget.DropSlot).DropFiles([]fyne.URI{storage.NewFileURI(path)})
			}
			drop(0, picture(t, "harbour.png"))
			s.until("the picture is used", func() bool { return len(s.page.editor.slots.held) == 1 })
			s.planned()
			drop(1, wrong)
			drop(4, picture(t, "harbour_at_dawn.png"))
			s.until("both are refused", func() bool { return s.refused(1) && s.refused(4) })
			scroll, driver := s.page.editor.scroll, fyne.CurrentApp().Driver()
			down := driver.AbsolutePositionForObject(s.page.editor.slots.grid).Y - driver.AbsolutePositionForObject(scroll).Y
			scroll.ScrollToOffset(fyne.NewPos(0, down-look.Px(look.Space6)))
			if said := s.page.editor.slots.grid.Objects[1].(*xwidget.DropSlot).Wrong(); !strings.HasPrefix(said, "storyboard_notes_v2.png ") {
				t.Errorf("it is said %q", said)
			}
			s.steady()
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
		})
	}
}
