//go:build windows || darwin

package clipboard

import (
	"errors"
	"io/fs"
	"os"
)

// pictureIn returns the picture that a program has left in a file; without one there
// was none to be pasted.
func pictureIn(path string) (Content, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Content{}, nil
	case err != nil:
		return Content{}, err
	case info.Size() > mostRead:
		return Content{}, ErrTooLarge
	}
	picture, err := os.ReadFile(path)
	return Content{Picture: picture, Ending: ".png"}, err
}
