package text

import (
	"encoding/json"
	"fmt"
)

// maxDepth bounds how deeply sequences may hold sequences.
const maxDepth = 16

// stepJSON is a step of tokenizer.json, or a Sequence of such steps.
type stepJSON[T any] interface {
	// sequence returns the steps of a Sequence, and false for any other type.
	sequence() ([]json.RawMessage, bool)
	build() (T, error)
}

// readSteps reads a section of tokenizer.json as one chain. A type that is not
// known is an error: leaving one out would give wrong ids without a word.
func readSteps[T any](raw json.RawMessage, section string, depth int, fresh func() stepJSON[T]) ([]T, error) {
	if absent(raw) {
		return nil, nil
	}
	in := fresh()
	if err := json.Unmarshal(raw, in); err != nil {
		return nil, fmt.Errorf("its %s cannot be read: %w", section, err)
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("its %ss are nested too deeply", section)
	}
	steps, nested := in.sequence()
	if !nested {
		step, err := in.build()
		return []T{step}, err
	}
	var chain []T
	for _, item := range steps {
		part, err := readSteps(item, section, depth+1, fresh)
		if err != nil {
			return nil, err
		}
		chain = append(chain, part...)
	}
	return chain, nil
}
