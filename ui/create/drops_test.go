package create

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/packaging/xvfb"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// key types a key into what is on top of the window.
func (s *scene) key(name fyne.KeyName) { s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name}) }

func (s *scene) asked() {
	s.t.Helper()
	s.until("it is asked", func() bool { return s.window.Canvas().Overlays().Top() != nil })
}

// onTop is the first widget of a kind in a dialog.
func onTop[W fyne.CanvasObject](t *testing.T, dialog fyne.CanvasObject) W {
	t.Helper()
	var wanted W
	found := false
	for _, o := range test.LaidOutObjects(dialog) {
		if w, ok := o.(W); ok && !found {
			wanted, found = w, true
		}
	}
	if !found {
		t.Fatalf("the dialog has no %T", wanted)
	}
	return wanted
}

func TestADroppedPictureBecomesAKeyFrame(t *testing.T) {
	for name, p := range map[string]sceneParams{
		"ask_dark_1280": {seed: filled},
		"ask_german":    {seed: filled, look: look.Params{Scale: 1.25, Mode: look.Light}, language: "de"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, p)
			s.planned()
			s.drawn()
			path := picture(t, "pier.png")
			if !s.page.DropFiles([]fyne.URI{storage.NewFileURI(path)}) {
				t.Fatal("the page does not want a picture")
			}
			s.asked()
			top := s.window.Canvas().Overlays().Top()
			role := onTop[*xwidget.Segmented](t, top)
			role.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
			role.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
			onTop[*xwidget.Number](t, top).TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
			s.steady()
			test.AssertRendersToImage(t, name+".png", s.window.Canvas())
			s.key(fyne.KeyReturn)
			s.kept()
			if got := s.shot("SH010").Media; len(got) != 1 || got[0] != (project.Material{Role: project.RoleKey, Path: path, Frame: 25, Strength: 1}) {
				t.Errorf("kept %+v", got)
			}
		})
	}
}

func TestASoundNeedsNoQuestion(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	path := filepath.Join(t.TempDir(), "waves.wav")
	tone := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=1", path)
	if out, err := tone.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s.page.DropFiles([]fyne.URI{storage.NewFileURI(path), storage.NewFileURI(path)})
	s.until("it is the sound track", func() bool { return len(s.page.shot.Media) == 1 })
	if got := s.page.shot.Media[0]; got.Role != project.RoleTrack || got.Path != path {
		t.Errorf("used as %+v", got)
	}
	if !strings.Contains(strings.Join(s.host.said, " "), "One file at a time") {
		t.Errorf("of the second file it is said %q", s.host.said)
	}
	page, err := storage.ParseURI("https://example.com/a.png")
	if err != nil {
		t.Fatal(err)
	}
	s.page.DropFiles([]fyne.URI{page})
	if last := s.host.said[len(s.host.said)-1]; !strings.Contains(last, "no file on this machine") {
		t.Errorf("of a page it is said %q", last)
	}
	s.page.DropFiles([]fyne.URI{storage.NewFileURI(filepath.Join(t.TempDir(), "gone.png"))})
	before := len(s.host.said)
	s.until("it is said what is wrong", func() bool { return len(s.host.said) > before })
}

// withClipboard gives the test a screen of its own, on whose clipboard another
// program has put a picture; nil for an empty one.
func withClipboard(t *testing.T, picture []byte) {
	t.Helper()
	display, err := xvfb.Start(t.Context(), 64, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", display.Name)
	t.Setenv("WAYLAND_DISPLAY", "")
	cmd := exec.CommandContext(t.Context(), "xclip", "-quiet", "-selection", "clipboard", "-target", "image/png")
	cmd.Stdin = bytes.NewReader(picture)
	t.Cleanup(func() {
		_ = cmd.Wait() // it was killed, or never started
		if err := display.Close(); err != nil {
			t.Error(err)
		}
	})
	if picture == nil {
		return
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for late := time.Now().Add(20 * time.Second); time.Now().Before(late); {
		if got, err := exec.CommandContext(t.Context(), "xclip", "-selection", "clipboard", "-o", "-target", "image/png").Output(); err == nil && bytes.Equal(got, picture) {
			return
		}
	}
	t.Fatal("xclip does not own the clipboard")
}

func TestPicturesAndFilesArePasted(t *testing.T) {
	var data bytes.Buffer
	if err := png.Encode(&data, landscape(640, 360, 0.8, 0.4)); err != nil {
		t.Fatal(err)
	}
	withClipboard(t, data.Bytes())
	s := onScene(t, sceneParams{seed: filled})
	slots := s.page.editor.slots

	s.run("create.paste")
	s.asked()
	s.key(fyne.KeyReturn)
	s.kept()
	first := s.shot("SH010").Media
	if len(first) != 1 || first[0].Role != project.RoleFirst || !strings.HasPrefix(first[0].Path, "media/sources/pasted_") {
		t.Fatalf("kept %+v", first)
	}
	if kept, err := os.ReadFile(s.session().Store.Path(first[0].Path)); err != nil || !bytes.Equal(kept, data.Bytes()) {
		t.Errorf("%d bytes were kept, %v", len(kept), err)
	}

	s.window.Canvas().Focus(slots.grid.Objects[1].(*xwidget.DropSlot)) // of the last frame
	s.run("create.paste")
	s.until("it is the last frame, too", func() bool { return len(s.page.shot.Media) == 2 })
	if got := s.page.shot.Media[1]; got.Role != project.RoleLast || got.Path != first[0].Path {
		t.Errorf("used as %+v", got)
	}
}

func TestPathsArePasted(t *testing.T) {
	withClipboard(t, nil)
	s := onScene(t, sceneParams{seed: filled})
	path := picture(t, "pier.png")
	slots := s.page.editor.slots
	fyne.CurrentApp().Clipboard().SetContent("file://" + path + "\n")
	pointed := slots.grid.Objects[3].(*xwidget.DropSlot) // of a reference
	pointed.MouseIn(nil)
	s.run("create.paste")
	s.until("it is a reference", func() bool { return len(s.page.shot.Media) == 1 })
	pointed.MouseOut()
	if got := s.page.shot.Media[0]; got.Role != project.RoleReference || got.Path != path {
		t.Errorf("used as %+v", got)
	}
	fyne.CurrentApp().Clipboard().SetContent("some words")
	s.run("create.paste")
	s.until("it is said", func() bool {
		return strings.Contains(strings.Join(s.host.said, " "), "holds no picture and no file")
	})
	t.Setenv("PATH", t.TempDir())
	s.run("create.paste")
	s.until("it is said what to install", func() bool { return strings.Contains(strings.Join(s.host.said, " "), "install wl-clipboard") })
}
