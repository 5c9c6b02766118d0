package text

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// TestClasses asks about every character up to lastRune.
func TestClasses(t *testing.T) {
	var want struct{ Classes map[string][]rune }
	readGzip(t, "testdata", "classes", &want)
	matches := func(find finder, around string) func(rune) bool {
		return func(r rune) bool { return len(find(strings.ReplaceAll(around, "_", string(r)))) == 1 }
	}
	space, punctuation := mustFind(`\s`), findRune(isPunctuation)
	for name, is := range map[string]func(rune) bool{
		"space":       func(r rune) bool { return len(space("x"+string(r)+"x")) == 3 },
		"punctuation": func(r rune) bool { return len(punctuation("x"+string(r)+"x")) == 3 },
		"number":      isNumber,
		"word":        isWord,
		"mark":        isMark,
		"letter":      matches(findGPT2Words, "x_x"),
		"digit":       matches(findGPT2Words, "1_1"),
	} {
		in := make([]bool, unicode.MaxRune+1)
		ranges := want.Classes[name]
		if len(ranges) == 0 {
			t.Fatalf("no %s in testdata", name)
		}
		for i := 0; i < len(ranges); i += 2 {
			for r := ranges[i]; r <= ranges[i+1]; r++ {
				in[r] = true
			}
		}
		for r := range everyRune {
			if is(r) != in[r] {
				t.Errorf("%U is a %s: %v, want %v", r, name, is(r), in[r])
			}
		}
	}
}

// TestForms compares what every character becomes alone, after a mark and in a
// cluster.
func TestForms(t *testing.T) {
	var want struct{ Forms map[string]map[string]string }
	readGzip(t, "testdata", "classes", &want)
	umt5 := shapes(t)["umt5"]
	forms := map[string]func(string) string{
		"lower": lower,
		"nfc":   func(s string) string { return unicodeForm(norm.NFC, s) },
		"nfd":   func(s string) string { return unicodeForm(norm.NFD, s) },
		"nfkc":  func(s string) string { return unicodeForm(norm.NFKC, s) },
		"nfkd":  func(s string) string { return unicodeForm(norm.NFKD, s) },
		"charsmap": func(s string) string {
			s, _ = normalize(umt5.normalizers, s)
			return s
		},
	}
	if len(want.Forms) != 3*len(forms) {
		t.Fatalf("testdata has %d forms", len(want.Forms))
	}
	for key, digests := range want.Forms {
		name, around, _ := strings.Cut(key, " ")
		blocks := map[string][]string{}
		for r := range everyRune {
			block := strconv.FormatInt(int64(r)>>16, 16)
			blocks[block] = append(blocks[block], forms[name](strings.ReplaceAll(around, "_", string(r))))
		}
		for block, texts := range blocks {
			sum := sha256.Sum256([]byte(strings.Join(texts, "\n")))
			if got := hex.EncodeToString(sum[:])[:12]; got != digests[block] {
				t.Errorf("%s %+q of U+%s0000 and on is not what the public library gives", name, around, block)
			}
		}
	}
}

// everyRune yields all of Unicode up to lastRune but the surrogates.
func everyRune(yield func(rune) bool) {
	for r := range rune(lastRune + 1) {
		if (r < 0xD800 || r > 0xDFFF) && !yield(r) {
			return
		}
	}
}

// TestLongForm holds our own composition against golang.org/x/text where the
// latter does not cut runs of marks.
func TestLongForm(t *testing.T) {
	for _, text := range readTexts(t, "testdata") {
		for _, form := range []norm.Form{norm.NFC, norm.NFD, norm.NFKC, norm.NFKD} {
			if strings.Contains(text, strings.Repeat("\u0301", 30)) {
				continue
			}
			if got, want := longForm(form, text), form.String(text); got != want {
				t.Errorf("%+q: got %+q, want %+q", text, got, want)
			}
		}
	}
}
