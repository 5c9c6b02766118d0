package media

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	folder := t.TempDir()
	good := testParams(filepath.Join(folder, "clip.mp4"))
	existing := filepath.Join(folder, "existing.mp4")
	if err := os.WriteFile(existing, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		change func(*Params)
		reason error
		words  string
	}{
		{"exists", func(p *Params) { p.Path = existing }, ErrExists, "another name"},
		{"unknown ending", func(p *Params) { p.Path = filepath.Join(folder, "clip.avi") }, ErrUnknownEnding, ".mkv"},
		{"no ending", func(p *Params) { p.Path = filepath.Join(folder, "clip") }, ErrUnknownEnding, ".mp4"},
		{"no folder", func(p *Params) { p.Path = filepath.Join(folder, "none", "clip.mp4") }, ErrNotFound, "does not exist"},
		{"folder is a file", func(p *Params) { p.Path = filepath.Join(existing, "clip.mp4") }, nil, "existing.mp4"},
		{"read-only folder", func(p *Params) { p.Path = filepath.Join(readOnlyFolder(t), "clip.mp4") }, ErrNotWritable, "another folder"},
		{"target is a folder", func(p *Params) { p.Path = folderNamed(t, "dir.mp4"); p.Force = true }, nil, "is a folder"},
		{"odd width", func(p *Params) { p.Width = 255 }, nil, "even"},
		{"no size", func(p *Params) { p.Width = 0 }, nil, "0×64"},
		{"huge", func(p *Params) { p.Height = 100_000 }, nil, "16384"},
		{"rate", func(p *Params) { p.Rate = Rate{24, 0} }, nil, "24/0"},
		{"sample rate", func(p *Params) { p.Sound = &Sound{4000, 2} }, nil, "4000"},
		{"channels", func(p *Params) { p.Sound = &Sound{48_000, 9} }, nil, "9"},
		{"wave without sound", func(p *Params) { p.Path = filepath.Join(folder, "a.wav"); p.Sound = nil }, nil, "needs sound"},
		{"metadata key", func(p *Params) { p.Metadata = map[string]string{"Über": ""} }, nil, "Über"},
		{"metadata value", func(p *Params) { p.Metadata = map[string]string{"a": "\xff"} }, nil, "UTF-8"},
		{"metadata NUL", func(p *Params) { p.Metadata = map[string]string{"a": "\x00"} }, nil, "NUL"},
		{"two patterns", func(p *Params) { p.Path = filepath.Join(folder, "a_%d_%d.png") }, nil, "%05d"},
		{"other pattern", func(p *Params) { p.Path = filepath.Join(folder, "a_%s.png") }, nil, "%05d"},
	}
	for _, test := range tests {
		p := good
		test.change(&p)
		_, err := NewEncoder(t.Context(), p)
		if !errors.Is(err, ErrBadInput) || (test.reason != nil && !errors.Is(err, test.reason)) || !strings.Contains(fmt.Sprint(err), test.words) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if got := names(t, folder); !slices.Equal(got, []string{"existing.mp4"}) {
		t.Errorf("left behind: %v", got)
	}
	forced := good
	forced.Path, forced.Force = existing, true
	write(t, forced, 2, nil)
	if _, err := Probe(t.Context(), existing); err != nil {
		t.Errorf("forced: %v", err)
	}
}

// readOnlyFolder is one where even root cannot make a file.
func readOnlyFolder(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "linux" && os.Geteuid() == 0 {
		return "/sys"
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	return folder
}

func folderNamed(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWrongData(t *testing.T) {
	folder := t.TempDir()
	open := func(name string) *Encoder {
		p := testParams(filepath.Join(folder, name))
		e, err := NewEncoder(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = e.Close() })
		return e
	}
	e := open("a.mp4")
	nan := float32(math.NaN())
	for name, err := range map[string]error{
		"short frame":     e.WriteFrame(make([]byte, 5)),
		"odd samples":     e.WriteSamples(make([]float32, 3)),
		"sound as frames": open("a.wav").WriteFrame(testFrame(0)),
		"no frame":        open("b.mkv").Finish(),
		"no sample":       open("b.wav").Finish(),
		"not a number":    e.WriteSamples([]float32{nan, 0}),
		"after failure":   e.WriteFrame(testFrame(0)),
	} {
		if !errors.Is(err, ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	silent := testParams(filepath.Join(folder, "c.mkv"))
	silent.Sound = nil
	s, err := NewEncoder(t.Context(), silent)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.WriteSamples16([]int16{1, 2}); !errors.Is(err, ErrBadInput) {
		t.Errorf("sound into a silent file: %v", err)
	}
	_ = s.Close()
	if err := s.WriteFrame(testFrame(0)); err == nil {
		t.Error("a closed encoder takes frames")
	}
}

// The picture goes to /dev/full, through a link in the scratch folder, so that
// ffmpeg itself meets the full disk; the sound meets it in our own writes.
func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Logf("no /dev/full on %s: only the words are checked", runtime.GOOS)
		if !isFull(nil, "clip.mp4: No space left on device") {
			t.Error("a full disk is not recognised")
		}
		return
	}
	for _, name := range []string{"picture.mp4", "picture.mov", "picture.mkv", "finished.mp4", "sound.f32", "1.png", "finished.wav"} {
		folder := t.TempDir()
		ending := strings.TrimPrefix(filepath.Ext(name), ".f32")
		if ending == "" {
			ending = ".mkv"
		}
		p := testParams(filepath.Join(folder, "clip"+ending))
		err := encodeInto(t, p, name)
		if !errors.Is(err, ErrDiskFull) || !strings.Contains(fmt.Sprint(err), "disk is full") {
			t.Errorf("%s: %v", name, err)
		}
		if got := names(t, folder); len(got) != 0 {
			t.Errorf("%s: left behind: %v", name, got)
		}
		if _, err := os.Stat("/dev/full"); err != nil {
			t.Fatal(err)
		}
	}
}

// encodeInto encodes with the scratch file called name on the full disk.
func encodeInto(t *testing.T, p Params, name string) error {
	t.Helper()
	format, err := p.validate()
	if err != nil {
		t.Fatal(err)
	}
	scratch, err := newScratch(p.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", filepath.Join(scratch, name)); err != nil {
		t.Fatal(err)
	}
	e, err := newEncoderIn(t.Context(), p, format, scratch)
	if err != nil {
		return err
	}
	defer func() { _ = e.Close() }()
	for n := range testFrames {
		if format.hasPicture {
			if err := e.WriteFrame(testFrame(n)); err != nil {
				return err
			}
		}
		if err := e.WriteSamples(tone(2000, 48_000)); err != nil {
			return err
		}
	}
	return e.Finish()
}

func TestMissingFFmpeg(t *testing.T) {
	folder := t.TempDir()
	clip := filepath.Join(folder, "clip.mp4")
	if err := os.WriteFile(clip, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", "")
	p := testParams(filepath.Join(folder, "new.mp4"))
	_, encodeErr := NewEncoder(t.Context(), p)
	_, probeErr := Probe(t.Context(), clip)
	for _, err := range []error{encodeErr, probeErr} {
		if !errors.Is(err, ErrNoFFmpeg) || !errors.Is(err, ErrInternal) || !strings.Contains(fmt.Sprint(err), "install") {
			t.Errorf("%v", err)
		}
	}
	if got := names(t, folder); len(got) != 1 {
		t.Errorf("left behind: %v", got)
	}
}
