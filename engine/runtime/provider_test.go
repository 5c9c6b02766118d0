package runtime_test

import (
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
)

// TestTry finds providers and devices that are not here. The library of the
// set-up runs on the processor only.
func TestTry(t *testing.T) {
	if err := runtime.Try(t.Context(), runtime.Options{}); err != nil {
		t.Errorf("the processor: %v", err)
	}
	for want, o := range map[string]runtime.Options{
		"CUDA provider cannot be used": {Provider: "cuda"},
		"no accelerator 5":             {Device: 5},
		"no provider":                  {Provider: "abacus"},
		"use 1 to 1024":                {Threads: 100000},
	} {
		err := runtime.Try(t.Context(), o)
		if engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
