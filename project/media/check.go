package media

import (
	"os"
	"path/filepath"
	"strings"
)

// Check finds what would keep an Encoder from writing a file, before there is
// anything to write: impossible sizes and rates, and all that CheckOutput finds.
// The error is the one that NewEncoder would give.
func Check(p Params) error {
	format, err := p.validate()
	if err != nil {
		return err
	}
	return checkPlace(p, format)
}

// CheckOutput finds what can be known by a path alone: an unknown ending, a file
// of sound for a clip without, a folder that is missing or may not be written, a
// file that exists, a missing ffmpeg.
func CheckOutput(path string, sound, force bool) error {
	format, err := formatOf(path)
	if err != nil {
		return err
	}
	p := Params{Path: path, Force: force}
	if sound {
		p.Sound = &Sound{SampleRate: 48_000, Channels: 2}
	}
	if !sound && !format.hasPicture {
		return bad("choose an ending such as .mp4, or make sound", "%s files hold sound only", format.ending)
	}
	if format.ending == ".png" {
		if _, err := framePattern(path); err != nil {
			return err
		}
	}
	return checkPlace(p, format)
}

func checkPlace(p Params, format format) error {
	target, err := p.target()
	if err != nil {
		return err
	}
	if format.needsFFmpeg || p.Sound != nil {
		if _, err := program("ffmpeg"); err != nil {
			return err
		}
	}
	scratch, err := newScratch(target)
	if err != nil {
		return err
	}
	return os.Remove(scratch)
}

// StoredBytes estimates what a file of a number of pixels and sound samples of
// all channels will take, by its ending: generously, since a disk that turns out
// full costs the whole clip.
func StoredBytes(path string, pixels, samples int64) int64 {
	each := map[string]float64{".mp4": 0.2, ".mov": 0.8, ".mkv": 2, ".png": 2.5}[strings.ToLower(filepath.Ext(path))]
	return int64(each*float64(pixels)) + 4*samples + 64<<10
}
