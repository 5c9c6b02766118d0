package media

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestVersion(t *testing.T) {
	for _, name := range Programs() {
		path, version, err := Version(t.Context(), name)
		if err != nil || !filepath.IsAbs(path) || version == "" {
			t.Errorf("%s: %q, %q, %v", name, path, version, err)
		}
	}
	t.Setenv("PATH", "")
	if _, _, err := Version(t.Context(), "ffmpeg"); !errors.Is(err, ErrNoFFmpeg) {
		t.Errorf("without ffmpeg: %v", err)
	}
}
