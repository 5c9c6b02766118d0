package player

import (
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	version, err := Version()
	if Available && (err != nil || !strings.HasPrefix(version, "mpv ")) {
		t.Errorf("%q, %v", version, err)
	}
	if !Available && err == nil {
		t.Error("stills only, and nobody is told why")
	}
}
