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
// file was refuses another one. What of a file is not taken is told.
func loadSources(ctx context.Context, r *engine.Recipe, tell func(engine.Event)) error {
	for i := range r.Images {
		if err := loadImage(ctx, &r.Images[i], *r, tell); err != nil {
			return err
		}
	}
	for i := range r.References {
		pictures, err := loadPictures(ctx, &r.References[i].Source, *r, tell)
		if err != nil {
			return err
		}
		r.References[i].Pictures = pictures
	}
	if err := loadFootage(ctx, r, tell); err != nil {
		return err
	}
	return loadTracks(ctx, r, tell)
}

func loadFootage(ctx context.Context, r *engine.Recipe, tell func(engine.Event)) error {
	if r.Footage == nil {
		return nil
	}
	pictures, err := loadPictures(ctx, &r.Footage.Source, *r, tell)
	if err != nil {
		return err
	}
	r.Footage.Pictures = pictures
	if isStill(r.Footage.Path) {
		return nil
	}
	info, err := media.Probe(ctx, r.Footage.Path)
	if err == nil {
		compareLengths("footage", lengthOf(info, true), *r, tell)
	}
	return err
}

// loadImage reads a picture, compressed as the recipe says.
func loadImage(ctx context.Context, image *engine.Image, r engine.Recipe, tell func(engine.Event)) error {
	if err := identify(&image.Source); err != nil {
		return err
	}
	picture, err := decodeStill(ctx, image.Path, r, tell)
	if err == nil && image.CRF > 0 {
		picture, err = media.Recompress(ctx, picture, image.CRF)
	}
	image.Picture = &engine.Picture{Width: picture.Width, Height: picture.Height, Pix: picture.RGB}
	return err
}

// decodeStill reads a picture, and tells where it is only the first of several.
func decodeStill(ctx context.Context, path string, r engine.Recipe, tell func(engine.Event)) (media.Picture, error) {
	picture, err := media.DecodeImage(ctx, path, r.Width, r.Height)
	if picture.Animated {
		speaker(tell)("%s moves, and only its first picture is used", filepath.Base(path))
	}
	return picture, err
}

// loadTracks reads sounds: an own track as it is recorded, since it is what the
// clip will sound like.
func loadTracks(ctx context.Context, r *engine.Recipe, tell func(engine.Event)) error {
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
	if r.Track != nil {
		compareLengths("track", r.Track.Sound.Seconds(), *r, tell)
	}
	return nil
}

// loadPictures reads a still picture or the frames of a clip, as many as the
// recipe has.
func loadPictures(ctx context.Context, source *engine.Source, r engine.Recipe, tell func(engine.Event)) ([]*engine.Picture, error) {
	if err := identify(source); err != nil {
		return nil, err
	}
	if isStill(source.Path) {
		picture, err := decodeStill(ctx, source.Path, r, tell)
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
	case ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".apng", ".heic", ".heif", ".avif", ".jxl", ".jp2":
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
	if err := isFile(path); err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return "", engine.Bad("change its permissions", "%s may not be read: %w", path, reason(err))
	}
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

// isFile refuses what cannot be read as a file.
func isFile(path string) error {
	switch info, err := os.Stat(path); {
	case err != nil:
		return engine.Bad("check the path", "%s cannot be opened: %w", path, reason(err))
	case info.IsDir():
		return engine.Bad("name a file in it", "%s is a folder", path)
	case !info.Mode().IsRegular(): // it may have no end
		return engine.Bad("name a file", "%s is a device or a pipe", path)
	case info.Size() == 0:
		return engine.Bad("copy it again, or choose another", "%s is empty", path)
	}
	return nil
}

// reason leaves out the path that an error of the operating system repeats.
func reason(err error) error {
	if about := (*fs.PathError)(nil); errors.As(err, &about) {
		return about.Err
	}
	return err
}
