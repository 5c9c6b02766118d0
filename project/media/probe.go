package media

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"strconv"
	"strings"
)

// Info is what ffprobe knows about a file.
type Info struct {
	Format   string // "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "wav"
	Bytes    int64
	Video    []VideoStream // pictures attached as covers are left out
	Audio    []AudioStream
	Metadata map[string]string // keys are lower-case
}

// VideoStream describes moving pictures as they are shown, after rotation.
type VideoStream struct {
	Index                              int // of the stream in the file
	Codec, Profile, PixelFormat        string
	Width, Height                      int
	Rate                               Rate
	Frames                             int64
	Primaries, Transfer, Matrix, Range string
}

// AudioStream describes sound.
type AudioStream struct {
	Index         int // of the stream in the file
	Codec, Layout string
	SampleRate    int
	Channels      int
	Samples       int64 // a channel
}

type probeStream struct {
	Index       int    `json:"index"`
	Type        string `json:"codec_type"`
	Codec       string `json:"codec_name"`
	Profile     string `json:"profile"`
	PixelFormat string `json:"pix_fmt"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	AverageRate string `json:"avg_frame_rate"`
	RealRate    string `json:"r_frame_rate"`
	Frames      string `json:"nb_frames"`
	Packets     string `json:"nb_read_packets"`
	TimeBase    string `json:"time_base"`
	Duration    int64  `json:"duration_ts"`
	Primaries   string `json:"color_primaries"`
	Transfer    string `json:"color_transfer"`
	Matrix      string `json:"color_space"`
	Range       string `json:"color_range"`
	SampleRate  string `json:"sample_rate"`
	Channels    int    `json:"channels"`
	Layout      string `json:"channel_layout"`
	SideData    []struct {
		Rotation int `json:"rotation"`
	} `json:"side_data_list"`
	Disposition struct {
		Cover int `json:"attached_pic"`
	} `json:"disposition"`
}

type probeOutput struct {
	Streams []probeStream `json:"streams"`
	Format  struct {
		Name     string            `json:"format_name"`
		Duration string            `json:"duration"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
}

// Probe describes the file at path. A file that ffprobe cannot read is
// ErrBadInput.
func Probe(ctx context.Context, path string) (Info, error) {
	out, err := probe(ctx, path)
	if err != nil {
		return Info{}, err
	}
	// Matroska does not store a number of frames: the packets must be counted.
	for _, s := range out.Streams {
		if s.Type == "video" && s.Disposition.Cover == 0 && s.Frames == "" {
			if out, err = probe(ctx, path, "-count_packets"); err != nil {
				return Info{}, err
			}
			break
		}
	}
	info := Info{Format: out.Format.Name, Metadata: map[string]string{}}
	if stat, err := os.Stat(path); err == nil {
		info.Bytes = stat.Size()
	}
	for key, value := range out.Format.Tags {
		info.Metadata[strings.ToLower(key)] = value
	}
	for _, s := range out.Streams {
		switch {
		case s.Type == "video" && s.Disposition.Cover == 0:
			info.Video = append(info.Video, s.video())
		case s.Type == "audio":
			info.Audio = append(info.Audio, s.audio(out.Format.Duration))
		}
	}
	return info, nil
}

func probe(ctx context.Context, path string, extra ...string) (probeOutput, error) {
	var out probeOutput
	if _, err := os.Stat(path); err != nil {
		return out, fileError("reading", path, err)
	}
	args := append([]string{"-v", "error", "-show_streams", "-show_format", "-of", "json"}, extra...)
	data, err := run(ctx, "ffprobe", path, append(args, fileArg(path))...)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	return out, unreadable(ctx, path, err)
}

// unreadable turns ffmpeg's complaint about a file into the caller's mistake.
func unreadable(ctx context.Context, path string, err error) error {
	if err == nil || ctx.Err() != nil || errors.Is(err, ErrNoFFmpeg) || errors.Is(err, ErrBadInput) {
		return err
	}
	return &Error{
		Kind: ErrBadInput, Err: err, What: path + " is not a picture, sound or video file that can be read",
		Hint: "check that it plays elsewhere, and that it was copied completely",
	}
}

// fileArg keeps names such as "-i.mp4" or "http:x" from being options or
// protocols.
func fileArg(path string) string { return "file:" + path }

func (s probeStream) video() VideoStream {
	v := VideoStream{
		Index: s.Index, Codec: s.Codec, Profile: s.Profile, PixelFormat: s.PixelFormat,
		Width: s.Width, Height: s.Height,
		Primaries: s.Primaries, Transfer: s.Transfer, Matrix: s.Matrix, Range: s.Range,
	}
	for _, data := range s.SideData {
		if data.Rotation%180 != 0 {
			v.Width, v.Height = v.Height, v.Width
		}
	}
	var err error
	if v.Rate, err = ParseRate(s.AverageRate); err != nil {
		v.Rate, _ = ParseRate(s.RealRate)
	}
	for _, count := range []string{s.Frames, s.Packets} {
		if v.Frames == 0 {
			v.Frames, _ = strconv.ParseInt(count, 10, 64)
		}
	}
	return v
}

func (s probeStream) audio(fileDuration string) AudioStream {
	a := AudioStream{Index: s.Index, Codec: s.Codec, Layout: s.Layout, Channels: s.Channels}
	a.SampleRate, _ = strconv.Atoi(s.SampleRate)
	seconds, ok := new(big.Rat).SetString(s.TimeBase)
	if ok && s.Duration > 0 {
		seconds.Mul(seconds, new(big.Rat).SetInt64(s.Duration))
	} else if seconds, ok = new(big.Rat).SetString(fileDuration); !ok {
		return a
	}
	a.Samples = roundRat(seconds.Mul(seconds, new(big.Rat).SetInt64(int64(a.SampleRate))))
	return a
}
