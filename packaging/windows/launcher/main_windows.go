// Command launcher becomes kinora-studio.exe, which opens the studio without a
// console: Windows decides by a mark in a program's file whether it gets one, so
// one file cannot both print and be quiet. It starts kinora.exe beside it with a
// console that is not shown, which the programs that kinora.exe starts, such as
// ffmpeg, share; else each would open one. What goes wrong is shown in a box,
// because nobody sees what is printed.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

func main() {
	if err := open(os.Args[1:]); err != nil {
		show(err.Error())
		os.Exit(1)
	}
}

// open shows the studio until its window is closed.
func open(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(context.Background(), filepath.Join(filepath.Dir(self), "kinora.exe"), append([]string{"studio"}, args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NO_WINDOW}
	var said bytes.Buffer
	cmd.Stderr = &said
	err = cmd.Run()
	if err == nil {
		return nil
	}
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		return fmt.Errorf("%s cannot be started; kinora-studio.exe has to lie beside it: %w", cmd.Path, err)
	}
	if words := strings.TrimSpace(said.String()); words != "" {
		return errors.New(ending(words))
	}
	return fmt.Errorf("the studio ended without a word: %w", err)
}

// ending is as much of a text as a box can show.
func ending(text string) string {
	const most = 2000
	if len(text) > most {
		text = "…" + strings.ToValidUTF8(text[len(text)-most:], "")
	}
	return text
}

func show(text string) {
	words, err := windows.UTF16PtrFromString(strings.ReplaceAll(text, "\x00", ""))
	if err != nil {
		return
	}
	title, err := windows.UTF16PtrFromString("Kinora")
	if err != nil {
		return
	}
	_, _ = windows.MessageBox(0, words, title, windows.MB_OK|windows.MB_ICONERROR)
}
