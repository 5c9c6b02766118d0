package project

// Known reports whether the verb is one of those above.
func (v Verb) Known() bool {
	switch v {
	case VerbGenerate, VerbExtend, VerbEdit, VerbRemix, VerbRetake, VerbUpscale, VerbImport:
		return true
	}
	return false
}

// Validate returns a sentence on the first thing in the take that cannot be kept,
// or nil.
func (t Take) Validate() error {
	if err := checkLine("the code of the take", t.Code, MaxCode+10); err != nil {
		return err
	}
	switch {
	case t.Shot <= 0:
		return Bad("choose one of the project's shots", "the take %s belongs to no shot", t.Code)
	case t.Number <= 0:
		return Bad("count takes from 1", "the take %s has the number %d", t.Code, t.Number)
	case !t.Verb.Known():
		return Bad("use generate, extend, edit, remix, retake, upscale or import", "the take %s was made by %.80q, which there is not", t.Code, t.Verb)
	case t.Parent < 0 || t.Job < 0:
		return Bad("choose one of the project's own", "the take %s was made from a take or by a job that cannot be", t.Code)
	case absolute(t.Path):
		return Bad("copy it into the project first", "the take %s lies outside of the project, in %s", t.Code, t.Path)
	case t.Bytes <= 0 || t.Frames <= 0 || t.Width <= 0 || t.Height <= 0:
		return Bad("make it again", "the take %s holds nothing: %d bytes, %d frames of %d×%d", t.Code, t.Bytes, t.Frames, t.Width, t.Height)
	}
	what := "the take " + t.Code
	return first(
		checkPath(what, t.Path),
		checkSum(what, t.SHA256),
		checkRate("the frame rate of "+what, t.Rate),
		checkReal("the time that making "+t.Code+" took", t.Seconds, 0, 1e9),
		checkContent("the recipe of "+t.Code, t.Recipe),
		checkText("the prompt of "+t.Code, t.Prompt, MaxContent),
		CheckNote("the note of "+t.Code, t.Note),
	)
}

// CheckNote refuses a note that cannot be kept; what names it in the sentence.
func CheckNote(what, note string) error { return checkText(what, note, MaxText) }

// CheckLabel refuses what cannot be the name of an edit in a menu.
func CheckLabel(label string) error { return checkLine("the name of the edit", label, MaxName*2) }

// CheckSetting refuses a setting that cannot be kept.
func CheckSetting(key, value string) error {
	return first(checkLine("the key of the setting", key, MaxName), checkText("the setting "+key, value, MaxContent))
}
