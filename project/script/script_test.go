package script

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kinora-studio/kinora/project"
)

const diner = `Title:
    _**HARBOUR**_
Author: A. Writer
Draft date: 1/1/2026

# Act one

= Anna waits for the ferry.

INT. FERRY OFFICE - NIGHT #12A#

Rain on the window. ANNA counts **coins**. She looks up, and the clock stops at 3 p.m. sharp.

ANNA (V.O.)
(whispering)
He said nine.

BOB ^
Nine, yes.

[[a note
that goes on]]

CUT TO:

/* EXT. NOWHERE - DAY

Cut scene. */

.BRIDGE OF THE FERRY

!SOMETHING LOUD

@McAvoy
Full \*ahead\*.
~We sail away

===

> FADE OUT <
`

func TestParse(t *testing.T) {
	got := Parse(diner)
	if want := map[string]string{"title": "HARBOUR", "author": "A. Writer", "draft date": "1/1/2026"}; !reflect.DeepEqual(got.Title, want) {
		t.Errorf("title page: %q, want %q", got.Title, want)
	}
	want := []Element{
		{Kind: Section, Text: "Act one"},
		{Kind: Synopsis, Text: "Anna waits for the ferry."},
		{Kind: Heading, Text: "INT. FERRY OFFICE - NIGHT", Note: "12A"},
		{Kind: Action, Text: "Rain on the window. ANNA counts coins. She looks up, and the clock stops at 3 p.m. sharp."},
		{Kind: Character, Text: "ANNA", Note: "V.O."},
		{Kind: Parenthetical, Text: "whispering"},
		{Kind: Dialogue, Text: "He said nine."},
		{Kind: Character, Text: "BOB", Dual: true},
		{Kind: Dialogue, Text: "Nine, yes."},
		{Kind: Transition, Text: "CUT TO:"},
		{Kind: Heading, Text: "BRIDGE OF THE FERRY"},
		{Kind: Action, Text: "SOMETHING LOUD"},
		{Kind: Character, Text: "McAvoy"},
		{Kind: Dialogue, Text: "Full *ahead*."},
		{Kind: Lyrics, Text: "We sail away"},
		{Kind: PageBreak},
		{Kind: Action, Text: "FADE OUT"},
	}
	if !reflect.DeepEqual(got.Elements, want) {
		t.Errorf("elements:\n%+v\nwant\n%+v", got.Elements, want)
	}
}

func TestParseLines(t *testing.T) {
	for text, want := range map[string][]Element{
		"":                              nil,
		"\ufeff \r\n\t":                 nil,
		"EXT. BRÜCKE - TAG\n\nEr geht.": {{Kind: Heading, Text: "EXT. BRÜCKE - TAG"}, {Kind: Action, Text: "Er geht."}},
		"I/E car - dusk":                {{Kind: Heading, Text: "I/E car - dusk"}},
		"Interior thoughts.":            {{Kind: Action, Text: "Interior thoughts."}},
		"...and then":                   {{Kind: Action, Text: "...and then"}},
		"THE END":                       {{Kind: Action, Text: "THE END"}},
		"STOP!\nHe does not.":           {{Kind: Action, Text: "STOP!\nHe does not."}},
		"SMASH CUT TO:":                 {{Kind: Transition, Text: "SMASH CUT TO:"}},
		"> Burn to white.":              {{Kind: Transition, Text: "Burn to white."}},
		"[[never closed":                {{Kind: Action, Text: "[[never closed"}},
		"a /* b":                        {{Kind: Action, Text: "a /* b"}},
		"R2D2\nBeep.":                   {{Kind: Character, Text: "R2D2"}, {Kind: Dialogue, Text: "Beep."}},
		"23\nis no name":                {{Kind: Action, Text: "23\nis no name"}},
		"ANNA\nOne.\n  \nTwo.":          {{Kind: Character, Text: "ANNA"}, {Kind: Dialogue, Text: "One. Two."}},
		"snake_case and 2 * 3 * 4":      {{Kind: Action, Text: "snake_case and 2 * 3 * 4"}},
		"@\nx":                          {{Kind: Action, Text: "@\nx"}},
	} {
		if got := Parse(text).Elements; !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	got := Split(Parse(diner))
	office := "Interior, ferry office, night"
	bridge := "Bridge of the ferry"
	want := []Scene{
		{Title: "INT. FERRY OFFICE - NIGHT", Shots: []Shot{{
			Setting:  office,
			Beats:    []string{"Rain on the window.", "ANNA counts coins.", "She looks up, and the clock stops at 3 p.m. sharp.", "Anna, whispering"},
			Dialogue: []project.Line{{Speaker: "Anna", Text: "He said nine."}, {Speaker: "Bob", Text: "Nine, yes."}},
			Cast:     []string{"Anna", "Bob"}, Continuity: "CUT TO", Seconds: 10,
		}}},
		{Title: "BRIDGE OF THE FERRY", Shots: []Shot{
			{
				Setting: bridge, Beats: []string{"SOMETHING LOUD"}, Cast: []string{"McAvoy"}, Seconds: 2.5,
				Dialogue: []project.Line{{Speaker: "McAvoy", Text: "Full *ahead*. We sail away"}},
			},
			{Setting: bridge, Beats: []string{"FADE OUT"}, Seconds: 2.5},
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n%+v\nwant\n%+v", got, want)
	}
}

func TestSplitPlainText(t *testing.T) {
	got := Split(Parse("A dog runs along the beach.\n\nIt finds a ball. It barks! Is it happy? It is. It sleeps."))
	if len(got) != 1 || got[0].Title != "" || len(got[0].Shots) != 3 {
		t.Fatalf("%+v", got)
	}
	for i, want := range [][]string{{"A dog runs along the beach."}, {"It finds a ball.", "It barks!", "Is it happy?"}, {"It is.", "It sleeps."}} {
		if !reflect.DeepEqual(got[0].Shots[i].Beats, want) {
			t.Errorf("shot %d: %q, want %q", i, got[0].Shots[i].Beats, want)
		}
	}
}

func TestSplitLongSpeech(t *testing.T) {
	sentence := "one two three four five six seven eight nine ten. "
	shots := Split(Parse("ANNA\n" + strings.Repeat(strings.ToUpper(sentence[:1])+sentence[1:], 7)))[0].Shots
	if len(shots) != 3 {
		t.Fatalf("%d shots: %+v", len(shots), shots)
	}
	for i, want := range []float64{12, 12, 4} {
		if shots[i].Seconds != want || shots[i].Dialogue[0].Speaker != "Anna" {
			t.Errorf("shot %d: %+v, want %g s", i, shots[i], want)
		}
	}
}

func TestSettings(t *testing.T) {
	for heading, want := range map[string]string{
		"INT. KITCHEN - NIGHT": "Interior, kitchen, night", "INT./EXT. CAR - DAY": "Inside and outside, car, day",
		"EST. Paris – dawn": "Exterior, Paris, dawn", "INNEN. KÜCHE - NACHT": "Innen, küche, nacht", "ext forest": "Exterior, forest",
		"THE VOID": "The void", "INTERGALACTIC": "Intergalactic",
	} {
		if got := settingOf(heading); got != want {
			t.Errorf("%q: %q, want %q", heading, got, want)
		}
	}
	for name, want := range map[string]string{"MARY-ANN O'NEIL": "Mary-Ann O'neil", "McAvoy": "McAvoy", "MR. ØRN": "Mr. Ørn"} {
		if got := nameOf(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// FuzzSplit holds what is true of every text: nothing panics, the same text gives
// the same shots, and each of them can be kept in a project.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{diner, "ANNA\n(", "A\n()", "..\n.x", ">\n<", "><", "@^\nx", "\xff\x00", "[[\n\n]]", "漢字。漢字", "# \n= \n~", "(A) (B)\nx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		scenes := Split(Parse(text))
		if !reflect.DeepEqual(scenes, Split(Parse(text))) {
			t.Fatal("another time gave other shots")
		}
		for _, scene := range scenes {
			kept := project.Scene{Code: "SC010", Title: scene.Title, Synopsis: scene.Synopsis}
			if err := kept.Validate(); err != nil {
				t.Fatal(err)
			}
			for _, s := range scene.Shots {
				shot := project.Shot{Code: "SH010", Setting: s.Setting, Beats: s.Beats, Dialogue: s.Dialogue, Cast: s.Cast, Continuity: s.Continuity}
				if err := shot.Validate(); err != nil {
					t.Fatalf("%v\n%+v", err, s)
				}
				if len(s.Beats) == 0 && len(s.Dialogue) == 0 || s.Seconds < LeastSeconds || s.Seconds > MostSeconds || !utf8.ValidString(s.Setting) {
					t.Fatalf("%+v", s)
				}
			}
		}
	})
}
