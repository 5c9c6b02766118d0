package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInspectParity: a golden that cannot be read is its owner's to mend, a
// result over its limit is not.
func TestInspectParity(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	golden, err := os.ReadFile(filepath.Join(sources, "ltx20", "golden", "vocoder.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(pack, "golden")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	other := append([]byte(nil), golden...)
	at := 8 + int(binary.LittleEndian.Uint64(golden)) + 4*2*33*16 // behind the golden's input
	for i := range 64 {
		binary.LittleEndian.PutUint32(other[at+4*i:], math.Float32bits(9))
	}
	lacking := append([]byte(nil), golden...) // its input under another name
	copy(lacking[bytes.Index(lacking, []byte(`"in.mel"`)):], `"in.mal"`)
	for name, c := range map[string]struct {
		file  string
		data  []byte
		code  int
		words string
	}{
		"as recorded": {"vocoder", golden, exitDone, "pass"},
		"cut off":     {"vocoder", golden[:len(golden)/2], exitBadInput, "is damaged"},
		"empty":       {"vocoder", nil, exitBadInput, "not a complete safetensors file"},
		"letters":     {"vocoder", []byte("these are letters"), exitBadInput, "not a complete safetensors file"},
		"unknown":     {"dream", golden, exitBadInput, `the golden "dream"`},
		"lacking":     {"vocoder", lacking, exitBadInput, "lacks an input"},
		"over":        {"vocoder", other, exitInternal, "FAIL"},
	} {
		path := filepath.Join(folder, c.file+".safetensors")
		put(t, path, c.data)
		s := kinora(t, "inspect", "parity", pack)
		if s.code != c.code || !strings.Contains(s.out, c.words) || !strings.Contains(s.out, " tensors compared, ") {
			t.Errorf("%s: code %d\n%s%s", name, s.code, s.out, s.err)
		}
		if c.code == exitBadInput {
			sentence(t, s, "", "")
		}
		remove(t, path)
	}
	if s := kinora(t, "inspect", "parity", pack); s.code != exitBadInput {
		t.Errorf("no golden: code %d", s.code)
	}
}
