package place

import (
	"image"
	"unsafe"

	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

var (
	user32          = windows.NewLazySystemDLL("user32.dll")
	getWindowRect   = user32.NewProc("GetWindowRect")
	isIconic        = user32.NewProc("IsIconic")
	isZoomed        = user32.NewProc("IsZoomed")
	monitorFromRect = user32.NewProc("MonitorFromRect")
	setWindowPos    = user32.NewProc("SetWindowPos")
)

// of does not tell the place of a window that fills the screen or is put away.
func of(context any) (corner image.Point, ok bool) {
	window := handle(context)
	if window == 0 || asked(isIconic, window) != 0 || asked(isZoomed, window) != 0 {
		return corner, false
	}
	var r windows.Rect
	ok = asked(getWindowRect, window, uintptr(unsafe.Pointer(&r))) != 0
	return image.Pt(int(r.Left), int(r.Top)), ok
}

func move(context any, corner image.Point) {
	const noSize, noOrder, noActivate = 0x1, 0x4, 0x10
	window := handle(context)
	title := windows.Rect{Left: int32(corner.X), Top: int32(corner.Y), Right: int32(corner.X) + 64, Bottom: int32(corner.Y) + 64}
	if window == 0 || asked(monitorFromRect, uintptr(unsafe.Pointer(&title)), 0) == 0 {
		return
	}
	asked(setWindowPos, window, 0, uintptr(corner.X), uintptr(corner.Y), 0, 0, noSize|noOrder|noActivate)
}

func handle(context any) uintptr {
	native, _ := context.(driver.WindowsWindowContext)
	return native.HWND
}

// asked is what a function of the system answers; those here say all with that.
func asked(function *windows.LazyProc, arguments ...uintptr) uintptr {
	answer, _, _ := function.Call(arguments...) //nolint:errcheck // set even where all went well
	return answer
}
