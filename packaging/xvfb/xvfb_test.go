package xvfb_test

import (
	"os/exec"
	"testing"

	"github.com/kinora-studio/kinora/packaging/xvfb"
)

// TestTwoDisplays starts two servers side by side and takes a picture of each.
func TestTwoDisplays(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		d, err := xvfb.Start(t.Context(), 320, 200)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
		if seen[d.Name] {
			t.Errorf("both are called %s", d.Name)
		}
		seen[d.Name] = true
		cmd := exec.CommandContext(t.Context(), "import", "-window", "root", "png:-")
		cmd.Env = d.Environ()
		if out, err := cmd.Output(); err != nil || len(out) == 0 {
			t.Errorf("no picture of %s: %v", d.Name, err)
		}
	}
}
