package xwidget

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
)

// SaveInto lets the user choose a folder for a file, in the window itself, and tells
// where the file goes: by its name, or one with a number where that is taken. Fyne's
// own dialog for saving empties a file that is to be replaced before anything is
// written. Nothing is told where the user chose none.
func SaveInto(w fyne.Window, name string, chosen func(path string, err error)) {
	dialog.ShowFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			chosen("", err)
		} else if folder != nil {
			chosen(FreePath(filepath.FromSlash(folder.Path()), name), nil)
		}
	}, w)
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
