package project

import "fmt"

// Validate returns a sentence on the first thing in the shot that cannot be kept,
// or nil. It knows nothing about packs: what a pack cannot make, its plan says.
func (s Shot) Validate() error {
	if err := checkCode("the code of the shot", s.Code); err != nil {
		return err
	}
	return first(s.checkWords(), s.checkLists(), s.checkNumbers(), s.checkMedia())
}

func (s Shot) checkWords() error {
	of := func(field string) string { return "the " + field + " of " + s.Code }
	return first(
		checkText(of("title"), s.Title, MaxName),
		checkText(of("setting"), s.Setting, MaxText),
		checkText(of("sound"), s.Sound, MaxText),
		checkText(of("camera's move"), s.Camera.Move, MaxName),
		checkText(of("lens"), s.Camera.Lens, MaxName),
		checkText(of("camera's angle"), s.Camera.Angle, MaxName),
		checkText(of("style"), s.Style, MaxName),
		checkText(of("pack"), s.Pack, MaxPath),
		checkText(of("negative prompt"), s.Negative, MaxText),
		checkText(of("continuity"), s.Continuity, MaxText),
		checkText(of("note"), s.Note, MaxText),
	)
}

func (s Shot) checkLists() error {
	for _, list := range []struct {
		what string
		n    int
	}{{"beats", len(s.Beats)}, {"lines", len(s.Dialogue)}, {"cast members", len(s.Cast)}, {"files", len(s.Media)}} {
		if list.n > MaxItems {
			return Bad("split it into several shots", "%s has %d %s, and %d fit", s.Code, list.n, list.what, MaxItems)
		}
	}
	for i, beat := range s.Beats {
		if err := checkText(fmt.Sprintf("beat %d of %s", i+1, s.Code), beat, MaxText); err != nil {
			return err
		}
	}
	for i, line := range s.Dialogue {
		what := fmt.Sprintf("line %d of %s", i+1, s.Code)
		if err := first(checkText("the speaker of "+what, line.Speaker, MaxName), checkText(what, line.Text, MaxText)); err != nil {
			return err
		}
	}
	for _, name := range s.Cast {
		if err := checkLine("a name in the cast of "+s.Code, name, MaxName); err != nil {
			return err
		}
	}
	return nil
}

func (s Shot) checkNumbers() error {
	of := func(field string) string { return "the " + field + " of " + s.Code }
	if s.Rate != (Rate{}) {
		if err := checkRate(of("frame rate"), s.Rate); err != nil {
			return err
		}
	}
	if s.Scene < 0 {
		return Bad("choose one of the project's scenes", "%s is in a scene that cannot be", s.Code)
	}
	return first(
		checkRange(of("number of frames"), s.Frames, 0, MaxFrames),
		checkSize(s.Code, s.Width, s.Height),
		checkRange(of("number of takes"), s.Takes, 0, MaxTakes),
		checkRange(of("number of steps"), s.Steps, 0, MaxSteps),
		checkReal(of("guidance"), s.Guidance, 0, MaxScale),
	)
}

func (s Shot) checkMedia() error {
	for i, m := range s.Media {
		if err := m.validate(fmt.Sprintf("file %d of %s", i+1, s.Code)); err != nil {
			return err
		}
	}
	return nil
}

// Known reports whether the role is one of those above.
func (r Role) Known() bool {
	switch r {
	case RoleFirst, RoleLast, RoleKey, RoleReference, RoleTrack, RoleVoice, RoleFootage, RoleAdapter:
		return true
	}
	return false
}

func (m Material) validate(what string) error {
	low, high := 0.0, 1.0
	if m.Role == RoleAdapter {
		low, high = -MaxAdapter, MaxAdapter
	}
	switch {
	case !m.Role.Known():
		return Bad("use first, last, key, reference, track, voice, footage or adapter", "%s has the role %.80q, which there is not", what, m.Role)
	case m.Role != RoleKey && m.Frame != 0:
		return Bad("give it the role key, or no frame", "%s is to be at frame %d, and only a key picture has a frame", what, m.Frame)
	}
	if m.SHA256 != "" {
		if err := checkSum(what, m.SHA256); err != nil {
			return err
		}
	}
	return first(
		checkPath(what, m.Path),
		checkRange("the frame of "+what, m.Frame, -MaxFrames, MaxFrames),
		checkReal("the strength of "+what, m.Strength, low, high),
	)
}
