//go:build !windows && !darwin

package clipboard

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/packaging/xvfb"
)

// onScreen gives the test an X server of its own.
func onScreen(t *testing.T) {
	t.Helper()
	d, err := xvfb.Start(t.Context(), 64, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Setenv("DISPLAY", d.Name)
	t.Setenv("WAYLAND_DISPLAY", "")
}

// owned has another program own the clipboard until the test ends.
func owned(t *testing.T, kind string, content []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copied")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "xclip", "-quiet", "-selection", "clipboard", "-in", "-target", kind, path)
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting xclip failed; install it with: sudo apt install xclip: %v", err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // it was killed
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		listed, err := exec.CommandContext(t.Context(), "xclip", "-selection", "clipboard", "-out", "-target", "TARGETS").Output()
		if err == nil && bytes.Contains(listed, []byte(kind)) {
			return
		}
	}
	t.Fatal("xclip does not own the clipboard")
}

// noise is a picture that does not get smaller: larger than what X gives at once.
func noise(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 1200, 1000))
	if _, err := rand.Read(picture.Pix); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestPicturesAndFilesAreRead(t *testing.T) {
	picture := noise(t)
	for _, c := range []struct {
		kind    string
		content []byte
		want    Content
	}{
		{"image/png", picture, Content{Picture: picture, Ending: ".png"}},
		{"image/jpeg", []byte("a picture"), Content{Picture: []byte("a picture"), Ending: ".jpg"}},
		{"text/uri-list", []byte("file:///films/pier%20one.png\r\nfile:///films/b.mov\r\n"), Content{Files: []string{"/films/pier one.png", "/films/b.mov"}}},
		{"x-special/gnome-copied-files", []byte("copy\nfile:///films/a.png"), Content{Files: []string{"/films/a.png"}}},
		{"text/uri-list", []byte("https://example.com/a.png\r\n"), Content{}},
		{"UTF8_STRING", []byte("some words"), Content{}},
	} {
		t.Run(c.kind, func(t *testing.T) {
			onScreen(t)
			owned(t, c.kind, c.content)
			got, err := Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Files, c.want.Files) || !bytes.Equal(got.Picture, c.want.Picture) || got.Ending != c.want.Ending {
				t.Errorf("read %v and %d bytes of %q", got.Files, len(got.Picture), got.Ending)
			}
		})
	}
}

func TestAnEmptyClipboardHoldsNothing(t *testing.T) {
	onScreen(t)
	if got, err := Read(t.Context()); err != nil || got.Files != nil || got.Picture != nil {
		t.Errorf("read %+v, %v", got, err)
	}
	t.Setenv("DISPLAY", ":9999")
	if got, err := Read(t.Context()); err != nil || got.Files != nil {
		t.Errorf("without a screen: %+v, %v", got, err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Read(t.Context()); !errors.Is(err, ErrNoTool) {
		t.Errorf("without a tool: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := run(ctx, exec.CommandContext(ctx, "/bin/true")); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

func TestEndlessAnswersEnd(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "cat", "/dev/zero")
	if _, err := run(t.Context(), cmd); !errors.Is(err, ErrTooLarge) {
		t.Errorf("an endless answer gives %v", err)
	}
}
