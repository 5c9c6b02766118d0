package clipboard

import (
	"context"
	"os"
	"os/exec"
	"syscall"
)

func write(ctx context.Context, path string) error {
	cmd := exec.CommandContext(ctx, "powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-Command", "Set-Clipboard -LiteralPath $env:KINORA_CLIPBOARD")
	cmd.Env = append(os.Environ(), "KINORA_CLIPBOARD="+path)
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: noWindow}
	return put(cmd)
}
