package worker

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
)

// controlGroup is a control group (version 2) of one worker.
type controlGroup struct {
	path string
	dir  *os.File
}

var groupCount atomic.Int64

// newControlGroup makes a group with a limit where the system has delegated one
// to this user, as systemd does to a session: beside or below the group that this
// process is in. It returns nil where that is not so; the worker then limits
// itself.
func newControlGroup(limit int64) *controlGroup {
	own := ownControlGroup("/proc/self/cgroup", "/proc/self/mounts")
	if own == "" {
		return nil
	}
	for _, parent := range []string{filepath.Dir(own), own} {
		if g := controlGroupIn(parent, limit); g != nil {
			return g
		}
	}
	return nil
}

// controlGroupIn makes a group in a folder whose children may limit memory.
func controlGroupIn(parent string, limit int64) *controlGroup {
	control, err := os.ReadFile(filepath.Join(parent, "cgroup.subtree_control"))
	if err != nil || !hasWord(string(control), "memory") {
		return nil
	}
	path := filepath.Join(parent, fmt.Sprintf("kinora-worker-%d-%d.scope", os.Getpid(), groupCount.Add(1)))
	if os.Mkdir(path, 0o755) != nil {
		return nil
	}
	// Swap is limited too: a worker that swaps would stop the whole machine.
	swapErr := os.WriteFile(filepath.Join(path, "memory.swap.max"), []byte("0"), 0o644)
	err = os.WriteFile(filepath.Join(path, "memory.max"), []byte(strconv.FormatInt(limit, 10)), 0o644)
	if err == nil && (swapErr == nil || os.IsNotExist(swapErr)) {
		if dir, err := os.Open(path); err == nil {
			return &controlGroup{path: path, dir: dir}
		}
	}
	_ = os.Remove(path)
	return nil
}

func (g *controlGroup) close() {
	_ = os.WriteFile(filepath.Join(g.path, "cgroup.kill"), []byte("1"), 0o644)
	_ = g.dir.Close()
	_ = os.Remove(g.path)
}

// ownControlGroup finds the folder of the version 2 group that this process is
// in, empty where there is none.
func ownControlGroup(membership, mounts string) string {
	text, err := os.ReadFile(membership)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "0::"); ok {
			if root := mountOf(mounts, "cgroup2"); root != "" {
				return filepath.Join(root, path)
			}
		}
	}
	return ""
}

// mountOf finds where a kind of file system is mounted.
func mountOf(mounts, kind string) string {
	text, err := os.ReadFile(mounts)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 2 && fields[2] == kind {
			return fields[1]
		}
	}
	return ""
}

func hasWord(text, word string) bool {
	for _, w := range strings.Fields(text) {
		if w == word {
			return true
		}
	}
	return false
}
