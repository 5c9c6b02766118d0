package studio

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// soundRate is what models of the family listen at.
const soundRate = 16000

// loadSources reads every file that a recipe names, at the size and rate of the
// clip, and records what it was. A recipe that already says what a file was
// refuses another one.
func loadSources(ctx context.Context, r *engine.Recipe, info engine.Info) error {
	size := *r
	if size.Width == 0 {
		size.Width = info.Defaults.Width
	}
	if size.Height == 0 {
		size.Height = info.Defaults.Height
	}
	if size.Rate.Num == 0 {
		size.Rate = info.Defaults.Rate
	}
	for i := range r.Images {
		if err := identify(&r.Images[i].Source); err != nil {
			return err
		}
		picture, err := media.DecodeImage(r.Images[i].Path, size.Width, size.Height)
		if err != nil {
			return err
		}
		r.Images[i].Picture = &engine.Picture{Width: picture.Width, Height: picture.Height, Pix: picture.RGB}
	}
	for i := range r.References {
		pictures, err := loadPictures(ctx, &r.References[i].Source, size)
		if err != nil {
			return err
		}
		r.References[i].Pictures = pictures
	}
	if r.Footage != nil {
		pictures, err := loadPictures(ctx, &r.Footage.Source, size)
		if err != nil {
			return err
		}
		r.Footage.Pictures = pictures
	}
	return loadTracks(ctx, r)
}

func loadTracks(ctx context.Context, r *engine.Recipe) error {
	for _, track := range []*engine.Track{r.Track, r.Voice} {
		if track == nil {
			continue
		}
		if err := identify(&track.Source); err != nil {
			return err
		}
		samples, err := media.DecodeAudio(ctx, track.Path, soundRate, 2)
		if err != nil {
			return err
		}
		track.Sound = &engine.Sound{Rate: soundRate, Channels: 2, Samples: samples}
	}
	return nil
}

// loadPictures reads a still picture or the frames of a clip.
func loadPictures(ctx context.Context, source *engine.Source, size engine.Recipe) ([]*engine.Picture, error) {
	if err := identify(source); err != nil {
		return nil, err
	}
	if isStill(source.Path) {
		picture, err := media.DecodeImage(source.Path, size.Width, size.Height)
		if err != nil {
			return nil, err
		}
		return []*engine.Picture{{Width: picture.Width, Height: picture.Height, Pix: picture.RGB}}, nil
	}
	var out []*engine.Picture
	limit := size.Frames
	if limit == 0 {
		limit = maxReferenceFrames
	}
	options := media.FrameOptions{
		Width: size.Width, Height: size.Height, Rate: media.Rate{Num: size.Rate.Num, Den: size.Rate.Den}, Count: int64(limit),
	}
	_, _, err := media.DecodeFrames(ctx, source.Path, options, func(rgb []byte) error {
		out = append(out, &engine.Picture{Width: size.Width, Height: size.Height, Pix: append([]byte(nil), rgb...)})
		return nil
	})
	if err == nil && len(out) == 0 {
		err = engine.Bad("give a clip with pictures", "%s holds no frame", source.Path)
	}
	return out, err
}

// maxReferenceFrames bounds a clip that is looked at where the length of the
// take is the pack's own.
const maxReferenceFrames = 257

func isStill(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif":
		return true
	}
	return false
}

// identify records a file's SHA-256, or compares it with the one on record.
func identify(source *engine.Source) error {
	got, err := hashFile(source.Path)
	if err != nil {
		return err
	}
	if source.SHA256 != "" && source.SHA256 != got {
		return engine.Bad("put the original file back", "%s is not the file that the clip was made with", source.Path)
	}
	source.SHA256 = got
	if full, err := filepath.Abs(source.Path); err == nil {
		source.Path = full
	}
	return nil
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", engine.Bad("check the path", "%s cannot be opened: %w", path, err)
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", engine.Bad("check the path", "%s cannot be read: %w", path, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
