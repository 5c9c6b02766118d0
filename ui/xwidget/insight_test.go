package xwidget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestWhatIsScrolledAwayIsNotInSight(t *testing.T) {
	test.NewTempApp(t)
	slot := NewDropSlot("First frame", "", "picture", "")
	slot.Resize(fyne.NewSize(200, 100))
	slot.Move(fyne.NewPos(10, 300))
	body := container.NewWithoutLayout(slot)
	scroll := container.NewVScroll(container.New(tall{}, body))
	root := container.NewWithoutLayout(scroll)
	root.Resize(fyne.NewSize(600, 600))
	scroll.Resize(fyne.NewSize(400, 350))
	scroll.Move(fyne.NewPos(20, 50))
	for offset, want := range map[float32]struct {
		at   fyne.Position
		size fyne.Size
	}{
		0:   {fyne.NewPos(30, 350), fyne.NewSize(200, 50)},
		100: {fyne.NewPos(30, 250), fyne.NewSize(200, 100)},
		360: {fyne.NewPos(30, 50), fyne.NewSize(200, 40)},
		450: {fyne.NewPos(30, 50), fyne.NewSize(200, 0)},
	} {
		scroll.ScrollToOffset(fyne.NewPos(0, offset))
		if at, size, found := InSight(root, slot); !found || at != want.at || size != want.size {
			t.Errorf("scrolled by %g: %v %v %t, want %v", offset, at, size, found, want)
		}
	}
	scroll.ScrollToOffset(fyne.Position{})
	scroll.Hide()
	if _, size, found := InSight(root, slot); found || !size.IsZero() {
		t.Errorf("hidden with its place: %v %t", size, found)
	}
}

// tall is as high as nothing that it holds asks for.
type tall struct{}

func (tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, 1000) }

func (tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}
