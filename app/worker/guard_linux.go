package worker

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// guard keeps hold of a process and its own children: they are a process group,
// they die with the thread that started them, and where the system lets us they
// are a control group with a limit.
type guard struct {
	group *controlGroup // nil where there is none
	kills int64         // processes that this system had killed for memory before
}

func newGuard(limit int64) (*guard, error) {
	g := &guard{kills: memoryKills()}
	if limit > 0 {
		g.group = newControlGroup(limit)
	}
	return g, nil
}

// limits tells whether the guard itself limits memory.
func (g *guard) limits() bool { return g.group != nil }

func (g *guard) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if g.group != nil {
		a.UseCgroupFD, a.CgroupFD = true, int(g.group.dir.Fd())
	}
	return a
}

// loosen gives up the control group, which may be one that nobody can be put
// into. It tells whether there was one; the worker then limits itself.
func (g *guard) loosen() bool {
	if g.group == nil {
		return false
	}
	g.group.close()
	g.group = nil
	return true
}

func (*guard) adopt(*os.Process) error { return nil }

func (*guard) terminate(p *os.Process) { _ = p.Signal(syscall.SIGTERM) }

// kill ends the whole process group. It is called before the process is waited
// for, so that its number cannot be another's yet.
func (*guard) kill(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }

// starved tells whether the system killed a process for memory meanwhile.
func (g *guard) starved() bool { return memoryKills() > g.kills }

func (g *guard) close() {
	if g.group != nil {
		g.group.close()
	}
}

// memoryKills counts the processes that the system has killed because memory ran
// out, in control groups and as a whole.
func memoryKills() int64 { return counter("/proc/vmstat", "oom_kill") }

// counter reads one line "name 123" of a file of the kernel, 0 where there is
// none.
func counter(path, name string) int64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			n, _ := strconv.ParseInt(value, 10, 64)
			return n
		}
	}
	return 0
}

// exitOf describes how a process ended.
func exitOf(state *os.ProcessState) exit {
	e := exit{code: -1}
	if state == nil {
		return e
	}
	e.code = state.ExitCode()
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.signal = unix.SignalName(status.Signal())
	}
	return e
}
