// Package reveal has the system's file manager point at files.
package reveal

import (
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
)

// fileURL is the address of a file or a folder.
func fileURL(path string) *url.URL {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive
	}
	return &url.URL{Scheme: "file", Path: slashed}
}

// openFolder shows the folder of a file, where the system cannot point at the file.
func openFolder(path string) error {
	return fyne.CurrentApp().OpenURL(fileURL(filepath.Dir(path)))
}
