package worker

import (
	"fmt"
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	for name, c := range map[string]struct {
		exit   exit
		log    string
		want   string
		memory bool
		trace  int // lines that follow
	}{
		"killed by us":       {exit{code: -1, signal: "SIGKILL", killed: "it hung", full: true}, "panic: x", "it hung", false, 0},
		"killed for memory":  {exit{code: -1, signal: "SIGKILL", full: true}, "", "the worker ran out of memory", true, 0},
		"killed by somebody": {exit{code: -1, signal: "SIGKILL"}, "loading", "the worker was killed (SIGKILL), most likely by the system because memory ran short", true, 0},
		"killed in a shell":  {exit{code: 137}, "", "the worker was killed (SIGKILL), most likely by the system because memory ran short", true, 0},
		"Go's memory":        {exit{code: 2}, "fatal error: runtime: cannot allocate memory\n\ngoroutine 1", "the worker ran out of memory: fatal error: runtime: cannot allocate memory", true, 0},
		"C++'s memory":       {exit{code: -1, signal: "SIGABRT"}, "terminate called after throwing an instance of 'std::bad_alloc'", "the worker ran out of memory: terminate called after throwing an instance of 'std::bad_alloc'", true, 0},
		"a thread's memory":  {exit{code: 2}, "runtime/cgo: pthread_create failed: Resource temporarily unavailable\nSIGABRT: abort", "the worker ran out of memory: runtime/cgo: pthread_create failed: Resource temporarily unavailable", true, 0},
		"the card's memory":  {exit{code: 2}, "CUDA error: CUDA_ERROR_OUT_OF_MEMORY\npanic: x", "the worker ran out of memory: CUDA error: CUDA_ERROR_OUT_OF_MEMORY", true, 0},
		"the driver":         {exit{code: -1, signal: "SIGSEGV"}, "ok\nCUDNN_STATUS_EXECUTION_FAILED in a\nSIGSEGV: segmentation violation", "the driver of the accelerator failed: CUDNN_STATUS_EXECUTION_FAILED in a", false, 0},
		"a Windows driver":   {exit{code: 1}, "D3D12: DXGI_ERROR_DEVICE_REMOVED", "the driver of the accelerator failed: D3D12: DXGI_ERROR_DEVICE_REMOVED", false, 0},
		"a library":          {exit{code: 127}, "kinora: error while loading shared libraries: libX.so: cannot open", "a library is missing: kinora: error while loading shared libraries: libX.so: cannot open", false, 0},
		"a Mac's library":    {exit{code: -1, signal: "SIGABRT"}, "dyld: Library not loaded: @rpath/libX.dylib", "a library is missing: dyld: Library not loaded: @rpath/libX.dylib", false, 0},
		"a panic":            {exit{code: 2}, "note\npanic: runtime error: index out of range [3]\n[signal SIGSEGV: segmentation violation]", "the worker crashed: panic: runtime error: index out of range [3]", false, 0},
		"a long trace":       {exit{code: 2}, "panic: deep", "the worker crashed: panic: deep", false, 2 * logLines},
		"a nil pointer":      {exit{code: 2}, "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]", "the worker crashed: panic: runtime error: invalid memory address or nil pointer dereference", false, 0},
		"native code":        {exit{code: 2}, "SIGSEGV: segmentation violation\nPC=0x1\nsignal arrived during cgo execution", "the worker crashed in native code: SIGSEGV: segmentation violation", false, 0},
		"a signal":           {exit{code: -1, signal: "SIGILL"}, "", "the worker was ended by SIGILL", false, 0},
		"a code":             {exit{code: 5}, "one\n last words\n", "the worker ended with exit code 5: last words", false, 0},
		"a code and a line":  {exit{code: 5}, "one\n last words ", "the worker ended with exit code 5: last words", false, 0},
		"nothing":            {exit{code: 0}, "", "the worker ended with exit code 0", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := &ring{}
			_, _ = r.Write([]byte("panic: an earlier job\n\n"))
			r.mark()
			_, _ = r.Write([]byte(c.log))
			_, _ = r.Write([]byte(strings.Repeat("\nmain.trace()", c.trace)))
			lines, telltales := r.last()
			got := explain(c.exit, telltales, lines)
			if got.Reason != c.want || got.Memory != c.memory || got.Hint == "" {
				t.Errorf("got %q, memory %t; want %q, %t", got.Reason, got.Memory, c.want, c.memory)
			}
		})
	}
}

func TestRing(t *testing.T) {
	var handed []string
	r := &ring{hand: func(line string) { handed = append(handed, line) }}
	for i := range logLines + 5 {
		for _, piece := range []string{"li", fmt.Sprintf("ne %d\r", i), "\n"} {
			if n, err := r.Write([]byte(piece)); n != len(piece) || err != nil {
				t.Fatal(n, err)
			}
		}
	}
	_, _ = r.Write([]byte(strings.Repeat("y", 2*logWidth) + "\n\nunfinished"))
	got, _ := r.last()
	if len(got) != logLines || got[0] != "line 8" || got[logLines-3] != strings.Repeat("y", logWidth) || got[logLines-1] != "unfinished" {
		t.Errorf("%d lines, %q … %.20q", len(got), got[0], got[logLines-3:])
	}
	if len(handed) != logLines+8 || handed[0] != "line 0" {
		t.Errorf("%d lines were handed on, first %q", len(handed), handed[0])
	}
}
