package text

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// preTokenizer changes one piece and splits it.
type preTokenizer struct {
	prepare func(text string, start bool) string // nil: leave it as it is
	find    finder                               // nil: do not split
	invert  bool
	keep    behavior
	after   func(text string) string // nil: leave it as it is
}

func (t *preTokenizer) split(pieces []piece) []piece {
	out := make([]piece, 0, len(pieces))
	for _, p := range pieces {
		if p.token >= 0 {
			out = append(out, p)
			continue
		}
		if t.prepare != nil {
			p.text = t.prepare(p.text, p.start)
		}
		parts := []part{{0, len(p.text), false}}
		if t.find != nil {
			parts = t.parts(p.text)
		}
		for _, q := range parts {
			if q.begin == q.end {
				continue
			}
			text := p.text[q.begin:q.end]
			if t.after != nil {
				text = t.after(text)
			}
			out = append(out, piece{text, -1, p.start && q.begin == 0})
		}
	}
	return out
}

func (t *preTokenizer) parts(text string) []part {
	parts := t.find(text)
	if t.invert {
		for i := range parts {
			parts[i].match = !parts[i].match
		}
	}
	return t.keep.apply(parts)
}

type preTokenizerJSON struct {
	Type          string            `json:"type"`
	PreTokenizers []json.RawMessage `json:"pretokenizers"`
	Pattern       json.RawMessage   `json:"pattern"`
	Behavior      *behavior         `json:"behavior"`
	Invert        bool              `json:"invert"`
	Digits        bool              `json:"individual_digits"`
	Replacement   string            `json:"replacement"`
	Scheme        string            `json:"prepend_scheme"`
	Split         *bool             `json:"split"`
	PrefixSpace   *bool             `json:"add_prefix_space"`
	UseRegex      *bool             `json:"use_regex"`
}

// newPreTokenizers reads the pre_tokenizer section.
func newPreTokenizers(raw json.RawMessage) ([]preTokenizer, error) {
	return readSteps(raw, "pre_tokenizer", 0, func() stepJSON[preTokenizer] { return &preTokenizerJSON{} })
}

func (in *preTokenizerJSON) sequence() ([]json.RawMessage, bool) {
	return in.PreTokenizers, in.Type == "Sequence"
}

func (in *preTokenizerJSON) build() (preTokenizer, error) {
	switch in.Type {
	case "Split":
		find, err := newPattern(in.Pattern)
		if err == nil && in.Behavior == nil {
			err = errors.New("it has no behavior")
		}
		if err != nil {
			return preTokenizer{}, fmt.Errorf("its Split pre_tokenizer: %w", err)
		}
		return preTokenizer{find: find, keep: *in.Behavior, invert: in.Invert}, nil
	case "Metaspace":
		return in.metaspace()
	case "ByteLevel":
		return in.byteLevel(), nil
	case "WhitespaceSplit":
		return preTokenizer{find: findRune(unicode.IsSpace), keep: removed}, nil
	case "Whitespace":
		return preTokenizer{find: findWords, keep: removed, invert: true}, nil
	case "Punctuation":
		t := preTokenizer{find: findRune(isPunctuation), keep: isolated}
		if in.Behavior != nil {
			t.keep = *in.Behavior
		}
		return t, nil
	case "Digits":
		t := preTokenizer{find: findRune(isNumber), keep: contiguous}
		if in.Digits {
			t.keep = isolated
		}
		return t, nil
	}
	return preTokenizer{}, fmt.Errorf("it needs the pre_tokenizer type %q, which Kinora does not know", in.Type)
}

// metaspace writes a visible character for a space and begins words with it.
func (in *preTokenizerJSON) metaspace() (preTokenizer, error) {
	mark, size := utf8.DecodeRuneInString(in.Replacement)
	if size == 0 || size != len(in.Replacement) {
		return preTokenizer{}, fmt.Errorf("its Metaspace pre_tokenizer replaces a space by %q, which is not one character", in.Replacement)
	}
	scheme := in.Scheme
	if scheme == "" {
		scheme = "always"
		if in.PrefixSpace != nil && !*in.PrefixSpace {
			scheme = "never"
		}
	}
	if scheme != "always" && scheme != "first" && scheme != "never" {
		return preTokenizer{}, fmt.Errorf("its Metaspace pre_tokenizer has the unknown prepend_scheme %q", scheme)
	}
	t := preTokenizer{prepare: func(text string, start bool) string {
		text = strings.ReplaceAll(text, " ", in.Replacement)
		if (scheme == "always" || scheme == "first" && start) && !strings.HasPrefix(text, in.Replacement) {
			text = in.Replacement + text
		}
		return text
	}}
	if in.Split == nil || *in.Split {
		t.find, t.keep = findRune(func(r rune) bool { return r == mark }), mergedWithNext
	}
	return t, nil
}
