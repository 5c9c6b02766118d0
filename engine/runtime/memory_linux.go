package runtime

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// addressRoom returns how many bytes of addresses the process may still take,
// and false where nothing limits them.
func addressRoom() (int64, bool) {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_AS, &limit) != nil || limit.Cur >= 1<<60 {
		return 0, false
	}
	return int64(limit.Cur) - kilobytes("/proc/self/status", "VmSize:"), true
}

// AvailableMemory returns the bytes that new work may take without swapping, 0
// where the system does not say.
func AvailableMemory() int64 { return kilobytes("/proc/meminfo", "MemAvailable:") }

// TotalMemory returns the bytes of memory that the machine has, 0 where the system
// does not say.
func TotalMemory() int64 { return kilobytes("/proc/meminfo", "MemTotal:") }

// ResidentMemory returns the bytes of this process that are in memory, 0 where
// the system does not say.
func ResidentMemory() int64 { return kilobytes("/proc/self/status", "VmRSS:") }

// PeakMemory returns the largest ResidentMemory so far, 0 where the system does
// not say.
func PeakMemory() int64 { return kilobytes("/proc/self/status", "VmHWM:") }

// kilobytes reads one line "Name:   123 kB" of a file in /proc.
func kilobytes(path, name string) int64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 2 && fields[0] == name {
			n, _ := strconv.ParseInt(fields[1], 10, 64)
			return n << 10
		}
	}
	return 0
}
