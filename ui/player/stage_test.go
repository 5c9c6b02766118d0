package player

import (
	"bytes"
	"fmt"
	"image"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is a player whose UI goroutine is the test's.
type stage struct {
	*Player
	t      *testing.T
	queue  *inbox[*stage]
	seen   []State
	ends   int
	failed error
}

const patience = time.Minute // a machine that is busy is slow, not wrong

func newStage(t *testing.T) *stage {
	t.Helper()
	test.NewTempApp(t)
	s := &stage{t: t, queue: newInbox[*stage]()}
	p, err := New(Params{
		NoDevice: true,
		Changed:  func(state State) { s.seen = append(s.seen, state) },
		Ended:    func() { s.ends++ },
		Failed:   func(err error) { s.failed = err },
		Do:       func(f func()) { s.queue.put(func(*stage) { f() }) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	s.Player = p
	p.screen.Resize(fyne.NewSize(width, height))
	return s
}

// until runs the UI goroutine until something has come true.
func (s *stage) until(what string, done func() bool) {
	s.t.Helper()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-s.queue.bell:
			s.queue.do(s)
		case <-deadline:
			s.t.Fatalf("%s did not happen; the state is %+v, the picture shows %d", what, s.State(), s.shown())
		}
	}
}

func (s *stage) load(clips ...Clip) {
	s.t.Helper()
	s.Load(clips...)
	s.ready()
}

func (s *stage) ready() {
	s.t.Helper()
	s.until("loading", func() bool { return !s.State().Loading })
	if err := s.State().Err; err != nil {
		s.t.Fatal(err)
	}
}

// arrives waits for a frame, in the state and on the picture.
func (s *stage) arrives(frame int64, code int) {
	s.t.Helper()
	s.until(fmt.Sprintf("frame %d with number %d", frame, code), func() bool {
		return s.State().Frame == frame && s.shown() == code
	})
}

// shown reads the number off the picture in place.
func (s *stage) shown() int {
	picture, ok := s.screen.picture.Image.(*image.RGBA)
	if !ok || picture.Rect.Dx() < width {
		return -1
	}
	return number(picture, 0)
}

// Pictures are small and bear their number in twelve blocks, black or white.
const (
	width, height = 192, 96
	block         = 16
)

// drawn returns a grey picture that bears a number.
func drawn(n int) []byte {
	picture := bytes.Repeat([]byte{90}, width*height)
	for bit := range width / block {
		value := byte(16)
		if n>>bit&1 == 1 {
			value = 235
		}
		for y := 32; y < 64; y++ {
			for x := range block {
				picture[y*width+bit*block+x] = value
			}
		}
	}
	return picture
}

// number reads what drawn wrote, from a picture that begins at x.
func number(picture *image.RGBA, x int) int {
	n := 0
	for bit := range width / block {
		if picture.RGBAAt(x+bit*block+block/2, height/2).R > 128 {
			n |= 1 << bit
		}
	}
	return n
}

// film makes a video of numbered pictures, with key frames far apart and frames
// that refer to later ones, and a tone where sound is wanted.
type film struct {
	name   string // with its ending
	rate   string
	frames int
	first  int // number of the first picture
	sound  bool
	filter string
	args   []string
}

func (f film) make(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), f.name)
	args := []string{"-v", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", fmt.Sprintf("%dx%d", width, height), "-r", f.rate, "-i", "pipe:0"}
	if f.sound {
		args = append(args, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-shortest", "-c:a", "aac")
	}
	if f.filter != "" {
		args = append(args, "-vf", f.filter, "-vsync", "vfr")
	}
	args = append(args, "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "30", "-crf", "12", "-pix_fmt", "yuv420p")
	args = append(append(args, f.args...), path)
	var pictures bytes.Buffer
	for n := range f.frames {
		pictures.Write(drawn(f.first + n))
	}
	cmd := exec.CommandContext(t.Context(), "ffmpeg", args...)
	cmd.Stdin = &pictures
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return path
}

// numbers returns those that a picture keeps of n when some are left out.
func numbers(n int, keep func(int) bool) []int {
	var all []int
	for i := range n {
		if keep(i) {
			all = append(all, i)
		}
	}
	return slices.Clip(all)
}
