//go:build cgo && !noplayer

package player

import (
	"image"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlaysToTheEnd plays right after opening, with every frame reported in order.
func TestPlaysToTheEnd(t *testing.T) {
	s := newStage(t)
	s.Load(Clip{Path: film{name: "a.mp4", rate: "24", frames: 30, sound: true}.make(t)})
	s.Play()
	s.until("the end", func() bool { return s.ends == 1 })
	s.arrives(29, 29)
	last := int64(-1)
	for _, state := range s.seen {
		if state.Frame < last {
			t.Errorf("frame %d was reported after %d", state.Frame, last)
		}
		last = state.Frame
	}
	if state := s.State(); state.Playing || !state.Ended {
		t.Errorf("at the end: %+v", state)
	}
	s.Play()
	s.until("beginning again", func() bool { return s.State().Playing && s.State().Frame < 20 })
}

// TestRange plays a part once, then in a loop, and looks at every picture.
func TestRange(t *testing.T) {
	s := newStage(t)
	s.load(Clip{Path: film{name: "a.mp4", rate: "30000/1001", frames: 90, sound: true}.make(t)})
	s.SetRange(40, 52)
	s.SeekFrame(40)
	s.arrives(40, 40)
	pictures := map[int]bool{}
	look := func() {
		if n := s.shown(); n >= 0 {
			pictures[n] = true
		}
	}
	s.Play()
	s.until("the end of the range", func() bool { look(); return s.ends == 1 })
	s.arrives(51, 51)
	s.SetLoop(true)
	s.Play()
	turns, before := 0, int64(51)
	s.until("three turns", func() bool {
		look()
		frame := s.State().Frame
		if frame < before-4 {
			turns++
		}
		before = frame
		return turns == 3
	})
	for n := range pictures {
		if n < 40 || n > 51 {
			t.Errorf("picture %d was shown, outside of 40 to 51", n)
		}
	}
	if s.ends != 1 {
		t.Errorf("a loop has ended %d times", s.ends-1)
	}
}

// TestShuttle plays backwards and at several speeds.
func TestShuttle(t *testing.T) {
	s := newStage(t)
	s.load(Clip{Path: film{name: "a.mp4", rate: "24", frames: 96}.make(t)})
	s.SeekFrame(90)
	s.arrives(90, 90)
	s.Shuttle(-1)
	s.until("playing backwards", func() bool { return s.State().Frame < 85 })
	s.Shuttle(-1)
	s.until("faster", func() bool { return s.State().Speed == -2 })
	s.until("the beginning", func() bool { return s.State().Frame == 0 && !s.State().Playing })
	s.arrives(0, 0)
	s.Shuttle(1)
	s.until("playing", func() bool { return s.State().Playing && s.State().Frame > 2 })
	s.Shuttle(1)
	s.until("playing fast", func() bool { return s.State().Speed == 2 })
	s.Shuttle(0)
	s.until("standing", func() bool { return !s.State().Playing })
}

// TestPictureAndSoundStayTogether asks mpv how far they are apart.
func TestPictureAndSoundStayTogether(t *testing.T) {
	s := newStage(t)
	s.Load(Clip{Path: film{name: "a.mp4", rate: "24", frames: 72, sound: true}.make(t)})
	s.Play()
	s.until("the end", func() bool { return s.ends == 1 })
	near, measured := 0, 0
	for _, state := range s.seen {
		if state.Playing && state.Frame > 12 {
			measured++
			if math.Abs(state.SoundLead) < 0.045 {
				near++
			}
		}
	}
	if measured == 0 || near*2 < measured {
		t.Errorf("picture and sound were within 45 ms of each other in %d of %d reports", near, measured)
	}
}

// TestCompare shows two films that differ in number, size and rate of key frames.
func TestCompare(t *testing.T) {
	s := newStage(t)
	left := film{name: "a.mp4", rate: "24", frames: 60, sound: true}.make(t)
	right := film{name: "b.mp4", rate: "24", frames: 60, first: 2000, args: []string{"-g", "7"}}.make(t)
	s.frames.want(2*width, height)
	s.Compare(left, right)
	s.ready()
	for _, n := range []int{0, 17, 59, 3, 30} {
		s.SeekFrame(int64(n))
		s.until("both pictures", func() bool {
			picture, ok := s.screen.picture.Image.(*image.RGBA)
			return ok && picture.Rect.Dx() == 2*width && number(picture, 0) == n && number(picture, width) == 2000+n
		})
	}
	picture, _ := s.screen.picture.Image.(*image.RGBA)
	for x, bright := range map[int]bool{width - 8: true, width: false, width + 8: true} {
		if got := picture.RGBAAt(x, 12); got.R > 60 != bright {
			t.Errorf("at %d of %d the two pictures show %v", x, 2*width, got)
		}
	}
	s.Play()
	s.until("the end", func() bool { return s.ends == 1 })
	s.frames.want(width, height)
	s.load(Clip{Path: right})
	s.arrives(0, 2000)
}

// TestWhatCannotBePlayed gives a sentence, and plays the next file as ever.
func TestWhatCannotBePlayed(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := film{name: "a.mp4", rate: "24", frames: 24}.make(t)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "gone.mp4"), "does not exist"},
		{"text", write("a.mp4", "this is no film"), "is not a picture, sound or video file"},
		{"empty", write("empty.mp4", ""), "is not a picture, sound or video file"},
		{"cut off", write("cut.mp4", string(data[:len(data)/2])), "is not a picture, sound or video file"},
		{"a folder", dir, "is not a picture, sound or video file"},
	}
	s := newStage(t)
	for _, tt := range tests {
		s.failed = nil
		s.Load(Clip{Path: tt.path})
		s.until("a sentence", func() bool { return s.failed != nil })
		if got := s.failed.Error(); !strings.Contains(got, tt.want) || s.screen.words.Text != got {
			t.Errorf("%s: %q, and on the screen %q; want %q", tt.name, got, s.screen.words.Text, tt.want)
		}
	}
	s.load(Clip{Path: good})
	s.arrives(0, 0)
}

// TestInAHurry opens fifty files faster than any can be read, changes the size
// while playing, and closes while opening.
func TestInAHurry(t *testing.T) {
	a := film{name: "a.mp4", rate: "24", frames: 48, sound: true}.make(t)
	b := film{name: "b.mp4", rate: "25", frames: 48, first: 500}.make(t)
	s := newStage(t)
	for n := range 50 {
		s.Load(Clip{Path: []string{a, b}[n%2]})
		s.Play()
		if n%10 == 0 {
			s.ready()
		}
	}
	s.until("playing the last", func() bool { return s.State().Playing && s.shown() >= 500 })
	for n := range 200 {
		s.frames.want(width+n, height+n%3)
		s.queue.do(s)
	}
	s.frames.want(width, height)
	s.Pause()
	s.SeekFrame(20)
	s.arrives(20, 520)
	s.Load(Clip{Path: a})
	s.Close()
	s.Close()
}
