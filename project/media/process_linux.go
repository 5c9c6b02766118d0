package media

import (
	"os/exec"
	"syscall"
)

// installHint is how to get ffmpeg.
const installHint = "install it with: sudo apt install ffmpeg"

// dieWithUs makes a child process end when this one is killed. The kernel counts
// the end of the thread that started it, and Go ends a thread only with a
// goroutine that is locked to it.
func dieWithUs(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
