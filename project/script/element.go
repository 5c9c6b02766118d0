package script

// Kind says what an element of a screenplay is.
type Kind int

// The kinds.
const (
	Action Kind = iota
	Heading
	Character
	Parenthetical
	Dialogue
	Lyrics
	Transition
	Synopsis
	Section
	PageBreak
)

// Element is a part of a screenplay, without its markup.
type Element struct {
	Kind Kind
	// Text of a character is the name without its extension; that of a page break is
	// empty. An action keeps its line breaks.
	Text string
	// Note is what stands behind a character's name in brackets, such as V.O., and
	// the number of a scene.
	Note string
	// Dual is set for a character who speaks at the same time as the one before.
	Dual bool
}

// Script is a screenplay.
type Script struct {
	// Title page, by the keys in lower case; nil where there is none.
	Title    map[string]string
	Elements []Element
}
