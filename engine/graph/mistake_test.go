package graph_test

import (
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
)

// TestFirstMistakeIsKept calls operations with what a failed one returned, a
// value without a shape: they must neither panic nor replace the mistake.
func TestFirstMistakeIsKept(t *testing.T) {
	b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU()})
	good := b.Input("x", 2, "tokens", 8)
	bad := b.Reshape(good, 3, 3)
	for name, use := range map[string]func() graph.Value{
		"Linear":      func() graph.Value { return b.Linear("l", bad, 4, true) },
		"MatMul":      func() graph.Value { return b.MatMul(bad, good) },
		"Add":         func() graph.Value { return b.Add(bad, good) },
		"Reshape":     func() graph.Value { return b.Reshape(bad, 2, "tokens", 8) },
		"Transpose":   func() graph.Value { return b.Transpose(bad, 0, 2, 1) },
		"Concat":      func() graph.Value { return b.Concat(2, bad, good) },
		"Slice":       func() graph.Value { return b.Slice(bad, 1, 0, 1) },
		"Split":       func() graph.Value { return b.Split(bad, 2, 2)[1] },
		"Expand":      func() graph.Value { return b.Expand(bad, 2, 3) },
		"Unsqueeze":   func() graph.Value { return b.Unsqueeze(bad, 2) },
		"Squeeze":     func() graph.Value { return b.Squeeze(bad, -1) },
		"Gather":      func() graph.Value { return b.Gather(bad, bad, 2) },
		"Mean":        func() graph.Value { return b.Mean(bad, 1) },
		"Softmax":     func() graph.Value { return b.Softmax(bad) },
		"RMSNorm":     func() graph.Value { return b.RMSNorm(bad, graph.Value{}, 1e-6) },
		"LayerNorm":   func() graph.Value { return b.LayerNorm(bad, graph.Value{}, graph.Value{}, 1e-6) },
		"GroupNorm":   func() graph.Value { return b.GroupNorm(bad, bad, bad, 2, 1e-6) },
		"Conv":        func() graph.Value { return b.Conv("c", bad, graph.ConvParams{Out: 4, Kernel: []int64{3}}) },
		"Attention":   func() graph.Value { return b.Attention(bad, bad, bad, graph.AttentionParams{Heads: 2}) },
		"Pad":         func() graph.Value { return b.Pad(bad, graph.PadZero, []int64{1}, []int64{1}) },
		"Nearest":     func() graph.Value { return b.ResizeNearest(bad, 2) },
		"Embedding":   func() graph.Value { return b.Embedding("e", bad, 4, 8) },
		"SplitHeads":  func() graph.Value { return b.SplitHeads(bad, 2) },
		"JoinHeads":   func() graph.Value { return b.JoinHeads(bad) },
		"GELU":        func() graph.Value { return b.GELU(bad) },
		"Where":       func() graph.Value { return b.Where(bad, bad, good) },
		"ChannelNorm": func() graph.Value { return b.ChannelRMSNorm(bad, 1e-6) },
	} {
		t.Run(name, func(*testing.T) { b.Output(name, use()) })
	}
	if _, err := b.Build(); err == nil || !strings.Contains(err.Error(), "cannot reshape [2, tokens, 8] to [3, 3]") {
		t.Errorf("the mistake became %v", err)
	}
}
