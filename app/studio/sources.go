package studio

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// voiceRate is what models of the family listen at; voices are only listened to.
const voiceRate = 16000

// loadSources reads every file that a complete recipe names, at the size and
// rate of the clip, and records what it was. A recipe that already says what a
// file was refuses another one.
func loadSources(ctx context.Context, r *engine.Recipe) error {
	for i := range r.Images {
		if err := loadImage(ctx, &r.Images[i], *r); err != nil {
			return err
		}
	}
	for i := range r.References {
		pictures, err := loadPictures(ctx, &r.References[i].Source, *r)
		if err != nil {
			return err
		}
		r.References[i].Pictures = pictures
	}
	if r.Footage != nil {
		pictures, err := loadPictures(ctx, &r.Footage.Source, *r)
		if err != nil {
			return err
		}
		r.Footage.Pictures = pictures
	}
	return loadTracks(ctx, r)
}

// loadImage reads a picture, compressed as the recipe says.
func loadImage(ctx context.Context, image *engine.Image, r engine.Recipe) error {
	if err := identify(&image.Source); err != nil {
		return err
	}
	picture, err := media.DecodeImage(ctx, image.Path, r.Width, r.Height)
	if err == nil && image.CRF > 0 {
		picture, err = media.Recompress(ctx, picture, image.CRF)
	}
	image.Picture = &engine.Picture{Width: picture.Width, Height: picture.Height, Pix: picture.RGB}
	return err
}

// loadTracks reads sounds: an own track as it is recorded, since it is what the
// clip will sound like.
func loadTracks(ctx context.Context, r *engine.Recipe) error {
	for _, track := range []*engine.Track{r.Track, r.Voice} {
		if track == nil {
			continue
		}
		if err := identify(&track.Source); err != nil {
			return err
		}
		rate := voiceRate
		if track == r.Track {
			info, err := media.Probe(ctx, track.Path)
			if err != nil {
				return err
			}
			if len(info.Audio) > 0 {
				rate = min(max(info.Audio[0].SampleRate, 8000), 96000)
			}
		}
		samples, err := media.DecodeAudio(ctx, track.Path, rate, 2)
		if err != nil {
			return err
		}
		if len(samples) == 0 {
			return engine.Bad("choose a file with sound", "%s holds no sound", track.Path)
		}
		track.Sound = &engine.Sound{Rate: rate, Channels: 2, Samples: samples}
	}
	return nil
}

// loadPictures reads a still picture or the frames of a clip, as many as the
// recipe has.
func loadPictures(ctx context.Context, source *engine.Source, r engine.Recipe) ([]*engine.Picture, error) {
	if err := identify(source); err != nil {
		return nil, err
	}
	if isStill(source.Path) {
		picture, err := media.DecodeImage(ctx, source.Path, r.Width, r.Height)
		if err != nil {
			return nil, err
		}
		return []*engine.Picture{{Width: picture.Width, Height: picture.Height, Pix: picture.RGB}}, nil
	}
	var out []*engine.Picture
	options := media.FrameOptions{
		Width: r.Width, Height: r.Height, Rate: media.Rate{Num: r.Rate.Num, Den: r.Rate.Den}, Count: int64(r.Frames),
	}
	_, _, err := media.DecodeFrames(ctx, source.Path, options, func(rgb []byte) error {
		out = append(out, &engine.Picture{Width: r.Width, Height: r.Height, Pix: append([]byte(nil), rgb...)})
		return nil
	})
	if err == nil && len(out) == 0 {
		err = engine.Bad("give a clip with pictures", "%s holds no frame", source.Path)
	}
	return out, err
}

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
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return "", engine.Bad("name a file in it", "%s is a folder", path)
	case err == nil && !info.Mode().IsRegular(): // it may have no end
		return "", engine.Bad("name a file", "%s is a device or a pipe", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", engine.Bad("check the path", "%s cannot be opened: %w", path, reason(err))
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", engine.Bad("check the path", "%s cannot be read: %w", path, reason(err))
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// reason leaves out the path that an error of the operating system repeats.
func reason(err error) error {
	if about := (*fs.PathError)(nil); errors.As(err, &about) {
		return about.Err
	}
	return err
}
