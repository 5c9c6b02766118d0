package media

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// FrameOptions say how frames are wanted.
type FrameOptions struct {
	// Width and Height of the frames; the picture is scaled to cover them and
	// cropped at the centre. Both 0 keeps the size of the file.
	Width, Height int
	// Rate to which frames are repeated or dropped; the zero Rate is the file's.
	Rate Rate
	// Start is the first frame wanted, counted at Rate. Everything before it is
	// decoded too, so that it is exact in every file.
	Start int64
	// Count is the largest number of frames; 0 is all.
	Count int64
}

// DecodeFrames calls yield with every frame of the first video stream of path
// as RGB24, Width·Height·3 bytes that are valid until yield returns. An error of
// yield ends it and is returned. It returns the size of the frames.
func DecodeFrames(ctx context.Context, path string, o FrameOptions, yield func(rgb []byte) error) (width, height int, err error) {
	info, err := Probe(ctx, path)
	if err != nil {
		return 0, 0, err
	}
	if len(info.Video) == 0 {
		return 0, 0, bad("choose a video", "%s holds no moving picture", path)
	}
	if err := o.complete(info.Video[0]); err != nil {
		return 0, 0, err
	}
	args := []string{
		"-hide_banner", "-nostdin", "-loglevel", "error", "-i", fileArg(path), "-map", "0:V:0", "-an",
		"-vf", o.filter(info.Video[0]),
	}
	if o.Count > 0 {
		args = append(args, "-frames:v", fmt.Sprint(o.Count))
	}
	args = append(args, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1")
	frame := make([]byte, o.Width*o.Height*3)
	var yielded error
	err = stream(ctx, "ffmpeg", path, args, func(r io.Reader) error {
		for {
			switch _, err := io.ReadFull(r, frame); {
			case errors.Is(err, io.EOF):
				return nil
			case err != nil:
				return bad("copy the file again", "%s ends in the middle of a frame", path)
			}
			if yielded = yield(frame); yielded != nil {
				return yielded
			}
		}
	})
	if yielded == nil {
		err = unreadable(ctx, path, err)
	}
	return o.Width, o.Height, err
}

// complete fills in what the caller left to the file, and refuses the impossible.
func (o *FrameOptions) complete(v VideoStream) error {
	if o.Width == 0 && o.Height == 0 {
		o.Width, o.Height = v.Width, v.Height
	}
	if o.Rate == (Rate{}) {
		o.Rate = v.Rate
	}
	switch {
	case o.Width < 1 || o.Height < 1 || o.Width > 16384 || o.Height > 16384:
		return bad("choose 1 to 16384 pixels", "frames of %d×%d are not possible", o.Width, o.Height)
	case o.Rate != (Rate{}) && !o.Rate.Valid():
		return bad("state it as 24 or 24000/1001", "the frame rate %s is not possible", o.Rate)
	case o.Start < 0 || o.Count < 0:
		return bad("count from 0", "frame %d and a count of %d are not possible", o.Start, o.Count)
	}
	return nil
}

func (o FrameOptions) filter(v VideoStream) string {
	filter := ""
	if o.Rate.Valid() {
		filter = "fps=" + o.Rate.String() + ","
	}
	if o.Start > 0 {
		// Without new time stamps ffmpeg would fill the gap with copies.
		filter += fmt.Sprintf("trim=start_frame=%d,setpts=PTS-STARTPTS,", o.Start)
	}
	// swscale takes everything untagged for BT.601; high definition is BT.709.
	matrix := "auto"
	if v.Matrix == "" || v.Matrix == "unknown" {
		matrix = "bt601"
		if v.Height > 576 {
			matrix = "bt709"
		}
	}
	return filter + fmt.Sprintf(
		"scale=%d:%d:force_original_aspect_ratio=increase:flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp:in_color_matrix=%s:out_range=pc,crop=%d:%d",
		o.Width, o.Height, matrix, o.Width, o.Height)
}

// maxSound bounds what DecodeAudio returns: two hours of stereo at 48 kHz.
const maxSound = 2 * 3600 * 48_000 * 2

// DecodeAudio returns the first sound stream of path as interleaved samples
// within ±1, resampled and mixed to the rate and channels that are asked for.
func DecodeAudio(ctx context.Context, path string, sampleRate, channels int) ([]float32, error) {
	if err := (Params{Path: path, Sound: &Sound{sampleRate, channels}}).validateSound(format{}); err != nil {
		return nil, err
	}
	info, err := Probe(ctx, path)
	if err != nil {
		return nil, err
	}
	if len(info.Audio) == 0 {
		return nil, bad("choose a file with sound", "%s holds no sound", path)
	}
	args := []string{
		"-hide_banner", "-nostdin", "-loglevel", "error", "-i", fileArg(path), "-map", "0:a:0", "-vn",
		// Mixing down must not add up to more than full scale.
		"-ar", fmt.Sprint(sampleRate), "-ac", fmt.Sprint(channels), "-rematrix_maxval", "1", "-f", "f32le", "pipe:1",
	}
	var samples []float32
	err = stream(ctx, "ffmpeg", path, args, func(r io.Reader) error {
		block := make([]byte, 1<<16)
		for {
			n, err := io.ReadFull(r, block)
			samples = appendFloats(samples, block[:n-n%4])
			switch {
			case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
				return nil
			case err != nil:
				return err
			case len(samples) > maxSound:
				return bad("cut it into pieces of at most two hours", "the sound of %s is too long", path)
			}
		}
	})
	if err != nil {
		return nil, unreadable(ctx, path, err)
	}
	return samples, nil
}
