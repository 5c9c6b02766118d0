package worker

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// guard keeps hold of a process and its own children: they are a job object,
// which ends them when the last handle to it closes, that of a parent that died
// included.
type guard struct {
	job     windows.Handle
	limited bool
}

func newGuard(limit int64) (*guard, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, fmt.Errorf("creating a job object: %w", err)
	}
	info := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{}
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	if limit > 0 {
		info.BasicLimitInformation.LimitFlags |= windows.JOB_OBJECT_LIMIT_JOB_MEMORY
		info.JobMemoryLimit = uintptr(limit)
	}
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err != nil {
		_ = windows.CloseHandle(job)
		return nil, fmt.Errorf("setting up a job object: %w", err)
	}
	return &guard{job: job, limited: limit > 0}, nil
}

// limits tells whether the guard itself limits memory.
func (g *guard) limits() bool { return g.limited }

func (*guard) attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// loosen would give up what may have kept the process from being started.
func (*guard) loosen() bool { return false }

// adopt puts a new process into the job object. It has no children yet: it waits
// for our hello.
func (g *guard) adopt(p *os.Process) error {
	const access = windows.PROCESS_SET_QUOTA | windows.PROCESS_TERMINATE
	handle, err := windows.OpenProcess(access, false, uint32(p.Pid))
	if err != nil {
		return fmt.Errorf("opening the process: %w", err)
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	if err := windows.AssignProcessToJobObject(g.job, handle); err != nil {
		return fmt.Errorf("putting the process into its job object: %w", err)
	}
	return nil
}

// terminate does nothing: there is no signal between the end of standard input
// and the end of the process.
func (*guard) terminate(*os.Process) {}

func (g *guard) kill(p *os.Process) {
	_ = windows.TerminateJobObject(g.job, 1)
	_ = p.Kill() // where it never came into the job object
}

// starved tells whether the system killed a process for memory: this one lets
// allocations fail instead.
func (*guard) starved() bool { return false }

func (g *guard) close() { _ = windows.CloseHandle(g.job) }

// exitOf describes how a process ended; the codes of exceptions are called what
// they are.
func exitOf(state *os.ProcessState) exit {
	e := exit{code: -1}
	if state == nil {
		return e
	}
	e.code = state.ExitCode()
	switch status := uint32(e.code); status {
	case 0xC0000005:
		e.signal = "an access violation"
	case 0xC0000017, 0xC000012D:
		e.full = true
	case 0xC00000FD:
		e.signal = "a stack overflow"
	case 0xC000001D:
		e.signal = "an illegal instruction"
	case 0xC0000135:
		e.signal = "a missing library"
	}
	return e
}
