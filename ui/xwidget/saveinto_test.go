package xwidget_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kinora-studio/kinora/ui/xwidget"
)

func TestFreePath(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []string{"Harbour.pdf", "Harbour 2.pdf", "Harbour 3.pdf"} {
		got := xwidget.FreePath(dir, "Harbour.pdf")
		if got != filepath.Join(dir, want) {
			t.Errorf("%s, want %s", got, want)
		}
		if err := os.WriteFile(got, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
