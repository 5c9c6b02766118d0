package text

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/kinora-studio/kinora/engine"
)

const (
	tokenizerFile = "tokenizer.json"
	configFile    = "tokenizer_config.json"
	copyAgain     = "copy or download the model's tokenizer folder again"
)

// maxID bounds token ids, so that a damaged file cannot ask for the ids that
// added tokens without one would get.
const maxID = 1 << 30

// tokenizerJSON is tokenizer.json. Its truncation and padding are left out on
// purpose: callers state both, as pipelines do. Its decoder is not needed.
type tokenizerJSON struct {
	AddedTokens   []addedToken    `json:"added_tokens"`
	Normalizer    json.RawMessage `json:"normalizer"`
	PreTokenizer  json.RawMessage `json:"pre_tokenizer"`
	PostProcessor json.RawMessage `json:"post_processor"`
	Model         *modelJSON      `json:"model"`
}

// LoadTokenizer reads tokenizer.json and, where there is one,
// tokenizer_config.json from a model's tokenizer folder. What Kinora does not
// know in them is an error, never left out.
func LoadTokenizer(dir string) (*Tokenizer, error) {
	path := filepath.Join(dir, tokenizerFile)
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, engine.Bad("check that the model folder is complete; an older model with only spiece.model has to be converted",
			"the tokenizer %s cannot be opened: %w", path, err)
	}
	configPath := filepath.Join(dir, configFile)
	config, err := os.ReadFile(configPath)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, engine.Bad("check the file's permissions", "the tokenizer's settings %s cannot be opened: %w", configPath, err)
	}
	settings, err := parseConfig(config)
	if err != nil {
		return nil, engine.Bad(copyAgain, "the tokenizer's settings %s cannot be used: %w", configPath, err)
	}
	t, err := parse(file, settings)
	if err != nil {
		return nil, engine.Bad(copyAgain+", or use one of a kind that Kinora knows", "the tokenizer %s cannot be used: %w", path, err)
	}
	t.file = path
	return t, nil
}

// parse builds a tokenizer. Its errors continue "... cannot be used: ".
func parse(file []byte, config configJSON) (*Tokenizer, error) {
	var in tokenizerJSON
	if !utf8.Valid(file) {
		return nil, errors.New("it is not UTF-8 text")
	}
	if err := json.Unmarshal(file, &in); err != nil {
		return nil, fmt.Errorf("it is not JSON of the known form: %w", err)
	}
	t := &Tokenizer{file: tokenizerFile}
	var err error
	if t.model, err = newModel(in.Model); err != nil {
		return nil, err
	}
	if t.normalizers, err = newNormalizers(in.Normalizer); err != nil {
		return nil, err
	}
	if t.preTokenizers, err = newPreTokenizers(in.PreTokenizer); err != nil {
		return nil, err
	}
	if t.template, err = newTemplate(in.PostProcessor, 0); err != nil {
		return nil, err
	}
	t.tokens = map[string]int64{}
	tokens := t.addTokens(nil, in.AddedTokens)
	tokens = t.addTokens(tokens, config.listed())
	tokens = t.addTokens(tokens, config.named(t.tokens))
	t.added = newAddedTokens(tokens, t.normalizers)
	t.configure(config)
	return t, t.setLimit()
}

// modelJSON is the model section. Its large parts are read once the type is
// known, and only then: a vocabulary has a quarter of a million pieces.
type modelJSON struct {
	Type         string          `json:"type"`
	Vocab        json.RawMessage `json:"vocab"`
	Merges       json.RawMessage `json:"merges"`
	Dropout      *float64        `json:"dropout"`
	Unk          *string         `json:"unk_token"`
	UnkID        *int64          `json:"unk_id"`
	Prefix       *string         `json:"continuing_subword_prefix"`
	Suffix       *string         `json:"end_of_word_suffix"`
	FuseUnk      bool            `json:"fuse_unk"`
	ByteFallback bool            `json:"byte_fallback"`
	IgnoreMerges bool            `json:"ignore_merges"`
}

func newModel(in *modelJSON) (model, error) {
	if in == nil {
		return nil, errors.New("it has no model")
	}
	if absent(in.Vocab) {
		return nil, errors.New("its model has no vocab")
	}
	kind := in.Type
	// Files of before 2023 leave the type out.
	if kind == "" && in.Merges != nil {
		kind = "BPE"
	} else if kind == "" && in.Vocab[0] == '[' {
		kind = "Unigram"
	}
	switch kind {
	case "BPE":
		return newBPE(in)
	case "Unigram":
		return newUnigram(in)
	}
	return nil, fmt.Errorf("it needs the model type %q, which Kinora does not know", in.Type)
}

// addTokens appends tokens and gives each its id as the public library does: that
// of the vocabulary where it has one, whatever the file says, else the next free
// one. A token of an id that is there already replaces it.
func (t *Tokenizer) addTokens(kept, tokens []addedToken) []addedToken {
	next := int64(t.model.size())
	at := map[int64]int{}
	for i, token := range kept {
		at[token.id] = i
		next = max(next, token.id+1)
	}
	for _, token := range tokens {
		if token.Content == "" {
			continue
		}
		id, known := t.TokenID(token.Content)
		if !known {
			id = next
			next++
		}
		token.id = id
		t.tokens[token.Content] = id
		if i, seen := at[id]; seen {
			kept[i] = token
		} else {
			at[id] = len(kept)
			kept = append(kept, token)
		}
	}
	return kept
}

// setLimit finds the number of embedding rows.
func (t *Tokenizer) setLimit() error {
	t.limit = t.model.limit()
	for _, id := range t.tokens {
		t.limit = max(t.limit, id+1)
	}
	for _, part := range t.template.parts {
		for _, id := range part.ids {
			if id < 0 || id > maxID {
				return fmt.Errorf("its post_processor adds the impossible id %d", id)
			}
			t.limit = max(t.limit, id+1)
		}
	}
	return nil
}

// absent reports whether a section is missing or null.
func absent(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }
