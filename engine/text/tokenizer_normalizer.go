package text

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalizer changes a text before it is split. kept is false where the text no
// longer begins with what it began with, which one pre-tokenizer asks about.
type normalizer func(text string) (out string, kept bool)

func normalize(chain []normalizer, text string) (out string, kept bool) {
	kept = true
	for _, n := range chain {
		var same bool
		text, same = n(text)
		kept = kept && same
	}
	return text, kept
}

type normalizerJSON struct {
	Type        string            `json:"type"`
	Normalizers []json.RawMessage `json:"normalizers"`
	Pattern     json.RawMessage   `json:"pattern"`
	Content     *string           `json:"content"`
	Prepend     *string           `json:"prepend"`
	StripLeft   *bool             `json:"strip_left"`
	StripRight  *bool             `json:"strip_right"`
	Charsmap    *string           `json:"precompiled_charsmap"`
}

// newNormalizers reads the normalizer section.
func newNormalizers(raw json.RawMessage) ([]normalizer, error) {
	return readSteps(raw, "normalizer", 0, func() stepJSON[normalizer] { return &normalizerJSON{} })
}

func (in *normalizerJSON) sequence() ([]json.RawMessage, bool) {
	return in.Normalizers, in.Type == "Sequence"
}

func (in *normalizerJSON) build() (normalizer, error) {
	switch in.Type {
	case "Replace":
		return in.replace()
	case "Prepend":
		if in.Prepend == nil {
			return nil, errors.New("its Prepend normalizer does not say what to prepend")
		}
		return prepend(*in.Prepend), nil
	case "Strip":
		if in.StripLeft == nil || in.StripRight == nil {
			return nil, errors.New("its Strip normalizer does not say which sides to strip")
		}
		return strip(*in.StripLeft, *in.StripRight), nil
	case "Precompiled":
		return in.precompiled()
	case "Lowercase":
		return whole(lower), nil
	case "StripAccents":
		return stripAccents, nil
	case "NFC":
		return whole(func(s string) string { return unicodeForm(norm.NFC, s) }), nil
	case "NFD":
		return whole(func(s string) string { return unicodeForm(norm.NFD, s) }), nil
	case "NFKC":
		return whole(func(s string) string { return unicodeForm(norm.NFKC, s) }), nil
	case "NFKD":
		return whole(func(s string) string { return unicodeForm(norm.NFKD, s) }), nil
	}
	return nil, fmt.Errorf("it needs the normalizer type %q, which Kinora does not know", in.Type)
}

// whole is a normalizer that never drops the beginning.
func whole(f func(string) string) normalizer {
	return func(s string) (string, bool) { return f(s), true }
}

func prepend(prefix string) normalizer {
	return whole(func(s string) string {
		if s == "" {
			return s
		}
		return prefix + s
	})
}

func strip(left, right bool) normalizer {
	return func(s string) (string, bool) {
		kept := true
		if left {
			trimmed := strings.TrimLeftFunc(s, unicode.IsSpace)
			s, kept = trimmed, len(trimmed) == len(s)
		}
		if right {
			s = strings.TrimRightFunc(s, unicode.IsSpace)
		}
		return s, kept
	}
}

func stripAccents(s string) (string, bool) {
	first, _ := utf8.DecodeRuneInString(s)
	out := strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, s)
	return out, !isMark(first)
}

func (in *normalizerJSON) replace() (normalizer, error) {
	find, err := newPattern(in.Pattern)
	if err != nil {
		return nil, fmt.Errorf("its Replace normalizer: %w", err)
	}
	if in.Content == nil {
		return nil, errors.New("its Replace normalizer has no content")
	}
	content := *in.Content
	return func(s string) (string, bool) {
		var out strings.Builder
		out.Grow(len(s))
		kept := true
		for i, part := range find(s) {
			if !part.match {
				out.WriteString(s[part.begin:part.end])
				continue
			}
			out.WriteString(content)
			// What replaces several characters counts as standing at the last.
			kept = kept && (i > 0 || content != "" && utf8.RuneCountInString(s[part.begin:part.end]) < 2)
		}
		return out.String(), kept
	}, nil
}

func (in *normalizerJSON) precompiled() (normalizer, error) {
	if in.Charsmap == nil {
		return nil, errors.New("its Precompiled normalizer has no precompiled_charsmap")
	}
	blob, err := base64.StdEncoding.DecodeString(*in.Charsmap)
	if err != nil {
		return nil, fmt.Errorf("its precompiled_charsmap is not base64: %w", err)
	}
	c, err := newCharsmap(blob)
	if err != nil {
		return nil, err
	}
	return whole(c.normalize), nil
}
