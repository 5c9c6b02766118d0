package window

import (
	"time"

	"github.com/kinora-studio/kinora/ui/fault"
)

// troubleAgain is how long a trouble that goes on, such as a full disk, is not
// told again.
const troubleAgain = time.Minute

// troubles remembers what was told last. Only the UI goroutine uses it.
type troubles struct {
	sentence string
	at       time.Time
}

// fresh reports whether a sentence should be told now.
func (t *troubles) fresh(sentence string, now time.Time) bool {
	if sentence == t.sentence && now.Sub(t.at) < troubleAgain {
		return false
	}
	t.sentence, t.at = sentence, now
	return true
}

// trouble tells why the queue stopped or waits; it may be called from any goroutine.
func (w *Window) trouble(err error) {
	w.frame.Do("tell a trouble", func() {
		if sentence := fault.Sentence(err); w.told.fresh(sentence, time.Now()) {
			w.Warn(sentence)
		}
	})
}
