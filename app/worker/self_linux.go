package worker

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// LimitMemory limits what this process may allocate. Mapped weights do not count,
// since the system can take their memory back; what is allocated counts before it
// is touched, so that slack is added for what never is: stacks of threads, of
// which there are some for every core, and the heaps of Go and of the C library,
// which grow by large pieces.
func LimitMemory(bytes int64) error {
	debug.SetMemoryLimit(bytes)
	value := uint64(bytes) + 256<<20 + uint64(runtime.NumCPU())<<24
	limit := unix.Rlimit{Cur: value, Max: value}
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &limit); err != nil {
		return fmt.Errorf("limiting the memory of the worker to %d MiB: %w", bytes>>20, err)
	}
	return nil
}

// TakeStdout returns the standard output for the worker's lines alone. What
// native libraries print goes to the log from now on.
func TakeStdout() (*os.File, error) {
	fd, err := unix.FcntlInt(os.Stdout.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, fmt.Errorf("taking the standard output: %w", err)
	}
	if err := unix.Dup3(2, 1, 0); err != nil {
		return nil, fmt.Errorf("taking the standard output: %w", err)
	}
	return os.NewFile(uintptr(fd), "stdout"), nil
}

// Yield makes this process the first to be killed when memory runs out, so that
// it is not the window that goes.
func Yield() { _ = os.WriteFile("/proc/self/oom_score_adj", []byte("500"), 0o644) }
