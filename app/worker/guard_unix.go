//go:build unix && !linux

package worker

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// guard keeps hold of a process and its own children, which are a process group.
// The end of its parent it sees by the end of its standard input.
type guard struct{}

func newGuard(int64) (*guard, error) { return &guard{}, nil }

// limits tells whether the guard itself limits memory.
func (*guard) limits() bool { return false }

func (*guard) attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// loosen would give up what may have kept the process from being started.
func (*guard) loosen() bool { return false }

func (*guard) adopt(*os.Process) error { return nil }

func (*guard) terminate(p *os.Process) { _ = p.Signal(syscall.SIGTERM) }

// kill ends the whole process group. It is called before the process is waited
// for, so that its number cannot be another's yet.
func (*guard) kill(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }

// starved tells whether the system killed a process for memory; this one does
// not say.
func (*guard) starved() bool { return false }

func (*guard) close() {}

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
