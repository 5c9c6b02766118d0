package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine"
)

// asParent makes the executable of the tests be a parent that has a job done; it
// holds the job.
const asParent = "KINORA_TEST_AS_PARENT"

func init() {
	if text := os.Getenv(asParent); text != "" {
		os.Exit(parent(text))
	}
}

// parent prints what it is told of its job.
func parent(text string) int {
	var j worker.Job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return 2
	}
	s, err := worker.Start(worker.Params{
		Command: []string{os.Args[0], "worker"}, Env: append(os.Environ(), asProgram+"=1", asParent+"="), Now: time.Now, After: time.After,
	})
	if err != nil {
		return 2
	}
	_, err = s.Run(context.Background(), j, func(e engine.Event) { fmt.Println(e.Event, e.Phase, e.Step) })
	fmt.Println("ended", err)
	_ = s.Close()
	return 0
}

// relative is a process below another.
type relative struct {
	pid     int
	depth   int    // 1 for a child
	command string // arguments, each with a NUL behind it
}

// descendants lists the living processes below one, as /proc knows them, parents
// before their children.
func descendants(t *testing.T, root int) (found []relative) {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	parents := map[int]int{}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(text), ") ")
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if fields := strings.Fields(rest); len(fields) > 1 && fields[0] != "Z" {
			parents[pid], _ = strconv.Atoi(fields[1])
		}
	}
	for pid := range parents {
		depth := 1
		for up := parents[pid]; up > 1; up, depth = parents[up], depth+1 {
			if up == root {
				command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
				found = append(found, relative{pid, depth, string(command)})
				break
			}
		}
	}
	slices.SortFunc(found, func(a, b relative) int { return a.depth - b.depth })
	return found
}

// TestParentKilled: a parent that is killed leaves neither worker nor ffmpeg.
func TestParentKilled(t *testing.T) {
	// Processes without a parent become ours, so that their end can be waited for.
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	for words, programs := range map[string][]string{
		"step sample 1": {"worker"},
		"step decode 2": {"ffmpeg", "worker"},
	} {
		t.Run(words, func(t *testing.T) {
			j := order(t, t.TempDir(), 25, 2)
			text, err := json.Marshal(j)
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), asParent+"="+string(text))
			out, err := cmd.StdoutPipe()
			if err == nil {
				err = cmd.Start()
			}
			if err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			for lines.Scan() && lines.Text() != words {
			}
			below := descendants(t, cmd.Process.Pid)
			_ = cmd.Process.Kill()
			var names []string
			for _, p := range below {
				arguments := strings.Split(strings.TrimRight(p.command, "\x00"), "\x00")
				name := filepath.Base(arguments[0])
				if name != "ffmpeg" {
					name = arguments[len(arguments)-1]
				}
				names = append(names, name)
			}
			if slices.Sort(names); !slices.Equal(names, programs) {
				t.Errorf("before there were %q, want %q", names, programs)
			}
			_ = cmd.Wait()
			for _, p := range below { // a child becomes ours when its parent has ended
				var status syscall.WaitStatus
				for { // until it has ended; that another process has waited for it is as good
					if _, err := syscall.Wait4(p.pid, &status, 0, nil); err != syscall.EINTR {
						break
					}
				}
				if err := syscall.Kill(p.pid, 0); err == nil {
					t.Errorf("process %d is still there", p.pid)
				}
			}
		})
	}
}
