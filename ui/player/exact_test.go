package player

import (
	"math/rand/v2"
	"testing"
)

// TestSeekIsExact compares the number that a player gives a frame with the one
// that is drawn on it.
func TestSeekIsExact(t *testing.T) {
	all := func(int) bool { return true }
	tests := []struct {
		name string
		film film
		keep func(int) bool
	}{
		{"23.976", film{name: "a.mp4", rate: "24000/1001", frames: 100}, all},
		{"24 with sound", film{name: "a.mp4", rate: "24", frames: 100, sound: true}, all},
		{"25", film{name: "a.mp4", rate: "25", frames: 75}, all},
		{"29.97", film{name: "a.mp4", rate: "30000/1001", frames: 100, sound: true}, all},
		{"30", film{name: "a.mp4", rate: "30", frames: 75}, all},
		{"60", film{name: "a.mp4", rate: "60", frames: 120}, all},
		{"23.976 with times in milliseconds", film{name: "a.mkv", rate: "24000/1001", frames: 100, sound: true}, all},
		{"variable", film{name: "a.mp4", rate: "30", frames: 100, filter: `select=not(between(mod(n\,10)\,3\,6))`}, func(n int) bool { return n%10 < 3 || n%10 > 6 }},
		{"variable in milliseconds", film{name: "a.mkv", rate: "24", frames: 100, filter: `select=not(eq(mod(n\,7)\,4))`}, func(n int) bool { return n%7 != 4 }},
		{"begins late", film{name: "a.mp4", rate: "24", frames: 60, args: []string{"-output_ts_offset", "3.5"}}, all},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := numbers(tt.film.frames, tt.keep)
			s := newStage(t)
			s.load(Clip{Path: tt.film.make(t)})
			if got := s.State().Frames; got != int64(len(want)) {
				t.Fatalf("%d frames were counted, there are %d", got, len(want))
			}
			s.arrives(0, want[0])
			random := rand.New(rand.NewPCG(5, 24))
			for _, n := range append([]int{len(want) - 1, 0, 1, 29, 30, 31}, random.Perm(len(want))[:6]...) {
				s.SeekFrame(int64(n))
				s.arrives(int64(n), want[n])
			}
			for _, by := range []int64{1, 1, -1, -1, -1, 5} {
				to := min(max(s.State().Frame+by, 0), int64(len(want)-1))
				s.StepFrames(by)
				s.arrives(to, want[to])
			}
		})
	}
}

// TestOnlyTheNewestPositionCounts scrubs faster than anything can decode.
func TestOnlyTheNewestPositionCounts(t *testing.T) {
	s := newStage(t)
	s.load(Clip{Path: film{name: "a.mp4", rate: "24", frames: 120}.make(t)})
	for n := range int64(1000) {
		s.SeekFrame(n * 7 % 120)
	}
	s.SeekFrame(77)
	s.arrives(77, 77)
	s.SeekFrame(-5)
	s.arrives(0, 0)
	s.SeekFrame(5000)
	s.arrives(119, 119)
}

// TestListOfClips cuts three films together and looks at both sides of each cut.
func TestListOfClips(t *testing.T) {
	a := film{name: "a;,%.mp4", rate: "24", frames: 60, sound: true}.make(t)
	b := film{name: "b.mkv", rate: "24", frames: 60, first: 1000, sound: true}.make(t)
	s := newStage(t)
	s.load(Clip{a, 10, 20}, Clip{b, 0, 31}, Clip{a, 33, 34}, Clip{Path: b, In: 50})
	if got := s.State().Frames; got != 10+31+1+10 {
		t.Fatalf("the list has %d frames", got)
	}
	var want []int
	for _, part := range [][2]int{{10, 20}, {1000, 1031}, {33, 34}, {1050, 1060}} {
		for n := part[0]; n < part[1]; n++ {
			want = append(want, n)
		}
	}
	for _, n := range []int{0, 9, 10, 11, 40, 41, 42, 51, 5, 41, 10, 9} {
		s.SeekFrame(int64(n))
		s.arrives(int64(n), want[n])
	}
	picture, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := number(asRGBA(picture), 0); got != 19 {
		t.Errorf("the frame that was kept is %d, the one that is shown 19", got)
	}
}
