package ltx

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/connectors"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/text"
	"github.com/kinora-studio/kinora/engine/text/gemma"
	"github.com/kinora-studio/kinora/engine/text/promptcache"
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
	cache := p.promptCache()
	for i, prompt := range prompts {
		key := p.promptKey(prompt)
		if cache != nil {
			if kept, ok := cache.Get(key); ok && kept["video"] != nil && kept["audio"] != nil {
				out[i] = textContext{video: kept["video"], audio: kept["audio"], mask: kept["mask"]}
				continue
			}
		}
		text, err := p.readOne(ctx, prompt)
		if err != nil {
			return nil, err
		}
		if !tensor.Finite(text.video.F32) || !tensor.Finite(text.audio.F32) {
			return nil, engine.Broken("use another provider", "what was read of the prompt cannot be used: %w", engine.ErrNotFinite)
		}
		out[i] = text
		if cache != nil {
			// A prompt that is not kept is read again, which is no fault.
			_ = cache.Put(key, map[string]*tensor.Tensor{"video": text.video, "audio": text.audio, "mask": text.mask})
		}
	}
	// Whatever comes next needs the room more: a prompt is read once a clip.
	if p.params.Budget > 0 {
		return out, p.models.Release("text_encoder")
	}
	return out, nil
}

func (p *pipeline) readOne(ctx context.Context, prompt string) (textContext, error) {
	states, mask, err := p.hiddenStates(ctx, prompt)
	if err != nil {
		return textContext{}, err
	}
	packed, err := connectors.Pack(states, mask)
	if err != nil {
		return textContext{}, err
	}
	var out textContext
	err = with(p, "connectors", p.openConnectors, func(c *connectors.Connectors) error {
		seen, err := c.Run(ctx, packed, mask, connectors.Left)
		out = textContext{video: seen.Video, audio: seen.Audio, mask: seen.Mask}
		return err
	})
	return out, err
}

// promptCacheBytes bounds the prompts that are kept on disk; one of a large pack
// has 24 MiB.
const promptCacheBytes = 1 << 30

// promptCache returns the prompts that were read before. A small pack reads one
// faster than a disk gives it, and a cache that cannot be opened is none.
func (p *pipeline) promptCache() *promptcache.Cache {
	if p.params.CacheDir == "" || p.componentBytes("text_encoder") < 256<<20 {
		return nil
	}
	cache, err := promptcache.Open(promptcache.Params{
		Dir: filepath.Join(p.params.CacheDir, "prompts"), MaxBytes: promptCacheBytes, Now: time.Now,
	})
	if err != nil {
		return nil
	}
	return cache
}

func (p *pipeline) promptKey(prompt string) promptcache.Key {
	components := []string{p.pack.Hash}
	for _, a := range p.params.Adapters {
		components = append(components, fmt.Sprintf("%s %g", a.SHA256, a.Strength))
	}
	return promptcache.Source{
		Components: components, Compute: fmt.Sprintf("%s %s", p.profile.Provider, p.profile.Compute),
		Prompt: strings.TrimSpace(prompt), Lengths: []int64{int64(p.maxTokens)},
	}.Key()
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
