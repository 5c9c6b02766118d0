// Package text turns a prompt into what a text encoder reads. Its tokenizers
// follow the public tokenizer.json format and give the same ids as the public
// `tokenizers` library does; docs/adr says why they are our own.
//
// A prompt goes through five stages, one file each: added tokens are cut out
// (tokenizer_added.go), the rest is normalised (tokenizer_normalizer.go), split
// (tokenizer_pretokenizer.go), looked up by a model (tokenizer_bpe.go,
// tokenizer_unigram.go) and put between special tokens (tokenizer_post.go).
//
// # Concurrency
//
// A Tokenizer is read-only after LoadTokenizer and safe for concurrent use.
package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kinora-studio/kinora/engine"
)

// PaddingSide says where the padding of a short prompt goes.
type PaddingSide int

// The padding sides. PadDefault takes the side that the tokenizer's
// configuration states.
const (
	PadDefault PaddingSide = iota
	PadLeft
	PadRight
)

// maxPadded bounds the length that EncodePadded accepts: far beyond any text
// encoder, and small enough to allocate.
const maxPadded = 1 << 24

// model looks one piece of text up in a vocabulary.
type model interface {
	// encode appends the ids of text, which is not empty and is valid UTF-8.
	encode(ids []int64, text string) ([]int64, error)
	// id returns the id of a piece of the vocabulary.
	id(piece string) (int64, bool)
	// size is the number of pieces, limit is one more than the largest id.
	size() int
	limit() int64
	// unknown returns the id that stands for what the vocabulary lacks, or -1.
	unknown() int64
}

// Tokenizer turns prompts into token ids.
type Tokenizer struct {
	file          string // tokenizer.json, for messages
	added         *addedTokens
	normalizers   []normalizer
	preTokenizers []preTokenizer
	model         model
	template      template
	config        settings
	tokens        map[string]int64 // of the added tokens
	limit         int64
}

// Word is a part of a prompt between white space.
type Word struct {
	Text       string
	Start, End int // in bytes of the prompt
}

// Encode returns the ids of a prompt with the special tokens that the
// tokenizer's post-processor adds. Bytes that are not UTF-8 count as U+FFFD.
func (t *Tokenizer) Encode(prompt string) ([]int64, error) {
	ids, err := t.content(prompt)
	if err != nil {
		return nil, err
	}
	return t.template.wrap(ids), nil
}

// EncodePadded returns exactly maxLength ids and their attention mask, 1 for a
// token and 0 for padding. A long prompt loses its end (its beginning where the
// configuration says truncation_side left) before special tokens are added, so
// these are always present.
func (t *Tokenizer) EncodePadded(prompt string, maxLength int, side PaddingSide) (ids, mask []int64, err error) {
	room := maxLength - t.template.added
	if room < 0 || maxLength > maxPadded {
		return nil, nil, engine.Bad("ask for a length between the number of special tokens and 16 million",
			"a prompt cannot be padded to %d tokens: the tokenizer %s adds %d special tokens", maxLength, t.file, t.template.added)
	}
	if t.config.padID < 0 {
		return nil, nil, engine.Bad("name a pad_token of the vocabulary in tokenizer_config.json",
			"the tokenizer %s has no padding token", t.file)
	}
	if side == PadDefault {
		side = t.config.side
	}
	content, err := t.content(prompt)
	if err != nil {
		return nil, nil, err
	}
	if excess := len(content) - room; excess > 0 {
		if t.config.truncateLeft {
			content = content[excess:]
		} else {
			content = content[:room]
		}
	}
	ids, mask = pad(t.template.wrap(content), maxLength, side, t.config.padID)
	return ids, mask, nil
}

func pad(tokens []int64, length int, side PaddingSide, padID int64) (ids, mask []int64) {
	// A template may hold the prompt twice or not at all; what is too long stays
	// so, as in the public library.
	length = max(length, len(tokens))
	ids, mask = make([]int64, length), make([]int64, length)
	begin := 0
	if side == PadLeft {
		begin = length - len(tokens)
	}
	for i := range ids {
		if i >= begin && i < begin+len(tokens) {
			ids[i], mask[i] = tokens[i-begin], 1
		} else {
			ids[i] = padID
		}
	}
	return ids, mask
}

