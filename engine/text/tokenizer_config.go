package text

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// settings is what tokenizer_config.json decides.
type settings struct {
	side         PaddingSide
	truncateLeft bool
	padID        int64 // -1: none
	maxLength    int   // 0: not stated
}

// configJSON is the part of tokenizer_config.json that changes ids.
type configJSON struct {
	PaddingSide    string                `json:"padding_side"`
	TruncationSide string                `json:"truncation_side"`
	MaxLength      json.Number           `json:"model_max_length"`
	Pad            *configToken          `json:"pad_token"`
	Bos            *configToken          `json:"bos_token"`
	Eos            *configToken          `json:"eos_token"`
	Unk            *configToken          `json:"unk_token"`
	Added          map[string]addedToken `json:"added_tokens_decoder"`
	AddBos         optionalBool          `json:"add_bos_token"`
	AddEos         optionalBool          `json:"add_eos_token"`
}

// configToken is a token by its text or as an object with its rules.
type configToken struct{ addedToken }

func (t *configToken) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &t.Content); err == nil {
		t.Special = true
		return nil
	}
	return json.Unmarshal(raw, &t.addedToken)
}

// optionalBool tells a key that is absent from one that is null.
type optionalBool struct{ present, value bool }

func (b *optionalBool) UnmarshalJSON(raw []byte) error {
	b.present = true
	return json.Unmarshal(raw, &b.value)
}

// parseConfig reads tokenizer_config.json; no file means no settings.
func parseConfig(file []byte) (configJSON, error) {
	var in configJSON
	if file == nil {
		return in, nil
	}
	if !utf8.Valid(file) {
		return in, fmt.Errorf("it is not UTF-8 text")
	}
	if err := json.Unmarshal(file, &in); err != nil {
		return in, fmt.Errorf("it is not JSON of the known form: %w", err)
	}
	for key, side := range map[string]string{"padding_side": in.PaddingSide, "truncation_side": in.TruncationSide} {
		if side != "" && side != "left" && side != "right" {
			return in, fmt.Errorf("its %s is %q and neither left nor right", key, side)
		}
	}
	return in, nil
}

// listed returns the tokens that are stated with their rules, which count more
// than those of tokenizer.json.
func (in *configJSON) listed() []addedToken {
	var tokens []addedToken
	for _, key := range slices.SortedFunc(maps.Keys(in.Added), byNumber) {
		tokens = append(tokens, in.Added[key])
	}
	return tokens
}

// named returns the tokens of a role that are not known yet.
func (in *configJSON) named(known map[string]int64) []addedToken {
	var tokens []addedToken
	for _, t := range []*configToken{in.Bos, in.Eos, in.Unk, in.Pad} {
		if t == nil {
			continue
		}
		if _, ok := known[t.Content]; !ok {
			tokens = append(tokens, t.addedToken)
		}
	}
	return tokens
}

func byNumber(a, b string) int {
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	return x - y
}

// configure applies the settings once all tokens have their ids.
func (t *Tokenizer) configure(in configJSON) {
	t.config = settings{side: PadRight, padID: -1, truncateLeft: in.TruncationSide == "left"}
	if in.PaddingSide == "left" {
		t.config.side = PadLeft
	}
	// transformers writes 1e30 for "no limit".
	if n, err := in.MaxLength.Int64(); err == nil && n > 0 && n <= maxPadded {
		t.config.maxLength = int(n)
	}
	if in.Pad != nil {
		if id, ok := t.TokenID(in.Pad.Content); ok {
			t.config.padID = id
		}
	}
	if in.AddBos.present || in.AddEos.present {
		t.template = around(t.wanted(in.AddBos, in.Bos), t.wanted(in.AddEos, in.Eos))
	}
}

// wanted returns the id of a token to be added. As in transformers, settings that
// mention adding such tokens replace the post-processor of tokenizer.json.
func (t *Tokenizer) wanted(add optionalBool, token *configToken) []int64 {
	if !add.value || token == nil {
		return nil
	}
	if id, ok := t.TokenID(token.Content); ok {
		return []int64{id}
	}
	return nil
}
