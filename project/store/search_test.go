package store

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/kinora-studio/kinora/project"
)

func TestSearchTakes(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{})
	for _, prompt := range []string{
		"A kitchen at night, rain on the window.",
		"Ein Kätzchen im Regen, größer als der Mond",
		"Một đêm mưa ở Sài Gòn, tiếng Việt",
		"雨の夜、台所で彼女が笑う",
		"ПРИВЕТ, мир; AND OR NOT NEAR",
		`quotes "inside" and it's o'clock`,
	} {
		f.take(shot.ID, func(k *project.Take) { k.Prompt = prompt })
	}
	f.edit("Note", func(e *Editor) error { return e.SetTakeNote(f.t.Context(), 3, "keep for the trailer") })
	for words, want := range map[string]string{
		"":                     "6 5 4 3 2 1",
		"  !? ":                "6 5 4 3 2 1",
		"kitchen":              "1",
		"KITCH":                "1",
		"rain night":           "1",
		"night rain kitchenet": "",
		"katzchen":             "2",
		"Kätzchen groß":        "2",
		"gron":                 "",
		"sai gon":              "3",
		"tieng viet":           "3",
		"Việt":                 "3",
		"trailer":              "3",
		"夜":                    "4",
		"台所 彼女":                "4",
		"台所 kitchen":           "",
		"привет":               "5",
		"and":                  "6 5",
		"AND":                  "6 5",
		"NOT near":             "5",
		`"`:                    "6 5 4 3 2 1",
		`"inside`:              "6",
		"o'clock":              "6",
		"SH010_T02":            "2",
		"t02":                  "2",
		"code:sh010 -rain":     "",
		"kit*":                 "1",
		"(":                    "6 5 4 3 2 1",
		"\x00\xff":             "6 5 4 3 2 1",
	} {
		if got := findTakes(t, f, words); got != want {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
	}
	takes, err := f.SearchTakes(f.t.Context(), "sh010", Page{Limit: 2, Before: 5})
	if err != nil || len(takes) != 2 || takes[0].ID != 4 || takes[1].ID != 3 {
		t.Errorf("a page: %v, %v", takes, err)
	}
}

func findTakes(t *testing.T, f *film, words string) string {
	t.Helper()
	takes, err := f.SearchTakes(f.t.Context(), words, Page{})
	if err != nil {
		t.Errorf("%q: %v", words, err)
	}
	ids := make([]string, len(takes))
	for i, k := range takes {
		ids[i] = fmt.Sprint(k.ID)
	}
	return strings.Join(ids, " ")
}

// TestSearchKnowsWhatIsUndone follows a note through undo and redo.
func TestSearchKnowsWhatIsUndone(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	f.take(f.addShot(project.Shot{}).ID, nil)
	expect := func(when, word, want string) {
		t.Helper()
		if got := findTakes(t, f, word); got != want {
			t.Errorf("%s %q finds %q, want %q", when, word, got, want)
		}
	}
	f.edit("Note", func(e *Editor) error { return e.SetTakeNote(f.t.Context(), 1, "zebra") })
	f.edit("Note", func(e *Editor) error { return e.SetTakeNote(f.t.Context(), 1, "giraffe") })
	expect("changed,", "zebra", "")
	expect("changed,", "giraffe", "1")
	if _, err := f.Undo(f.t.Context()); err != nil {
		t.Fatal(err)
	}
	expect("undone,", "zebra", "1")
	expect("undone,", "giraffe", "")
	if _, err := f.Redo(f.t.Context()); err != nil {
		t.Fatal(err)
	}
	expect("redone,", "giraffe", "1")
	if _, err := f.write.ExecContext(f.t.Context(), "INSERT INTO take_words (take_words) VALUES ('integrity-check')"); err != nil {
		t.Errorf("the words are not those of the takes: %v", err)
	}
}

// TestAnyTextIsFoundByItself searches for what was written, and for anything else.
func TestAnyTextIsFoundByItself(t *testing.T) {
	t.Parallel()
	f := newFilm(t)
	shot := f.addShot(project.Shot{})
	letter := rapid.RuneFrom(nil, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic, unicode.Devanagari, unicode.Hangul,
		unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Nd).Filter(func(r rune) bool { return unicode.In(r, unicode.L, unicode.Nd) })
	words := rapid.SliceOfN(rapid.StringOfN(letter, 1, 8, -1), 1, 6)
	rapid.Check(t, func(r *rapid.T) {
		written := words.Draw(r, "words")
		made := f.take(shot.ID, func(k *project.Take) { k.Prompt = strings.Join(written, ", ") })
		takes, err := f.SearchTakes(f.t.Context(), strings.Join(written, " "), Page{Limit: 1})
		if err != nil || len(takes) != 1 || takes[0].ID != made.ID {
			r.Fatalf("%q does not find itself: %v", written, err)
		}
		if _, err := f.SearchTakes(f.t.Context(), rapid.String().Draw(r, "anything"), Page{}); err != nil {
			r.Fatal(err)
		}
		operators := rapid.SliceOf(rapid.SampledFrom([]string{`"`, "*", "(", ")", "AND", "OR", "NOT", "NEAR/2", "-", ":", "code:", "^", "a", " ", "'", "\x00"})).Draw(r, "operators")
		if _, err := f.SearchTakes(f.t.Context(), strings.Join(operators, " "), Page{}); err != nil {
			r.Fatal(err)
		}
	})
}
