package fault

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/ui/words"
)

// Sentence is an error as people read it: what is wrong, and what to do. It is
// empty for none.
func Sentence(err error) string {
	what, hint := taken(err)
	return ended(joined(what, hint))
}

// Kept is Sentence for what was kept of a fault, as plans and jobs do.
func Kept(kind engine.Kind, what, hint string) string { return ended(joined(said(kind, what, hint))) }

// Parts are what is wrong and what to do, for places that show them apart: without
// a full stop of their own.
func Parts(err error) (what, hint string) {
	what, hint = taken(err)
	return begun(what), begun(hint)
}

// KeptParts is Parts for what was kept of a fault.
func KeptParts(kind engine.Kind, what, hint string) (string, string) {
	what, hint = said(kind, what, hint)
	return begun(what), begun(hint)
}

// Notice is a sentence that was written for people, such as what the opening of a
// project had to do.
func Notice(text string) string {
	say, _ := current().translate(text)
	return ended(say)
}

// taken takes an error apart, in the user's language.
func taken(err error) (what, hint string) {
	if err == nil {
		return "", ""
	}
	err = studio.AsFault(err)
	about := (*engine.Fault)(nil)
	if !errors.As(err, &about) {
		return err.Error(), ""
	}
	// What stands before it says where it happened: SH010.
	before, whole := strings.CutSuffix(err.Error(), about.Error())
	if !whole {
		before = ""
	}
	what, hint = said(about.Kind, about.What, about.Hint)
	return before + what, hint
}

func said(kind engine.Kind, what, hint string) (wrong, advice string) {
	wrong, known := current().translate(what)
	if !known && what != "" {
		wrong = untranslated(kind, what)
	}
	advice, _ = current().translate(hint)
	if commands.MatchString(advice) {
		advice = "" // there is nowhere to type it
	}
	return wrong, advice
}

// commands are what only those can follow who type them.
var commands = regexp.MustCompile(`(^|[^\p{L}\p{N}-])--[a-z]|\bkinora [a-z]`)

func joined(what, hint string) string {
	if what == "" || hint == "" {
		return what + hint
	}
	return what + " — " + hint
}

func untranslated(kind engine.Kind, what string) string {
	switch kind {
	case engine.BadInput:
		return words.T("fault.bad-input", "Sentence", what)
	case engine.NoRoom:
		return words.T("fault.no-room", "Sentence", what)
	case engine.Refused:
		return words.T("fault.refused", "Sentence", what)
	}
	return words.T("fault.internal", "Sentence", what)
}

// begun begins with a capital, but for the name of a file: errors do not, because
// they stand behind others in a log.
func begun(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if first, _, _ := strings.Cut(text, " "); strings.ContainsAny(strings.TrimRight(first, ".!?…"), `./\_`) {
		return text
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// ended begins a sentence and ends it.
func ended(text string) string {
	text = begun(text)
	if last, _ := utf8.DecodeLastRuneInString(text); text != "" && !strings.ContainsRune(".!?…", last) {
		text += "."
	}
	return text
}
