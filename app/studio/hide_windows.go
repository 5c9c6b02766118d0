package studio

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// hide keeps a program that speaks to a console from opening one beside the
// window.
func hide(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}
