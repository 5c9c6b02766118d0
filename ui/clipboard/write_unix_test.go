//go:build !windows && !darwin

package clipboard

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
)

func TestAFileIsCopied(t *testing.T) {
	onScreen(t)
	for _, name := range []string{"SH010_T01.mp4", "100 % of a take, ü.mp4"} {
		path := filepath.Join(t.TempDir(), name)
		if err := Write(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(t.Context()); err != nil || !slices.Equal(got.Files, []string{path}) {
			t.Errorf("%s comes back as %q, %v", path, got.Files, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if err := Write(t.Context(), "/film.mp4"); !errors.Is(err, ErrNoTool) {
		t.Errorf("without a program that copies: %v", err)
	}
}
