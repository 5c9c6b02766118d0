package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a prompt on its way to the model.
type piece struct {
	text  string
	token int64 // the id of an added token, or -1
	start bool  // the piece begins where the prompt begins
}

// addedToken is a text that is cut out before the model sees it.
type addedToken struct {
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"`
	LStrip     bool   `json:"lstrip"`
	RStrip     bool   `json:"rstrip"`
	Normalized bool   `json:"normalized"`
	Special    bool   `json:"special"`

	id int64
}

// addedTokens finds added tokens, the longest of those that begin at a place.
type addedTokens struct {
	tokens     []addedToken
	plain      *trie // index into tokens, by what stands in the prompt
	normalized *trie // index into tokens, by what stands in the normalised prompt
}

func newAddedTokens(tokens []addedToken, normalizers []normalizer) *addedTokens {
	var keys [2][]string
	var values [2][]int32
	for i, token := range tokens {
		which, key := 0, token.Content
		if token.Normalized {
			which = 1
			key, _ = normalize(normalizers, key)
		}
		// A token that normalises to nothing would match everywhere.
		if key != "" {
			keys[which], values[which] = append(keys[which], key), append(values[which], int32(i))
		}
	}
	return &addedTokens{tokens, newTrie(keys[0], values[0]), newTrie(keys[1], values[1])}
}

// split cuts the tokens out that match the prompt as it stands, normalises the
// rest and cuts the tokens out that match it then.
func (a *addedTokens) split(prompt string, normalize func(string) (string, bool)) []piece {
	var pieces []piece
	for _, p := range a.cut(nil, a.plain, piece{prompt, -1, true}) {
		if p.token < 0 {
			var kept bool
			p.text, kept = normalize(p.text)
			p.start = p.start && kept
			pieces = a.cut(pieces, a.normalized, p)
		} else {
			pieces = append(pieces, p)
		}
	}
	return pieces
}

// cut appends the non-empty parts of a piece.
func (a *addedTokens) cut(pieces []piece, tokens *trie, p piece) []piece {
	text, done := p.text, 0
	add := func(begin, end int, token int64) {
		if begin < end {
			pieces = append(pieces, piece{text[begin:end], token, p.start && begin == 0})
		}
	}
	for at := 0; at < len(text); {
		index, length := tokens.longest(text[at:])
		if index < 0 {
			at++
			continue
		}
		token := &a.tokens[index]
		begin, end := at, at+length
		at = end
		if token.SingleWord && (endsWithWord(text[:begin]) || startsWithWord(text[end:])) {
			continue
		}
		if token.LStrip {
			begin = max(len(strings.TrimRightFunc(text[:begin], unicode.IsSpace)), done)
		}
		if token.RStrip {
			end = len(text) - len(strings.TrimLeftFunc(text[end:], unicode.IsSpace))
		}
		add(done, begin, -1)
		add(begin, end, token.id)
		done = end
	}
	add(done, len(text), -1)
	return pieces
}

func endsWithWord(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	return n > 0 && isWord(r)
}

func startsWithWord(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n > 0 && isWord(r)
}
