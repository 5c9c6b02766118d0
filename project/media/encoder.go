package media

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
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

// Encoder writes one file. Call WriteFrame and WriteSamples in any order, then
// Finish; and Close in every case, which after Finish does nothing.
type Encoder struct {
	mu      sync.Mutex
	ctx     context.Context
	cancel  context.CancelFunc
	unhook  func() bool
	params  Params
	format  format
	scratch string
	picture frameSink   // nil for sound files
	spool   *soundSpool // nil for silent files
	frames  int64
	err     error // why nothing more can be written
}

// frameSink takes frames of a fixed size; close waits until all are written.
type frameSink interface {
	write(rgb []byte) error
	close() error
}

var errClosed = errors.New("encoder is closed")

// NewEncoder checks everything that can be checked before the first frame, and
// starts ffmpeg. The file appears at Finish. When ctx ends, ffmpeg is killed and
// all that was written is removed.
func NewEncoder(ctx context.Context, params Params) (*Encoder, error) {
	format, err := params.validate()
	if err != nil {
		return nil, err
	}
	if err := mayReplace(params); err != nil {
		return nil, err
	}
	if format.needsFFmpeg || params.Sound != nil {
		if _, err := program("ffmpeg"); err != nil {
			return nil, err
		}
	}
	scratch, err := newScratch(params.Path)
	if err != nil {
		return nil, err
	}
	return newEncoderIn(ctx, params, format, scratch)
}

// newEncoderIn makes an encoder that owns the folder scratch.
func newEncoderIn(ctx context.Context, params Params, format format, scratch string) (*Encoder, error) {
	e := &Encoder{params: params, format: format, scratch: scratch}
	e.ctx, e.cancel = context.WithCancel(ctx)
	if err := e.open(); err != nil {
		e.discard()
		return nil, err
	}
	e.unhook = context.AfterFunc(ctx, func() { _ = e.Close() })
	return e, nil
}

func (e *Encoder) open() (err error) {
	if e.params.Sound != nil {
		if e.spool, err = newSoundSpool(e.scratch); err != nil {
			return fileError("writing", e.params.Path, err)
		}
	}
	switch {
	case e.format.needsFFmpeg:
		e.picture, err = newFFmpegSink(e.ctx, e.params, e.format, e.scratchFile("picture"+e.format.ending))
	case e.format.hasPicture:
		e.picture = newSequenceSink(e.ctx, e.params, e.scratch)
	}
	return err
}

func (e *Encoder) scratchFile(name string) string { return e.scratch + string(os.PathSeparator) + name }

// WriteFrame appends one frame of Width·Height·3 bytes. It blocks until ffmpeg
// has taken it; rgb may be reused afterwards.
func (e *Encoder) WriteFrame(rgb []byte) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return e.err
	}
	if e.picture == nil {
		return bad("write samples only", "%s files hold no picture", e.format.ending)
	}
	if want := e.params.Width * e.params.Height * 3; len(rgb) != want {
		return bad("", "a frame of %d bytes, expected %d for %d×%d pixels", len(rgb), want, e.params.Width, e.params.Height)
	}
	if err := e.picture.write(rgb); err != nil {
		return e.fail(err)
	}
	e.frames++
	return nil
}

// WriteSamples appends interleaved samples; values beyond ±1 are clipped.
func (e *Encoder) WriteSamples(samples []float32) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return e.err
	}
	if e.spool == nil {
		return bad("state the sound when the encoder is made", "%s was started without sound", e.params.Path)
	}
	if len(samples)%e.params.Sound.Channels != 0 {
		return bad("", "%d samples do not divide into %d channels", len(samples), e.params.Sound.Channels)
	}
	if err := e.spool.write(samples); err != nil {
		return e.fail(fileError("writing", e.params.Path, err))
	}
	return nil
}

// WriteSamples16 appends interleaved 16-bit samples.
func (e *Encoder) WriteSamples16(samples []int16) error {
	wide := make([]float32, len(samples))
	for i, s := range samples {
		wide[i] = float32(s) / (1 << 15)
	}
	return e.WriteSamples(wide)
}

// Finish completes the file, syncs it and gives it its name. After an error
// nothing is left behind.
func (e *Encoder) Finish() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return e.err
	}
	if err := e.finish(); err != nil {
		return e.fail(err)
	}
	e.discard()
	return nil
}

// Close ends the encoder. Without a Finish before it, it kills ffmpeg and
// removes everything that was written.
func (e *Encoder) Close() error {
	e.cancel() // unblocks a WriteFrame that holds the lock
	e.mu.Lock()
	defer e.mu.Unlock()
	e.discard()
	return nil
}

// fail ends the encoder and remembers why.
func (e *Encoder) fail(err error) error {
	if ctxErr := e.ctx.Err(); ctxErr != nil {
		err = ctxErr
	}
	e.err = err
	e.discard()
	return err
}

// discard releases everything; it may be called again.
func (e *Encoder) discard() {
	if e.scratch == "" {
		return
	}
	if ctxErr := e.ctx.Err(); e.err == nil && ctxErr != nil {
		e.err = ctxErr
	} else if e.err == nil {
		e.err = errClosed
	}
	if e.unhook != nil {
		e.unhook()
	}
	e.cancel()
	if e.picture != nil {
		_ = e.picture.close()
	}
	if e.spool != nil {
		_ = e.spool.close()
	}
	_ = os.RemoveAll(e.scratch)
	e.scratch = ""
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

func mayReplace(p Params) error {
	if strings.HasSuffix(strings.ToLower(p.Path), ".png") {
		return mayWriteSequence(p)
	}
	return mayWrite(p.Path, p.Force)
}
