package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strconv"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// opened is what opening weights took.
type opened struct {
	Matrices   int     `json:"matrices"`
	Weights    float64 `json:"weights_mib"`
	Seconds    float64 `json:"seconds"`     // reading headers, building the graph, opening the session
	Private    float64 `json:"private_mib"` // memory that is this process's own and not the file's, afterwards less before
	RunSeconds float64 `json:"run_seconds"` // the first run, which reads the file
	RunPrivate float64 `json:"run_private_mib"`
}

// opening opens a graph of linear layers over the float32 matrices of a
// transformer, as many as make up so many bytes, and runs it on one token.
func opening(dir string, bytes int64, o runtime.Options) (r opened, err error) {
	if err := runtime.Load(); err != nil {
		return r, err
	}
	before, err := private()
	if err != nil {
		return r, err
	}
	begun := time.Now()
	store, err := weights.Open(filepath.Join(dir, "transformer"))
	if err != nil {
		return r, err
	}
	inputs := map[string]*tensor.Tensor{}
	b := graph.New(graph.Params{Name: "linear layers", Profile: graph.CPU(), Store: store})
	for _, name := range store.Names() {
		t, _ := store.Lookup(name)
		layer, ok := strings.CutSuffix(name, ".weight")
		if !ok || len(t.Shape) != 2 || t.DType != tensor.F32 || r.Weights >= float64(bytes)/(1<<20) {
			continue
		}
		in := fmt.Sprintf("x%d", r.Matrices)
		b.Output(fmt.Sprintf("y%d", r.Matrices), b.Linear(layer, b.Input(in, 1, t.Shape[1]), t.Shape[0], false))
		inputs[in] = tensor.New(1, t.Shape[1])
		r.Matrices, r.Weights = r.Matrices+1, r.Weights+float64(t.Length)/(1<<20)
	}
	m, err := b.Build()
	if err != nil {
		return r, err
	}
	s, err := runtime.Open(m, o)
	if err != nil {
		return r, err
	}
	defer func() { _ = s.Close() }()
	r.Seconds = time.Since(begun).Seconds()
	if r.Private, err = private(); err != nil {
		return r, err
	}
	begun = time.Now()
	if _, err := s.Run(context.Background(), inputs); err != nil {
		return r, err
	}
	r.RunSeconds = time.Since(begun).Seconds()
	r.RunPrivate, err = private()
	r.Private, r.RunPrivate = r.Private-before, r.RunPrivate-before
	return r, err
}

// private returns the MiB of this process that no file backs.
func private() (float64, error) {
	goruntime.GC()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "RssAnon:" {
			kilobytes, err := strconv.ParseFloat(fields[1], 64)
			return kilobytes / 1024, err
		}
	}
	return 0, fmt.Errorf("the system does not say how much memory is private")
}