// Count returns how many tokens Encode makes of a prompt, special tokens
// included: the number to hold against a text encoder's limit.
func (t *Tokenizer) Count(prompt string) (int, error) {
	ids, err := t.Encode(prompt)
	return len(ids), err
}

// Unknown returns the words of a prompt of which the vocabulary lacks a part, so
// that the text encoder cannot read them. A vocabulary with byte fallback lacks
// nothing.
func (t *Tokenizer) Unknown(prompt string) ([]Word, error) {
	unknown, err := t.hasUnknown(prompt)
	if err != nil || !unknown {
		return nil, err
	}
	var words []Word
	for _, word := range wordsOf(prompt) {
		unknown, err := t.hasUnknown(word.Text)
		if err != nil {
			return nil, err
		}
		if unknown {
			words = append(words, word)
		}
	}
	return words, nil
}

func wordsOf(prompt string) []Word {
	var words []Word
	end := 0
	for field := range strings.FieldsFuncSeq(prompt, unicode.IsSpace) {
		start := end + strings.Index(prompt[end:], field)
		end = start + len(field)
		words = append(words, Word{Text: field, Start: start, End: end})
	}
	return words
}

// PaddingSide returns the side that the configuration states; right, where it
// states none.
func (t *Tokenizer) PaddingSide() PaddingSide { return t.config.side }

// MaxLength returns the number of tokens that the configuration calls the
// model's limit, or 0 where it states none.
func (t *Tokenizer) MaxLength() int { return t.config.maxLength }

// PadID returns the id of the padding token.
func (t *Tokenizer) PadID() (int64, bool) { return t.config.padID, t.config.padID >= 0 }

// TokenID returns the id of a token as the vocabulary spells it.
func (t *Tokenizer) TokenID(token string) (int64, bool) {
	if id, ok := t.tokens[token]; ok {
		return id, true
	}
	return t.model.id(token)
}

// VocabSize returns the number of rows that an embedding needs to hold every id
// that Encode can return.
func (t *Tokenizer) VocabSize() int64 { return t.limit }

// content returns the ids of a prompt without special tokens.
func (t *Tokenizer) content(prompt string) ([]int64, error) {
	pieces := t.pieces(prompt)
	ids := make([]int64, 0, len(prompt)/4+8)
	var err error
	for _, p := range pieces {
		if p.token >= 0 {
			ids = append(ids, p.token)
		} else if ids, err = t.model.encode(ids, p.text); err != nil {
			return nil, engine.Bad("use another tokenizer.json", "the tokenizer %s cannot encode the prompt: %w", t.file, err)
		}
	}
	return ids, nil
}

// hasUnknown reports whether the model, and not an added token in the text, gave
// the unknown token.
func (t *Tokenizer) hasUnknown(text string) (bool, error) {
	unknown := t.model.unknown()
	var ids []int64
	for _, p := range t.pieces(text) {
		if p.token >= 0 {
			continue
		}
		var err error
		if ids, err = t.model.encode(ids[:0], p.text); err != nil {
			return false, engine.Bad("use another tokenizer.json", "the tokenizer %s cannot encode the prompt: %w", t.file, err)
		}
		if slices.Contains(ids, unknown) {
			return true, nil
		}
	}
	return false, nil
}

// pieces runs every stage before the model.
func (t *Tokenizer) pieces(prompt string) []piece {
	if !utf8.ValidString(prompt) {
		prompt = string([]rune(prompt))
	}
	pieces := t.added.split(prompt, func(text string) (string, bool) {
		return normalize(t.normalizers, text)
	})
	for _, p := range t.preTokenizers {
		pieces = p.split(pieces)
	}
	return pieces
}
