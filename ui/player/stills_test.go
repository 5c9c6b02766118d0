package player

import (
	"errors"
	"testing"
)

// TestStills is a player without libmpv: it shows every frame that it is sent to,
// and says why nothing moves.
func TestStills(t *testing.T) {
	s := newStage(t)
	s.deck.close()
	why := errors.New("there is no player here")
	s.deck = newStillDeck(s.frames, s.tell, why)
	s.load(Clip{Path: film{name: "a.mp4", rate: "30000/1001", frames: 30, sound: true}.make(t)})
	if note := s.State().Note; note != why.Error() {
		t.Errorf("the note says %q", note)
	}
	s.arrives(0, 0)
	s.SeekFrame(17)
	s.arrives(17, 17)
	s.StepFrames(-2)
	s.arrives(15, 15)
	s.SetRange(4, 100)
	s.until("the range", func() bool { return s.State().In == 4 && s.State().Out == 30 })
	s.SeekFrame(1000)
	s.arrives(29, 29)
	s.Play()
	if state := s.State(); state.Playing || s.ends > 0 {
		t.Errorf("it plays: %+v", state)
	}
}
