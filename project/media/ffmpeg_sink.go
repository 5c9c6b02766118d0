package media

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// ffmpegSink streams frames to an ffmpeg child that writes a silent picture file.
type ffmpegSink struct {
	child *child
	stdin io.WriteCloser
	done  bool
	err   error
}

func newFFmpegSink(ctx context.Context, p Params, f format, output string) (*ffmpegSink, error) {
	c, err := newChild(ctx, "ffmpeg", p.Path, pictureArgs(p, f, output)...)
	if err != nil {
		return nil, err
	}
	s := &ffmpegSink{child: c}
	if s.stdin, err = c.cmd.StdinPipe(); err != nil {
		return nil, fileError("starting ffmpeg for", p.Path, err)
	}
	if err := c.cmd.Start(); err != nil {
		return nil, fileError("starting ffmpeg for", p.Path, err)
	}
	return s, nil
}

func pictureArgs(p Params, f format, output string) []string {
	width, height := p.outputSize()
	// Without the accurate flags swscale rounds chroma by up to 4 levels.
	convert := fmt.Sprintf("scale=%d:%d:flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp:%s,format=%s",
		width, height, f.matrix, f.pixels)
	args := quiet(
		"-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", fmt.Sprintf("%dx%d", p.Width, p.Height),
		"-framerate", p.Rate.String(), "-i", "pipe:0", "-an", "-vf", convert,
	)
	return append(append(append(args, f.video...), exact...), fileArg(output))
}

// exact keeps dates, drawn numbers and version names out of files, so that the
// same clip is the same bytes.
var exact = []string{"-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"}

func (s *ffmpegSink) write(rgb []byte) error {
	if _, err := s.stdin.Write(rgb); err != nil {
		// A broken pipe is only the symptom; ffmpeg's last words are the cause.
		if cause := s.close(); cause != nil {
			return cause
		}
		return s.child.failure(err)
	}
	return nil
}

func (s *ffmpegSink) close() error {
	if !s.done {
		s.done = true
		_ = s.stdin.Close()
		s.err = s.child.failure(s.child.cmd.Wait())
	}
	return s.err
}

// assembleArgs joins the encoded picture, the sound and the metadata. The
// picture is copied, not encoded again.
func assembleArgs(p Params, f format, picture, sound, metadata, output string, samples int64) []string {
	args := quiet("-f", "ffmetadata", "-i", fileArg(metadata))
	var maps, codecs []string
	input := 1
	if picture != "" {
		args = append(args, "-i", fileArg(picture))
		maps = append(maps, "-map", fmt.Sprintf("%d:v:0", input))
		codecs = append(codecs, "-c:v", "copy")
		input++
	}
	if sound != "" {
		args = append(args, "-f", "f32le", "-ar", strconv.Itoa(p.Sound.SampleRate), "-ac", strconv.Itoa(p.Sound.Channels), "-i", fileArg(sound))
		maps = append(maps, "-map", fmt.Sprintf("%d:a:0", input))
		if samples > 0 {
			codecs = append(codecs, "-af", fmt.Sprintf("apad=whole_len=%d,atrim=end_sample=%d", samples, samples))
		}
		codecs = append(codecs, f.sound...)
	}
	args = append(append(args, maps...), "-map_metadata", "0")
	args = append(append(append(args, codecs...), f.mux...), exact...)
	return append(args, fileArg(output))
}
