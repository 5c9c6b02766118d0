package studio

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path"
	"path/filepath"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/project/store"
)

// Still keeps one frame of a take as a picture among the project's sources, so that
// a shot can be made with it, and returns its path in the project. A negative frame
// counts from the end. The same frame is kept once.
func (s *Session) Still(ctx context.Context, take project.Take, frame int) (string, error) {
	if frame < 0 {
		frame += take.Frames
	}
	if frame < 0 || frame >= take.Frames {
		return "", project.Bad("choose another", "%s has no frame %d", take.Code, frame)
	}
	name := path.Join(store.MediaFolder, store.SourcesFolder, fmt.Sprintf("%s_F%05d_%.8s.png", take.Code, frame, take.SHA256))
	full := s.Store.Path(name)
	if _, err := os.Stat(full); err == nil {
		return name, nil
	}
	picture := image.NewRGBA(image.Rect(0, 0, take.Width, take.Height))
	found := false
	width, height, err := media.DecodeFrames(ctx, s.Store.Path(take.Path), media.FrameOptions{Start: int64(frame), Count: 1}, func(rgb []byte) error {
		found = len(rgb) == take.Width*take.Height*3
		if found {
			paste(picture, rgb, 0, take.Width)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if !found {
		return "", project.Bad("look at the take with verify", "%s has %d×%d pixels and no frame %d of %d×%d",
			take.Path, width, height, frame, take.Width, take.Height)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		return "", err
	}
	return name, keepFile(full, file.Bytes())
}

// keepFile writes a file whole or not at all.
func keepFile(path string, content []byte) error {
	if err := store.MakeInside(filepath.Dir(path)); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".still-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // gone already where all went well
	_, err = temporary.Write(content)
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
