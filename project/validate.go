package project

import (
	"math"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a field may hold at most. The limits are far beyond what makes a better
// clip; they keep a slip, such as a whole script pasted into one field, from
// becoming a request that no model reads to its end.
const (
	MaxCode    = 40     // characters of a code
	MaxName    = 200    // characters of a title, a name, one member of a cast
	MaxText    = 10_000 // characters of any other text, and of what the engine takes as a prompt
	MaxPath    = 4_000  // bytes of a path
	MaxItems   = 200    // beats, lines, cast members or files of a shot
	MaxFrames  = 100_000
	MaxSide    = 16_384 // pixels, of width or height
	MaxTakes   = 100    // that one Generate makes
	MaxSteps   = 1_000
	MaxScale   = 100      // guidance
	MaxAdapter = 4        // strength of an adapter, to both sides of zero
	MaxRate    = 1_000    // frames a second
	MaxContent = 64 << 20 // bytes of a sequence's or a recipe's JSON
)

// checkText refuses what is no text, or more than limit characters of it. what
// names the field in the sentence: "the note of SH010".
func checkText(what, text string, limit int) error {
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return Bad("type it again, or copy it from another program", "%s holds bytes that are no text", what)
	case len(text) > limit && utf8.RuneCountInString(text) > limit:
		return Bad("shorten it", "%s has %d characters, and %d fit", what, utf8.RuneCountInString(text), limit)
	}
	return nil
}

// checkLine is checkText for what stands in one line and cannot be empty.
func checkLine(what, text string, limit int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return Bad("type something", "%s is empty", what)
	case strings.TrimSpace(text) != text:
		return Bad("take the space away", "%s, %q, begins or ends with a space", what, text)
	case strings.IndexFunc(text, unicode.IsControl) >= 0:
		return Bad("keep it in one line", "%s, %q, holds a line break or another character without a shape", what, text)
	}
	return checkText(what, text, limit)
}

// checkName is checkLine for what people tell things apart by, folders among them: it
// has to have a shape, and to look like what it is.
func checkName(what, text string, limit int) error {
	if err := checkLine(what, text, limit); err != nil {
		return err
	}
	if strings.IndexFunc(text, Reorders) >= 0 {
		return Bad("type it again instead of copying it", "%s, %+q, holds a character that nobody sees and that turns the order of others around", what, text)
	}
	if strings.IndexFunc(text, hasShape) < 0 {
		return Bad("type something", "%s, %+q, holds nothing that can be seen", what, text)
	}
	return nil
}

// Reorders reports whether a character embeds, overrides or isolates the direction of
// those that follow (Unicode UAX #9), so that they can look like another text.
func Reorders(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// hasShape reports whether a character can be seen by itself.
func hasShape(r rune) bool {
	const blank = "\u115f\u1160\u2800\u3164\uffa0" // letters and signs that have none
	return unicode.In(r, unicode.Co) ||
		unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.In(r, unicode.Mn, unicode.Me) && !strings.ContainsRune(blank, r)
}

// checkCode refuses what cannot be part of a file's name on every system.
func checkCode(what, code string) error {
	if err := checkLine(what, code, MaxCode); err != nil {
		return err
	}
	for _, r := range code {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r) {
			return Bad("use letters, digits, - and _, as in SH010", "%s, %q, holds %q", what, code, r)
		}
	}
	if code[0] == '.' || code[len(code)-1] == '.' {
		return Bad("use letters, digits, - and _, as in SH010", "%s, %q, begins or ends with a dot", what, code)
	}
	return nil
}

// checkRange refuses what is below low or above high.
func checkRange(what string, n, low, high int) error {
	if n < low || n > high {
		return Bad("choose another", "%s is %d, and has to be from %d to %d", what, n, low, high)
	}
	return nil
}

// checkReal is checkRange for what is not counted.
func checkReal(what string, x, low, high float64) error {
	if math.IsNaN(x) || x < low || x > high {
		return Bad("choose another", "%s is %g, and has to be from %g to %g", what, x, low, high)
	}
	return nil
}

// checkRate refuses what is no frame rate.
func checkRate(what string, r Rate) error {
	if !r.Valid() || r.Num > MaxRate*r.Den || r.Den > 1_000_000 {
		return Bad("write it as 24 or 24000/1001", "%s, %d/%d, is not a frame rate", what, r.Num, r.Den)
	}
	return nil
}

// checkSize refuses what is no size in pixels; 0 leaves a side to the pack.
func checkSize(what string, width, height int) error {
	if err := checkRange("the width of "+what, width, 0, MaxSide); err != nil {
		return err
	}
	return checkRange("the height of "+what, height, 0, MaxSide)
}

// checkPath refuses what names no file. One of the project's own must not leave
// the project's folder.
func checkPath(what, name string) error {
	switch {
	case name == "":
		return Bad("choose a file", "%s names no file", what)
	case len(name) > MaxPath || !utf8.ValidString(name) || strings.ContainsRune(name, 0):
		return Bad("rename the file or its folder", "%s has a name that cannot be kept: %.80q", what, name)
	case absolute(name):
		return nil
	case strings.ContainsRune(name, '\\'):
		return Bad("write it with /", "%s, %s, is in the project and has \\ in its path", what, name)
	case path.Clean(name) != name || name == "." || name == ".." || strings.HasPrefix(name, "../"):
		return Bad("name the file by its whole path, from the root on", "%s, %s, is neither in the project nor a whole path", what, name)
	}
	return nil
}

// absolute knows the whole paths of all systems: a project travels.
func absolute(name string) bool {
	drive := len(name) > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/')
	return drive || strings.HasPrefix(name, "/") || strings.HasPrefix(name, `\\`)
}

// checkSum refuses what is no SHA-256 in lower-case hexadecimal digits.
func checkSum(what, sum string) error {
	if len(sum) != 64 || strings.Trim(sum, "0123456789abcdef") != "" {
		return Bad("compute it again from the file", "the checksum of %s, %.80q, is no SHA-256", what, sum)
	}
	return nil
}

// first returns the first error that there is.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
