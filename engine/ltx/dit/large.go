package dit

import (
	"strings"

	"github.com/kinora-studio/kinora/engine/weights"
)

// The least matrix that is worth computing in 8 bits: below it, rounding the
// tokens costs more than the product saves.
const (
	largeIn  = 256
	largeOut = 128
)

// large returns the names of the blocks' large matrices. What comes before and
// after the blocks, modulation and gates stay in full precision: they are small,
// and all else depends on them.
func large(s *weights.Store) []string {
	var names []string
	for _, name := range s.Names() {
		t, _ := s.Lookup(name)
		layer, ok := strings.CutSuffix(name, ".weight")
		if !ok || !strings.HasPrefix(name, "transformer_blocks.") || strings.HasSuffix(layer, ".to_gate_logits") {
			continue
		}
		if len(t.Shape) == 2 && t.DType.IsFloat() && t.Shape[0] >= largeOut && t.Shape[1] >= largeIn {
			names = append(names, name)
		}
	}
	return names
}
