package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
)

// TestMain keeps the user's own cache and packs out of the tests, in this
// process and in those that it starts.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main() // for tests that need a process of its own
	}
	if err := runtime.Load(); err != nil {
		panic(err)
	}
	place, err := os.MkdirTemp("", "kinora-test-")
	if err != nil {
		panic(err)
	}
	for name, value := range map[string]string{
		runtime.LibraryVariable: runtime.LibraryPath(),
		"XDG_CACHE_HOME":        filepath.Join(place, "cache"),
		"XDG_DATA_HOME":         filepath.Join(place, "data"),
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	_ = os.RemoveAll(place)
	os.Exit(code)
}

// asProgram makes the executable of the tests be the program.
const asProgram = "KINORA_TEST_AS_PROGRAM"

// said is what a run of the program printed, and how it ended.
type said struct {
	code     int
	out, err string
}

// kinora runs the program in this process.
func kinora(t *testing.T, args ...string) said {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), args, streams{&out, &err})
	return said{code, out.String(), err.String()}
}

// render runs render with the words that make a tiny clip quickly, and what a
// test adds.
func render(t *testing.T, pack, output string, more ...string) said {
	t.Helper()
	return kinora(t, append(tiny(pack, output), more...)...)
}

// tiny are the arguments of a clip of 9 frames.
func tiny(pack, output string) []string {
	return []string{
		"render", "a red fox", "-o", output, "--pack", pack, "--size", "64x64", "--frames", "9",
		"--steps", "2", "--guidance", "1", "--seed", "7", "--scale", "1",
	}
}

// must fails the test where a run did not.
func (s said) must(t *testing.T) said {
	t.Helper()
	if s.code != exitDone {
		t.Fatalf("exit code %d: %s", s.code, s.err)
	}
	return s
}

const sources = "../../testdata/parity"

// tinyPack copies a small checkpoint with random weights into a folder that a
// test may change.
func tinyPack(t *testing.T, version string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), version)
	source := os.DirFS(filepath.Join(sources, version))
	parts, err := fs.ReadDir(source, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		switch {
		case part.Name() == "golden":
		case part.IsDir():
			sub, err := fs.Sub(source, part.Name())
			if err == nil {
				err = os.CopyFS(filepath.Join(dir, part.Name()), sub)
			}
			if err != nil {
				t.Fatal(err)
			}
		default:
			data, err := fs.ReadFile(source, part.Name())
			if err != nil {
				t.Fatal(err)
			}
			put(t, filepath.Join(dir, part.Name()), data)
		}
	}
	put(t, filepath.Join(dir, "kinora.json"), []byte(`{
		"name": "Tiny", "mel": {"mels": 16},
		"defaults": {"width": 64, "height": 64, "frames": 9, "max_sequence_length": 24}
	}`))
	return dir
}

func put(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// names lists a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func holds(t *testing.T, dir string, want ...string) {
	t.Helper()
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

// events reads newline-delimited JSON, and nothing else.
func events(t *testing.T, text string) []engine.Event {
	t.Helper()
	var all []engine.Event
	for line := range strings.Lines(text) {
		var e engine.Event
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&e); err != nil || !strings.HasSuffix(line, "\n") {
			t.Fatalf("%q is not an event: %v", line, err)
		}
		all = append(all, e)
	}
	return all
}

// tool runs ffmpeg or ffprobe and returns what it prints.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s %q: %v", name, args, err)
	}
	return string(out)
}

// frameSums are the MD5 sums of every frame and block of samples of a file.
func frameSums(t *testing.T, path string) string {
	t.Helper()
	return tool(t, "ffmpeg", "-v", "error", "-i", path, "-f", "framemd5", "-")
}

// sketch makes a picture or clip with ffmpeg's own test sources.
func sketch(t *testing.T, path, source string, more ...string) string {
	t.Helper()
	tool(t, "ffmpeg", append(append([]string{"-v", "error", "-f", "lavfi", "-i", source}, more...), path)...)
	return path
}
