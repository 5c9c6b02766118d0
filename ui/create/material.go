package create

import (
	"context"
	"image"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/words"
)

// kind is what a file shows.
type kind int

const (
	stillKind kind = iota
	clipKind
	soundKind
)

// takesKind tells whether a role can be played by a file.
func takesKind(role project.Role, k kind) bool {
	switch role {
	case project.RoleTrack:
		return k != stillKind // the sound of a clip will do
	case project.RoleReference:
		return k != soundKind
	}
	return k == stillKind
}

// checkedFile is a file that can be used, with a picture of it.
type checkedFile struct {
	path    string
	kind    kind
	picture image.Image // nil for sound
}

// The pictures in slots are this large.
const (
	slotWidth  = 320 // pixels
	slotHeight = 208
)

// checkFile looks into a file and tells what it is. What cannot be used is an
// error with a sentence.
func checkFile(ctx context.Context, path string) (checkedFile, error) {
	full, err := studio.CheckedSource(path)
	if err != nil {
		return checkedFile{}, err
	}
	file := checkedFile{path: full}
	if still, err := media.DecodeImage(ctx, full, slotWidth, slotHeight); err == nil && !still.Animated {
		file.picture = opaque(still.RGB, still.Width, still.Height)
		return file, nil
	} else if pictureName(full) {
		return file, err
	}
	info, err := media.Probe(ctx, full)
	if err != nil {
		return file, err
	}
	if len(info.Video) == 0 {
		file.kind = soundKind
		if len(info.Audio) == 0 {
			return file, project.Bad(words.T("create.wrong-file-hint"), "%s", words.T("create.wrong-file", "Name", filepath.Base(full)))
		}
		return file, nil
	}
	file.kind = clipKind
	_, _, err = media.DecodeFrames(ctx, full, media.FrameOptions{Width: slotWidth, Height: slotHeight, Count: 1}, func(rgb []byte) error {
		file.picture = opaque(rgb, slotWidth, slotHeight)
		return nil
	})
	return file, err
}

// pictureName tells whether a file says by its name that it is a picture: what is
// wrong with it is then what the decoder of pictures says.
func pictureName(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".avif", ".heic", ".jxl":
		return true
	}
	return false
}

// opaque makes a picture for the window of bytes for each colour.
func opaque(rgb []byte, width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		copy(picture.Pix[4*i:], rgb[3*i:3*i+3])
		picture.Pix[4*i+3] = 0xff
	}
	return picture
}

// localPath is the path of what was dropped or picked; empty where it is no file of
// this machine.
func localPath(uri fyne.URI) string {
	if uri == nil || uri.Scheme() != "file" {
		return ""
	}
	return uri.Path()
}

// fileAddress is a path in the form in which files are dropped.
func fileAddress(path string) fyne.URI { return storage.NewFileURI(path) }

// sentence is an error as people read it: what is wrong, and what to do.
func sentence(err error) string { return fault.Sentence(err) }
