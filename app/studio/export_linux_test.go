package studio_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

// TestExportOfAPipe exports a take in whose place somebody put a pipe, which would
// be waited for.
func TestExportOfAPipe(t *testing.T) {
	clip := filepath.Join(t.TempDir(), "SH010_T01.mp4")
	if err := unix.Mkfifo(clip, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := studio.ExportTake(t.Context(), clip, filepath.Join(t.TempDir(), "out.mov"), false)
	if engine.KindOf(studio.AsFault(err)) != engine.BadInput {
		t.Errorf("exported: %v", err)
	}
}
