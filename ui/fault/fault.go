package fault

import (
	"errors"
	"strings"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/ui/words"
)

// Sentence is an error as people read it: what is wrong, and what to do. It is
// empty for none.
func Sentence(err error) string {
	if err == nil {
		return ""
	}
	err = studio.AsFault(err)
	about := (*engine.Fault)(nil)
	if !errors.As(err, &about) {
		return ended(err.Error())
	}
	// What stands before it says where it happened: SH010.
	before, whole := strings.CutSuffix(err.Error(), about.Error())
	if !whole {
		before = ""
	}
	return ended(before + said(about.Kind, about.What, about.Hint))
}

// Kept is Sentence for what was kept of a fault, as plans and jobs do.
func Kept(kind engine.Kind, what, hint string) string { return ended(said(kind, what, hint)) }

func said(kind engine.Kind, what, hint string) string {
	wrong, known := current().translate(what)
	if !known && what != "" {
		wrong = untranslated(kind, what)
	}
	if hint == "" {
		return wrong
	}
	advice, _ := current().translate(hint)
	return wrong + " — " + advice
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

// ended begins a sentence with a capital, but for the name of a file, and ends it.
func ended(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	runes := []rune(text)
	if first, _, _ := strings.Cut(text, " "); !strings.ContainsAny(strings.TrimRight(first, ".!?…"), `./\_`) {
		text = strings.ToUpper(string(runes[:1])) + string(runes[1:])
	}
	if !strings.ContainsRune(".!?…", runes[len(runes)-1]) {
		text += "."
	}
	return text
}
