package text

import (
	"encoding/json"
	"errors"
	"fmt"
)

// template says which special tokens stand around a prompt.
type template struct {
	parts []templatePart
	added int // how many special tokens
}

// templatePart is either the prompt or some special tokens.
type templatePart struct {
	prompt bool
	ids    []int64
}

var bare = template{parts: []templatePart{{prompt: true}}}

func (t template) wrap(content []int64) []int64 {
	if len(t.parts) == 1 && t.parts[0].prompt {
		return content
	}
	out := make([]int64, 0, len(content)+t.added)
	for _, p := range t.parts {
		if p.prompt {
			out = append(out, content...)
		} else {
			out = append(out, p.ids...)
		}
	}
	return out
}

func around(before, after []int64) template {
	return template{
		parts: []templatePart{{ids: before}, {prompt: true}, {ids: after}},
		added: len(before) + len(after),
	}
}

type postProcessorJSON struct {
	Type       string            `json:"type"`
	Processors []json.RawMessage `json:"processors"`
	Single     []struct {
		Sequence *struct {
			ID string `json:"id"`
		}
		SpecialToken *struct {
			ID string `json:"id"`
		}
	} `json:"single"`
	SpecialTokens map[string]struct {
		IDs []int64 `json:"ids"`
	} `json:"special_tokens"`
}

// newTemplate reads the post_processor section.
func newTemplate(raw json.RawMessage, depth int) (template, error) {
	if absent(raw) {
		return bare, nil
	}
	var in postProcessorJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return bare, fmt.Errorf("its post_processor cannot be read: %w", err)
	}
	switch in.Type {
	case "TemplateProcessing":
		return in.template()
	case "ByteLevel":
		return bare, nil // it changes where tokens are, not what they are
	case "Sequence":
		return in.sequence(depth)
	}
	return bare, fmt.Errorf("it needs the post_processor type %q, which Kinora does not know", in.Type)
}

func (in *postProcessorJSON) template() (template, error) {
	var t template
	for _, p := range in.Single {
		switch {
		case p.Sequence != nil && p.Sequence.ID == "A":
			t.parts = append(t.parts, templatePart{prompt: true})
		case p.SpecialToken != nil:
			token, ok := in.SpecialTokens[p.SpecialToken.ID]
			if !ok {
				return bare, fmt.Errorf("its TemplateProcessing uses the special token %q without an id for it", p.SpecialToken.ID)
			}
			t.parts = append(t.parts, templatePart{ids: token.IDs})
			t.added += len(token.IDs)
		default:
			return bare, errors.New("its TemplateProcessing has a part for one prompt that is neither the sequence A nor a special token")
		}
	}
	return t, nil
}

// sequence takes the one processor that adds tokens; two cannot be told apart
// from one that knows the prompt's place.
func (in *postProcessorJSON) sequence(depth int) (template, error) {
	out := bare
	if depth > maxDepth {
		return bare, errors.New("its post_processors are nested too deeply")
	}
	for _, raw := range in.Processors {
		t, err := newTemplate(raw, depth+1)
		if err != nil {
			return bare, err
		}
		if t.added > 0 && out.added > 0 {
			return bare, errors.New("two of its post_processors add special tokens, of which Kinora knows only one")
		}
		if t.added > 0 {
			out = t
		}
	}
	return out, nil
}
