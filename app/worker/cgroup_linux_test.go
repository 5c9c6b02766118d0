package worker

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOwnControlGroup(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	mounts := write("mounts", "proc /proc proc rw 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n")
	for _, c := range []struct{ membership, mounts, want string }{
		{"0::/user.slice/app.slice/a.scope\n", mounts, "/sys/fs/cgroup/user.slice/app.slice/a.scope"},
		{"4:memory:/a\n0::/\n", mounts, "/sys/fs/cgroup"},
		{"4:memory:/a\n", mounts, ""},
		{"0::/a\n", write("none", "proc /proc proc rw 0 0\n"), ""},
		{"0::/a\n", filepath.Join(dir, "missing"), ""},
	} {
		if got := ownControlGroup(write("membership", c.membership), c.mounts); got != c.want {
			t.Errorf("%q: %q, want %q", c.membership, got, c.want)
		}
	}
}

// TestControlGroupIn: a group is made only below one that may limit memory.
func TestControlGroupIn(t *testing.T) {
	for control, want := range map[string]bool{"cpu memory pids\n": true, "cpu pids\n": false, "": false} {
		parent := t.TempDir()
		if err := os.WriteFile(filepath.Join(parent, "cgroup.subtree_control"), []byte(control), 0o600); err != nil {
			t.Fatal(err)
		}
		g := controlGroupIn(parent, 5<<20)
		if (g != nil) != want {
			t.Errorf("below %q: %+v", control, g)
		}
		if g == nil {
			continue
		}
		for name, want := range map[string]string{"memory.max": "5242880", "memory.swap.max": "0"} {
			if text, err := os.ReadFile(filepath.Join(g.path, name)); err != nil || string(text) != want {
				t.Errorf("%s: %q, %v", name, text, err)
			}
		}
		// A folder that is no group cannot be given a process: the worker limits itself.
		guard := &guard{group: g}
		if guard.attributes(); !guard.limits() || !guard.loosen() || guard.limits() || guard.loosen() {
			t.Error("the guard keeps a group that it gave up")
		}
	}
	if g := controlGroupIn(filepath.Join(t.TempDir(), "none"), 1); g != nil {
		t.Error("a group without a parent")
	}
}
