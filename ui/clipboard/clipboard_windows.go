package clipboard

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// script prints the paths of the files that were copied; without any it writes the
// picture that was copied to the file that the environment names.
const script = `$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$files = [Windows.Forms.Clipboard]::GetFileDropList()
if ($files.Count -gt 0) { $files }
elseif ([Windows.Forms.Clipboard]::ContainsImage()) {
	[Windows.Forms.Clipboard]::GetImage().Save($env:KINORA_CLIPBOARD, [Drawing.Imaging.ImageFormat]::Png)
}`

// noWindow keeps the command from opening a console.
const noWindow = 0x08000000

func read(ctx context.Context) (Content, error) {
	var c Content
	folder, err := os.MkdirTemp("", "kinora-clipboard-")
	if err != nil {
		return c, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a temporary folder
	path := filepath.Join(folder, "picture.png")
	cmd := exec.CommandContext(ctx, "powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-Command", script)
	cmd.Env = append(os.Environ(), "KINORA_CLIPBOARD="+path)
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: noWindow}
	files, err := run(ctx, cmd)
	if err != nil {
		return c, err
	}
	if c.Files = Paths(string(files)); len(c.Files) > 0 {
		return c, nil
	}
	return pictureIn(path)
}
