package player

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/project/media"
)

// Clip is a file, or a part of one.
type Clip struct {
	Path string
	// In is the first frame and Out the one after the last; an Out of 0 is the end
	// of the file.
	In, Out int64
}

// margin lies between a cut and the frame that it stands before, in seconds: more
// than the rounding of times in text, far less than a frame.
const margin = 1e-5

// source is what a deck plays.
type source struct {
	clips []Clip    // with Out filled in
	times []float64 // seconds at which each frame is shown, increasing
	end   float64   // seconds at which the last one is over
	rate  media.Rate
	sound bool
	// compare is the second picture of a comparison; empty for none.
	compare *Clip
	height  int    // of the first picture, for a comparison
	url     string // what mpv opens
}

// openSource reads what has to be known of clips before they can be shown.
func openSource(ctx context.Context, clips []Clip) (*source, error) {
	if len(clips) == 0 {
		return nil, fmt.Errorf("there is nothing to play: the list is empty")
	}
	s := &source{}
	var list []string
	whole := len(clips) == 1
	known := map[string]file{}
	for _, clip := range clips {
		f, ok := known[clip.Path]
		if !ok {
			var err error
			if f, err = readFile(ctx, clip.Path); err != nil {
				return nil, err
			}
			known[clip.Path] = f
		}
		if clip.Out == 0 {
			clip.Out = int64(len(f.times))
		}
		if clip.In < 0 || clip.In >= clip.Out || clip.Out > int64(len(f.times)) {
			return nil, fmt.Errorf("%s has %d frames; a part of it from %d to %d cannot be played", filepath.Base(clip.Path), len(f.times), clip.In, clip.Out)
		}
		whole = whole && clip.In == 0 && clip.Out == int64(len(f.times))
		list = append(list, s.append(clip, f))
	}
	s.url = s.clips[0].Path
	if !whole {
		s.url = "edl://" + strings.Join(list, ";")
	}
	return s, nil
}

// append adds a clip at the end and returns its line in mpv's list of edits. Cuts
// lie a margin before the frame that they open, so that rounding loses no frame.
func (s *source) append(clip Clip, f file) string {
	begin := f.times[clip.In]
	if clip.In > 0 {
		begin -= margin
	}
	finish := f.end
	if clip.Out < int64(len(f.times)) {
		finish = f.times[clip.Out] - margin
	}
	for _, t := range f.times[clip.In:clip.Out] {
		s.times = append(s.times, s.end+t-begin)
	}
	if len(s.clips) == 0 {
		s.rate, s.height = f.rate, f.height
	}
	s.sound = s.sound || f.sound
	s.end += finish - begin
	s.clips = append(s.clips, clip)
	return fmt.Sprintf("%%%d%%%s,%.9f,%.9f", len(clip.Path), clip.Path, begin, finish-begin)
}

// frames is how many there are.
func (s *source) frames() int64 { return int64(len(s.times)) }

// frameAt returns the frame whose time is nearest.
func (s *source) frameAt(seconds float64) int64 {
	n, exact := slices.BinarySearch(s.times, seconds)
	if exact || n == 0 {
		return int64(n)
	}
	if n == len(s.times) || seconds-s.times[n-1] < s.times[n]-seconds {
		n--
	}
	return int64(n)
}

// timeOf returns when a frame is shown, and for the one after the last when all
// is over.
func (s *source) timeOf(frame int64) float64 {
	if frame >= s.frames() {
		return s.end
	}
	return s.times[max(frame, 0)]
}

// locate returns the clip that holds a frame, and its number in that clip's file.
func (s *source) locate(frame int64) (Clip, int64) {
	for _, clip := range s.clips {
		n := clip.Out - clip.In
		if frame < n {
			return clip, clip.In + frame
		}
		frame -= n
	}
	last := s.clips[len(s.clips)-1]
	return last, last.Out - 1
}

func (s *source) duration() time.Duration {
	return time.Duration(s.end * float64(time.Second))
}

// file is what is known of one file.
type file struct {
	times  []float64
	end    float64
	rate   media.Rate
	height int
	sound  bool
}

func readFile(ctx context.Context, path string) (file, error) {
	info, err := media.Probe(ctx, path)
	if err != nil {
		return file{}, err
	}
	if len(info.Video) == 0 {
		return file{}, fmt.Errorf("%s holds no moving picture; choose a video", filepath.Base(path))
	}
	f := file{rate: info.Video[0].Rate, height: info.Video[0].Height, sound: len(info.Audio) > 0}
	if !f.rate.Valid() {
		f.rate = media.Rate{Num: 24, Den: 1}
	}
	counted, err := frameTimes(ctx, path, f.rate)
	f.times, f.end = counted.times, counted.end
	return f, err
}

// frameTimes fills in the times of all frames as the file has them, in seconds and
// in the order in which they are shown, and when the last one is over.
func frameTimes(ctx context.Context, path string, rate media.Rate) (f file, err error) {
	out, err := ask(ctx, "ffprobe", "-v", "error", "-select_streams", "V:0",
		"-show_entries", "packet=pts_time,duration_time,flags", "-of", "compact", "file:"+path)
	if err != nil {
		return file{}, fmt.Errorf("the frames of %s could not be counted; check that it was copied completely: %w", filepath.Base(path), err)
	}
	last, latest := 0.0, math.Inf(-1)
	var times []float64
	for line := range strings.Lines(string(out)) {
		fields := map[string]string{}
		for part := range strings.SplitSeq(strings.TrimSpace(line), "|") {
			key, value, _ := strings.Cut(part, "=")
			fields[key] = value
		}
		t, err := strconv.ParseFloat(fields["pts_time"], 64)
		if err != nil || strings.Contains(fields["flags"], "D") {
			continue // such packets are decoded, but never shown
		}
		if t >= latest {
			latest = t
			last, _ = strconv.ParseFloat(fields["duration_time"], 64)
		}
		times = append(times, t)
	}
	if len(times) == 0 {
		return file{}, fmt.Errorf("%s holds no frames; choose another file", filepath.Base(path))
	}
	slices.Sort(times)
	times = slices.Compact(times)
	if last <= 0 {
		last = float64(rate.Den) / float64(rate.Num)
	}
	return file{times: times, end: times[len(times)-1] + last}, nil
}
