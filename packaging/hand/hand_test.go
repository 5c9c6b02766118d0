package hand

import (
	"context"
	"image"
	"image/color"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/packaging/xvfb"
)

func TestDifference(t *testing.T) {
	a, b := image.NewRGBA(image.Rect(10, 10, 50, 40)), image.NewRGBA(image.Rect(10, 10, 50, 40))
	if where, pixels := Difference(a, b); !where.Empty() || pixels != 0 {
		t.Errorf("equal pictures differ by %d pixels in %v", pixels, where)
	}
	b.Set(12, 20, color.White)
	b.Set(30, 35, color.White)
	if where, pixels := Difference(a, b); where != image.Rect(12, 20, 31, 36) || pixels != 2 {
		t.Errorf("they differ by %d pixels in %v", pixels, where)
	}
}

func TestFilesAreListedAsAddresses(t *testing.T) {
	if got, want := list([]string{"/a b/ü.png", "/c"}), "file:///a%20b/%C3%BC.png\r\nfile:///c\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestAScreenWithoutWindows knows the keys of a real display, sees that it is
// still, and gives up a window that does not come.
func TestAScreenWithoutWindows(t *testing.T) {
	display, err := xvfb.Start(context.WithoutCancel(t.Context()), 320, 200)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := display.Close(); err != nil {
			t.Error(err)
		}
	}()
	h, err := Open(display.Name)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for _, keys := range []string{"Ctrl+Shift+N", "Return", "?", "Alt+Left"} {
		if err := h.Press(keys); err != nil {
			t.Error(err)
		}
	}
	if err := h.Type("a line, with (signs)\n"); err != nil {
		t.Error(err)
	}
	if err := h.Press("Hyper+X"); err == nil {
		t.Error("a key that there is not was pressed")
	}
	seen, err := h.Still(t.Context(), 50*time.Millisecond)
	if err != nil || seen.Rect != image.Rect(0, 0, 320, 200) {
		t.Errorf("the screen is %v: %v", seen.Rect, err)
	}
	short, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	if err := h.Take(short, "No window"); err == nil {
		t.Error("a window was found where there is none")
	}
}
