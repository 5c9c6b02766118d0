package ltx

import (
	"context"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/connectors"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/text"
	"github.com/kinora-studio/kinora/engine/text/gemma"
)

// Tokens counts what the model reads of a prompt. Only a pack that lists its
// vocabulary can tell which words it does not know.
func (p *pipeline) Tokens(prompt string) (count int, unknown []string, err error) {
	count, err = p.tokenizer.Count(strings.TrimSpace(prompt))
	if err != nil || len(p.pack.About.Vocabulary) == 0 {
		return count, nil, err
	}
	known := map[string]bool{}
	for _, word := range p.pack.About.Vocabulary {
		known[strings.ToLower(word)] = true
	}
	for _, word := range strings.FieldsFunc(prompt, func(r rune) bool { return strings.ContainsRune(" ,.;:!?\t\n\"'()-", r) }) {
		if lower := strings.ToLower(word); !known[lower] {
			known[lower] = true // each word is named once
			unknown = append(unknown, word)
		}
	}
	return count, unknown, nil
}

// read turns prompts into what the transformer looks at, one for each.
func (p *pipeline) read(ctx context.Context, prompts ...string) ([]textContext, error) {
	out := make([]textContext, len(prompts))
	for i, prompt := range prompts {
		states, mask, err := p.hiddenStates(ctx, prompt)
		if err != nil {
			return nil, err
		}
		packed, err := connectors.Pack(states, mask)
		if err != nil {
			return nil, err
		}
		err = with(p, "connectors", p.openConnectors, func(c *connectors.Connectors) error {
			seen, err := c.Run(ctx, packed, mask, connectors.Left)
			out[i] = textContext{video: seen.Video, audio: seen.Audio, mask: seen.Mask}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	// Whatever comes next needs the room more: a prompt is read once a clip.
	if p.params.Budget > 0 {
		return out, p.models.Release("text_encoder")
	}
	return out, nil
}

// hiddenStates runs the text encoder: [1, layers+1, tokens, width] and the mask
// [1, tokens].
func (p *pipeline) hiddenStates(ctx context.Context, prompt string) (states, mask *tensor.Tensor, err error) {
	ids, seen, err := p.tokenizer.EncodePadded(strings.TrimSpace(prompt), p.maxTokens, text.PadLeft)
	if err != nil {
		return nil, nil, engine.Bad("use other words", "the prompt cannot be read: %w", err)
	}
	n := int64(len(ids))
	mask = tensor.Ints(seen, 1, n)
	err = with(p, "text_encoder", p.openTextEncoder, func(e *gemma.Encoder) error {
		states, err = e.Encode(ctx, tensor.Ints(ids, 1, n), mask)
		return err
	})
	return states, mask, err
}

func (p *pipeline) openTextEncoder(dir string) (*gemma.Encoder, error) {
	return gemma.New(gemma.Params{Dir: dir, Options: p.options})
}

func (p *pipeline) openConnectors(dir string) (*connectors.Connectors, error) {
	return connectors.New(connectors.Params{Dir: dir, Options: p.options, Adapters: p.adapters})
}
