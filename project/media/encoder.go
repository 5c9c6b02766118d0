package media

import (
	"context"
	"errors"
	"os"
	"sync"
)

// Encoder writes one file. Call WriteFrame and WriteSamples in any order, then
// Finish; and Close in every case, which after Finish does nothing.
type Encoder struct {
	mu      sync.Mutex
	ctx     context.Context //nolint:containedctx // as an exec.Cmd, the encoder lives as long as the context that it was made with
	cancel  context.CancelFunc
	unhook  func() bool
	params  Params
	format  format
	scratch string
	folder  *os.File    // scratch, opened while there are still files to be had
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
	if params.Path, err = params.target(); err != nil {
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
	e.mu.Lock() // a context that has ended already calls Close at once
	defer e.mu.Unlock()
	var err error
	if e.folder, err = os.Open(scratch); err == nil {
		err = e.open()
	}
	if err != nil {
		e.discard()
		return nil, fileError("writing", params.Path, err)
	}
	e.unhook = context.AfterFunc(ctx, func() { _ = e.Close() })
	return e, nil
}

func (e *Encoder) open() error {
	if e.params.Sound != nil {
		spool, err := newSoundSpool(e.scratch)
		if err != nil {
			return fileError("writing", e.params.Path, err)
		}
		e.spool = spool
	}
	switch {
	case e.format.needsFFmpeg:
		sink, err := newFFmpegSink(e.ctx, e.params, e.format, e.scratchFile("picture"+e.format.ending))
		if err != nil {
			return err
		}
		e.picture = sink
	case e.format.hasPicture:
		e.picture = newSequenceSink(e.params, e.scratch)
	}
	return nil
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
	err := e.ctx.Err()
	if err == nil {
		err = e.picture.write(rgb)
	}
	if err != nil {
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
	removeScratch(e.scratch, e.folder)
	e.scratch = ""
}
