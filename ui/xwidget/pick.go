package xwidget

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"github.com/kinora-studio/kinora/ui/look"
)

// What follows is drawn by the window itself, for systems that have no dialog of
// their own. It starts where the user last picked something, and the first time among
// the pictures, or in the home folder. Nothing is told where the user picked nothing.

// lastPicked is the folder in which the user last picked something, used on the UI
// goroutine.
var lastPicked string

// PickFile lets the user choose a file with one of the endings (".png").
func PickFile(w fyne.Window, endings []string, chosen func(path string, err error)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			chosen("", err)
		} else if file != nil {
			path := filepath.FromSlash(file.URI().Path())
			_ = file.Close() // nothing was read
			lastPicked = filepath.Dir(path)
			chosen(path, nil)
		}
	}, w)
	d.SetFilter(storage.NewExtensionFileFilter(endings))
	present(d, w)
}

// PickFolder lets the user choose a folder.
func PickFolder(w fyne.Window, chosen func(path string, err error)) {
	present(dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			chosen("", err)
		} else if folder != nil {
			lastPicked = filepath.FromSlash(folder.Path())
			chosen(lastPicked, nil)
		}
	}, w), w)
}

// SaveInto lets the user choose a folder for a file, and tells where the file goes: by
// its name, or one with a number where that is taken. Fyne's own dialog for saving
// empties a file that is to be replaced before anything is written.
func SaveInto(w fyne.Window, name string, chosen func(path string, err error)) {
	PickFolder(w, func(folder string, err error) {
		if err == nil {
			folder = FreePath(folder, name)
		}
		chosen(folder, err)
	})
}

// FreePath is the path of a file in a folder that takes the place of no other.
func FreePath(folder, name string) string {
	path := filepath.Join(folder, name)
	ending := filepath.Ext(name)
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		path = filepath.Join(folder, fmt.Sprintf("%s %d%s", strings.TrimSuffix(name, ending), n, ending))
	}
}

// present shows a dialog over most of the window.
func present(d *dialog.FileDialog, w fyne.Window) {
	if folder, err := storage.ListerForURI(storage.NewFileURI(pickingStart())); err == nil {
		d.SetLocation(folder)
	}
	d.Show()
	room := w.Canvas().Size().SubtractWidthHeight(look.Px(96), look.Px(96))
	d.Resize(room.Min(fyne.NewSize(look.Px(960), look.Px(640))))
}

// pickingStart is the folder that a dialog shows first.
func pickingStart() string {
	home, _ := os.UserHomeDir()
	for _, folder := range []string{lastPicked, filepath.Join(home, "Pictures"), home} {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
	}
	return string(filepath.Separator)
}
