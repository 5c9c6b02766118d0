package runtime

import (
	"errors"
	"testing"
)

// TestIsMemory: sentences that ONNX Runtime has said, in limits that left it too
// little, and one that is about something else.
func TestIsMemory(t *testing.T) {
	for text, want := range map[string]bool{
		"pthread_create failed, error code: 12 error msg: Cannot allocate memory": true,
		"Exception during initialization: std::bad_alloc":                         true,
		"CUDA failure 2: out of memory":                                           true,
		"open file \"weights.safetensors\" failed: Too many open files":           false,
	} {
		if got := isMemory(errors.New(text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
