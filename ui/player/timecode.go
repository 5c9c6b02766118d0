package player

import (
	"fmt"

	"github.com/kinora-studio/kinora/project/media"
)

// Timecode writes a frame as hours, minutes, seconds and frames. Drop asks for
// drop-frame counting, which skips names of frames so that 29.97 and 59.94 frames
// a second stay with the clock; it is shown by a semicolon and ignored at rates
// for which it is not defined. A rate that is not known counts 24.
func Timecode(frame int64, rate media.Rate, drop bool) string {
	if !rate.Valid() {
		rate = media.Rate{Num: 24, Den: 1}
	}
	base := max((rate.Num+rate.Den/2)/rate.Den, 1)
	mark := ":"
	if drop && CanDrop(rate) {
		frame, mark = dropped(frame, base), ";"
	}
	seconds := frame / base
	return fmt.Sprintf("%02d:%02d:%02d%s%02d", seconds/3600, seconds/60%60, seconds%60, mark, frame%base)
}

// CanDrop tells whether drop-frame timecode is defined for a rate.
func CanDrop(rate media.Rate) bool {
	rate = rate.Reduced()
	return rate.Den == 1001 && (rate.Num == 30000 || rate.Num == 60000)
}

// dropped returns the number that a frame is named by: in every minute but each
// tenth, the first two names (four at 60) are left out.
func dropped(frame, base int64) int64 {
	left := base / 15
	minute := base*60 - left
	ten := minute*10 + left
	tens, rest := frame/ten, frame%ten
	frame += 9 * left * tens
	if rest >= base*60 {
		frame += left * (1 + (rest-base*60)/minute)
	}
	return frame
}
