package player

import (
	"testing"

	"github.com/kinora-studio/kinora/project/media"
)

func TestTimecode(t *testing.T) {
	ntsc, film := media.Rate{Num: 30000, Den: 1001}, media.Rate{Num: 24000, Den: 1001}
	tests := []struct {
		frame int64
		rate  media.Rate
		drop  bool
		want  string
	}{
		{0, media.Rate{Num: 24, Den: 1}, false, "00:00:00:00"},
		{24*3661 + 5, media.Rate{Num: 24, Den: 1}, false, "01:01:01:05"},
		{24, film, true, "00:00:01:00"}, // not defined at this rate
		{1799, ntsc, true, "00:00:59;29"},
		{1800, ntsc, true, "00:01:00;02"},
		{1800, ntsc, false, "00:01:00:00"},
		{17981, ntsc, true, "00:09:59;29"},
		{17982, ntsc, true, "00:10:00;00"},
		{17982 + 1800, ntsc, true, "00:11:00;02"},
		{107892, ntsc, true, "01:00:00;00"},
		{3600, media.Rate{Num: 60000, Den: 1001}, true, "00:01:00;04"},
		{35964, media.Rate{Num: 60000, Den: 1001}, true, "00:10:00;00"},
		{49, media.Rate{Num: 25, Den: 1}, true, "00:00:01:24"},
	}
	for _, tt := range tests {
		if got := Timecode(tt.frame, tt.rate, tt.drop); got != tt.want {
			t.Errorf("Timecode(%d, %v, %t) = %s, want %s", tt.frame, tt.rate, tt.drop, got, tt.want)
		}
	}
}

// TestDropFrameNamesEachFrameOnce counts through an hour.
func TestDropFrameNamesEachFrameOnce(t *testing.T) {
	seen := map[string]bool{}
	for frame := range int64(107892) {
		code := Timecode(frame, media.Rate{Num: 30000, Den: 1001}, true)
		if seen[code] || code >= "01:00:00;00" {
			t.Fatalf("frame %d is called %s", frame, code)
		}
		seen[code] = true
	}
}
