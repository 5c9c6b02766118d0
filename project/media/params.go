package media

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Sound describes interleaved samples.
type Sound struct {
	SampleRate int // samples a second, 8,000 to 192,000
	Channels   int // 1 to 8
}

// Params describe a file to be written.
type Params struct {
	// Path ends with .mp4, .mov, .mkv, .png or .wav. A .png path may hold one
	// pattern such as %05d; without it, frames are named name_00001.png and so
	// on, unless there is only one.
	Path string
	// Width and Height are the size of the frames that will be written.
	Width, Height int
	Rate          Rate
	// Sound is nil for a silent file. Sound is cut, or filled with silence, to
	// the length of the picture.
	Sound *Sound
	// MinHeight enlarges small frames by the smallest whole factor that makes
	// them at least so high, with a Lanczos filter; 0 leaves them.
	MinHeight int
	// Metadata is kept in the file and comes back from ReadMetadata. Keys are
	// lower-case letters, digits, dots, dashes and underscores; values are any
	// text without NUL. "comment" and "title" are what players show.
	Metadata map[string]string
	// Force allows to replace an existing file.
	Force bool
}

func (p Params) validate() (format, error) {
	f, err := formatOf(p.Path)
	if err != nil {
		return f, err
	}
	if err := p.validateSound(f); err != nil {
		return f, err
	}
	for key, value := range p.Metadata {
		if !validKey(key) {
			return f, bad("use lower-case letters, digits, '.', '-' and '_'", "the metadata key %q is not allowed", key)
		}
		if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			return f, bad("use UTF-8 without NUL", "the metadata value of %q is not text", key)
		}
	}
	if !f.hasPicture {
		return f, nil
	}
	if _, err := framePattern(p.Path); f.ending == ".png" && err != nil {
		return f, err
	}
	return f, p.validatePicture(f)
}

func (p Params) validateSound(f format) error {
	switch {
	case p.Sound == nil && !f.hasPicture:
		return bad("state its sample rate and channels", "%s needs sound", p.Path)
	case p.Sound == nil:
		return nil
	case p.Sound.SampleRate < 8_000 || p.Sound.SampleRate > 192_000:
		return bad("choose 8,000 to 192,000", "a sample rate of %d is not possible", p.Sound.SampleRate)
	case p.Sound.Channels < 1 || p.Sound.Channels > 8:
		return bad("choose 1 to 8", "%d sound channels are not possible", p.Sound.Channels)
	}
	return nil
}

func (p Params) validatePicture(f format) error {
	const largest = 16384
	width, height := p.outputSize()
	switch {
	case p.Width < 1 || p.Height < 1 || width > largest || height > largest:
		return bad(fmt.Sprintf("choose 1 to %d pixels", largest), "a picture of %d×%d is not possible", width, height)
	case !p.Rate.Valid():
		return bad("state it as 24 or 24000/1001", "the frame rate %s is not possible", p.Rate)
	case f.evenWidth && width%2 != 0, f.evenHeight && height%2 != 0:
		return bad("choose an even size, or write .mkv or .png", "%s cannot hold a picture of %d×%d", f.ending, width, height)
	}
	return nil
}

// outputSize is the size after enlarging.
func (p Params) outputSize() (width, height int) {
	factor := 1
	if p.Height > 0 && p.MinHeight > p.Height {
		factor = (p.MinHeight + p.Height - 1) / p.Height
	}
	return p.Width * factor, p.Height * factor
}

// target returns the file that will be written, which is another one than Path
// where that is a link, and refuses what may not be replaced.
func (p Params) target() (string, error) {
	if strings.HasSuffix(strings.ToLower(p.Path), ".png") {
		return p.Path, mayWriteSequence(p)
	}
	return settle(p.Path, p.Force)
}
