package xwidget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/ui/xwidget"
)

// TestTheWheelReachesTheColumn: over a field, over a text that is all in sight and
// over a row that scrolls to the sides, the column scrolls; a longer text scrolls
// itself first, and the row what is turned to the side.
func TestTheWheelReachesTheColumn(t *testing.T) {
	test.NewTempApp(t)
	field, short, long := xwidget.NewEntry("", nil), xwidget.NewTextArea("", 2), xwidget.NewTextArea("", 2)
	short.SetText("one line")
	long.SetText(strings.Repeat("line\n", 20))
	wide, tall := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	wide.SetMinSize(fyne.NewSize(2000, 40))
	tall.SetMinSize(fyne.NewSize(10, 2000))
	row := container.NewHScroll(wide)
	column := xwidget.NewScroller(container.NewVBox(field, short, long, row, tall), short.Wheeled(), long.Wheeled(), xwidget.Sideways(row))
	w := test.NewTempWindow(t, column)
	w.Resize(fyne.NewSize(300, 400))
	turn := func(over fyne.CanvasObject, dx, dy float32) (moved float32) {
		t.Helper()
		column.ScrollToTop()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(over).AddXY(20, 12)
		test.Scroll(w.Canvas(), at, 0, -1) // without a place: is it the column that gets the wheel?
		if column.Offset.Y != 1 {
			t.Errorf("something over the column takes the wheel at %v", at)
		}
		column.ScrollToTop()
		takes := column.Content.(*fyne.Container).Objects[1].(fyne.Scrollable)
		takes.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}, Scrolled: fyne.NewDelta(dx, dy)})
		return column.Offset.Y
	}
	for name, over := range map[string]fyne.CanvasObject{"a field": field, "a short text": short, "the row": row} {
		if moved := turn(over, 0, -30); moved != 30 {
			t.Errorf("over %s the column moves by %v", name, moved)
		}
	}
	if moved := turn(row, -50, 0); moved != 0 || row.Offset.X != 50 {
		t.Errorf("to the side the column moves by %v and the row by %v", moved, row.Offset.X)
	}
	if moved := turn(long, 0, -30); moved != 0 {
		t.Errorf("over a long text the column moves by %v", moved)
	}
	turn(long, 0, -5000)
	if moved := turn(long, 0, -30); moved != 30 {
		t.Errorf("over the end of a long text the column moves by %v", moved)
	}
}
