package reveal

import (
	"context"
	"errors"
	"os/exec"
	"syscall"
)

// File has the Explorer show a file. It says 1 also where all went well, so
// that only its start can fail.
func File(ctx context.Context, path string) error {
	explorer := exec.CommandContext(ctx, "explorer.exe")
	// It reads its command line by rules of its own, under which a path in quotation
	// marks stands right behind the comma.
	explorer.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	var exit *exec.ExitError
	if err := explorer.Run(); err != nil && !errors.As(err, &exit) {
		return openFolder(path)
	}
	return nil
}
