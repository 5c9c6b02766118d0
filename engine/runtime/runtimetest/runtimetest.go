// Package runtimetest runs graphs in tests, with the real library.
package runtimetest

import (
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Open builds a graph and loads it on the CPU until the test ends.
func Open(t testing.TB, b *graph.Builder) *runtime.Session {
	t.Helper()
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	s, err := runtime.Open(m, runtime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Run builds a graph and runs it once on the CPU.
func Run(t testing.TB, b *graph.Builder, inputs map[string]*tensor.Tensor) map[string]*tensor.Tensor {
	t.Helper()
	out, err := Open(t, b).Run(t.Context(), inputs)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
