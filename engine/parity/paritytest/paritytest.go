// Package paritytest runs goldens in tests.
package paritytest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/parity"
)

// Cases returns the model folders of the repository's testdata/parity whose name
// starts with prefix.
func Cases(t testing.TB, prefix string) []string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	out, err := filepath.Glob(filepath.Join(dir, "testdata", "parity", prefix+"*"))
	if err != nil || len(out) == 0 {
		t.Fatalf("no parity cases %s* in %s", prefix, dir)
	}
	return out
}

// Check runs the goldens that runners know in every folder and fails the test
// for each row over its limit. A runner that no folder has a golden for fails too.
func Check(t *testing.T, folders []string, runners parity.Runners) {
	t.Helper()
	used := map[string]bool{}
	for _, dir := range folders {
		for name := range runners {
			if _, err := os.Stat(filepath.Join(dir, "golden", name+".safetensors")); err != nil {
				continue
			}
			used[name] = true
			t.Run(filepath.Base(dir)+"/"+name, func(t *testing.T) {
				for _, r := range parity.Run(t.Context(), dir, name, runners) {
					t.Logf("%-45s abs %.2e rel %.2e limit %.0e", r.Tensor, r.Abs, r.Rel, r.Limit)
					if !r.Pass() {
						t.Errorf("%s is off by %.2e of its RMS (limit %.0e) %v", r.Tensor, r.Rel, r.Limit, r.Err)
					}
				}
			})
		}
	}
	for name := range runners {
		if !used[name] {
			t.Errorf("no folder has the golden %s in %s", name, strings.Join(folders, ", "))
		}
	}
}
