package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
)

// TestDoctor: both forms say of every part whether it works, and fail only where no
// film can be made.
func TestDoctor(t *testing.T) {
	s := kinora(t, "doctor", "--json").must(t)
	heard := map[string]studio.Finding{}
	for line := range strings.Lines(s.out) {
		var f studio.Finding
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		heard[f.Part] = f
	}
	for _, part := range studio.DoctorParts() {
		if f, ok := heard[part]; !ok || f.Works == (f.What != "") {
			t.Errorf("%s: %+v", part, f)
		}
	}
	s = kinora(t, "doctor").must(t)
	if !strings.Contains(s.out, "works") || !strings.Contains(s.out, heard["ffmpeg"].Path) || !strings.Contains(s.out, "not here") {
		t.Errorf("it says %q", s.out)
	}
	t.Setenv("PATH", "")
	if s = kinora(t, "doctor"); s.code == exitDone || !strings.Contains(s.out, "install") {
		t.Errorf("without ffmpeg: code %d, %q", s.code, s.out)
	}
}
