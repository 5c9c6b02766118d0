package runtime

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// addressVariable makes a process that loads the library limit its addresses.
const addressVariable = "KINORA_TEST_ADDRESSES"

func init() {
	if os.Getenv(addressVariable) == "" {
		return
	}
	beforeLoad = func() {
		const little = 256 << 20
		most := uint64(kilobytes("/proc/self/status", "VmSize:")) + little
		if err := unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			panic(err)
		}
	}
}

// TestLoadUnderALimit: an address space that is too small is a sentence, not the
// end of the program.
func TestLoadUnderALimit(t *testing.T) {
	got := loadIn(t, addressVariable+"=1")
	if !strings.Contains(got, "address space leaves") || !strings.Contains(got, "ulimit -v") {
		t.Errorf("got %q", got)
	}
}
