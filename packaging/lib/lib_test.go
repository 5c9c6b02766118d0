package lib_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// shell runs a line with the set-up functions at hand and tells whether it
// succeeded.
func shell(t *testing.T, line string, args ...string) bool {
	t.Helper()
	script := "set -euo pipefail; for f in places go onnxruntime; do source ./$f.sh; done; " + line
	cmd := exec.CommandContext(t.Context(), "bash", append([]string{"-c", script, "test"}, args...)...)
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Logf("%s: %v\n%s", line, err, out)
	}
	return err == nil
}

func TestLibraryIsWhole(t *testing.T) {
	const name = "libonnxruntime.so"
	write := func(content string) func(string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600) }
	}
	tests := []struct {
		name   string
		damage func(dir string) error
		whole  bool
	}{
		{"as unpacked", func(string) error { return nil }, true},
		{"truncated", write("libr"), false},
		{"altered", write("librarY"), false},
		{"gone", func(dir string) error { return os.Remove(filepath.Join(dir, name)) }, false},
		{"checksums gone", func(dir string) error { return os.Remove(filepath.Join(dir, "SHA256SUMS")) }, false},
		{"checksums empty", func(dir string) error { return os.Truncate(filepath.Join(dir, "SHA256SUMS"), 0) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := write("library")(dir); err != nil {
				t.Fatal(err)
			}
			if !shell(t, `cd "$1" && sha256sum -- *.so >SHA256SUMS`, dir) {
				t.Fatal("cannot write checksums")
			}
			if err := tt.damage(dir); err != nil {
				t.Fatal(err)
			}
			if got := shell(t, `library_is_whole "$1"`, dir); got != tt.whole {
				t.Errorf("library_is_whole = %t, want %t", got, tt.whole)
			}
		})
	}
}

func TestGoWillDo(t *testing.T) {
	tests := []struct {
		says string
		want bool
	}{
		{"echo go1.19.8", false},
		{"echo go1.25.9", false},
		{"echo go1.26.0", true},
		{"echo go1.26.8", true},
		{"echo 'go1.27.1 X:greenteagc'", true},
		{"echo go2.0", true},
		{"exit 1", false},
	}
	for _, tt := range tests {
		t.Run(tt.says, func(t *testing.T) {
			command := filepath.Join(t.TempDir(), "go")
			if err := os.WriteFile(command, []byte("#!/bin/sh\n"+tt.says+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			if got := shell(t, `wanted_go() { echo 1.26.0; }; go_will_do "$1"`, command); got != tt.want {
				t.Errorf("go_will_do = %t, want %t", got, tt.want)
			}
		})
	}
}

// TestOneLibraryVersion holds the set-up and the program to the same release.
func TestOneLibraryVersion(t *testing.T) {
	find := func(file, pattern string) string {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(pattern).FindSubmatch(text)
		if m == nil {
			t.Fatalf("%s does not match %s", file, pattern)
		}
		return string(m[1])
	}
	fetched := find("places.sh", `(?m)^ort_release=(.+)$`)
	wanted := find("../../engine/runtime/library.go", `LibraryVersion\s*=\s*"([^"]+)"`)
	if fetched != wanted {
		t.Errorf("the set-up fetches ONNX Runtime %s, the program looks for %s", fetched, wanted)
	}
}
