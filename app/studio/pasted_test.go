package studio_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPastedPicturesAreKeptOnce(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 64, 36))); err != nil {
		t.Fatal(err)
	}
	first, err := s.KeepPicture(t.Context(), picture.Bytes(), ".png")
	if err != nil || !strings.HasPrefix(first, "media/sources/pasted_") {
		t.Fatalf("kept as %q, %v", first, err)
	}
	if kept, err := os.ReadFile(s.Store.Path(first)); err != nil || !bytes.Equal(kept, picture.Bytes()) {
		t.Errorf("%d bytes were kept, %v", len(kept), err)
	}
	if again, err := s.KeepPicture(t.Context(), picture.Bytes(), ".png"); err != nil || again != first {
		t.Errorf("again it is kept as %q, %v", again, err)
	}
	if name, err := s.KeepPicture(t.Context(), []byte("no picture"), ".png"); err == nil {
		t.Errorf("no picture is kept as %q", name)
	}
	left, err := os.ReadDir(filepath.Dir(s.Store.Path(first)))
	if err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v", left, err)
	}
}
