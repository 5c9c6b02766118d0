package studio_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/studio/studiotest"
	"github.com/kinora-studio/kinora/engine/runtime"
)

func newDesk(t *testing.T, doctor ...string) (*studio.Desk, *settings.Store) {
	t.Helper()
	chosen, _ := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	t.Cleanup(func() { _ = chosen.Close() })
	command, err := studiotest.Command()
	if err != nil {
		t.Fatal(err)
	}
	desk, err := studio.NewDesk(studio.DeskParams{Settings: chosen, Worker: command, Doctor: doctor, Version: studiotest.Version, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = desk.Close() })
	return desk, chosen
}

func examined(t *testing.T, desk *studio.Desk) map[string]studio.Finding {
	t.Helper()
	findings, err := desk.Examine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	byPart := map[string]studio.Finding{}
	for _, f := range findings {
		parts = append(parts, f.Part)
		byPart[f.Part] = f
		if !f.Works && (f.What == "" || f.Hint == "") {
			t.Errorf("%s: %q, to do %q", f.Part, f.What, f.Hint)
		}
	}
	if !slices.Equal(parts, studio.DoctorParts()) {
		t.Errorf("parts %v", parts)
	}
	return byPart
}

// TestTheDoctorLooksAtThisMachine: the library of the set-up computes on the
// processor, ffmpeg is here, and accelerators are another library's.
func TestTheDoctorLooksAtThisMachine(t *testing.T) {
	desk, _ := newDesk(t)
	found := examined(t, desk)
	for _, part := range []string{"onnxruntime", "ffmpeg", "ffprobe"} {
		if f := found[part]; !f.Works || f.Version == "" || !filepath.IsAbs(f.Path) {
			t.Errorf("%+v", f)
		}
	}
	if f := found["onnxruntime"]; f.Version != runtime.Version() {
		t.Errorf("%+v", f)
	}
	if !found["cpu"].Works || found["cuda"].Works || strings.Contains(found["cuda"].What, "\n") {
		t.Errorf("%+v", found)
	}
	t.Setenv("PATH", "")
	if f := examined(t, desk)["ffmpeg"]; f.Works || !strings.Contains(f.Hint, "install") {
		t.Errorf("without ffmpeg: %+v", f)
	}
}

// TestADriverThatEndsTheDoctor: what was said before counts, and the rest has a
// reason.
func TestADriverThatEndsTheDoctor(t *testing.T) {
	script := filepath.Join(t.TempDir(), "doctor")
	said := "#!/bin/sh\n" +
		`echo '{"part":"onnxruntime","works":true,"version":"1.32.0"}'; echo '{"part":"cpu","works":true}'; echo noise; kill -SEGV $$` + "\n"
	if err := os.WriteFile(script, []byte(said), 0o700); err != nil {
		t.Fatal(err)
	}
	desk, _ := newDesk(t, script)
	found := examined(t, desk)
	if !found["cpu"].Works || found["onnxruntime"].Version != "1.32.0" {
		t.Errorf("%+v", found)
	}
	if f := found["cuda"]; f.Works || !strings.Contains(f.What, "segmentation") || !strings.Contains(f.Hint, "driver") {
		t.Errorf("%+v", f)
	}
	if f := found["ffmpeg"]; f.Works || !strings.Contains(f.What, "cuda") {
		t.Errorf("%+v", f)
	}
}

func TestTheCacheIsClearedAndNothingElse(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", home)
	dir := filepath.Join(home, "kinora")
	if c := studio.ReadCache(); c.Dir != dir || c.Bytes != 0 {
		t.Errorf("before anything was made: %+v", c)
	}
	gone := []string{"a.safetensors", "int8/b.safetensors", "prompts/c"}
	stays := []string{"onnxruntime/libonnxruntime.so", "timings/d.json", "e.txt"}
	for _, name := range slices.Concat(gone, stays) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("1234"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if c := studio.ReadCache(); c.Bytes != int64(4*len(gone)) {
		t.Errorf("it has %d bytes", c.Bytes)
	}
	if err := studio.ClearCache(); err != nil {
		t.Fatal(err)
	}
	for _, name := range gone {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range stays {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if c := studio.ReadCache(); c.Bytes != 0 {
		t.Errorf("%d bytes are left", c.Bytes)
	}
}
