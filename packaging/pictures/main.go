// Command pictures takes the pictures of the window that the guide and the README
// show: it makes a few films with the pocket pack as somebody at a shell would, sits
// down at the window, and keeps what is seen.
//
//	pictures KINORA PACK FOLDER [NAME ...]
//
// KINORA is the built program, PACK the pocket pack, FOLDER where the pictures go;
// names choose some of them.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"

	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/packaging/xvfb"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

// Where the program is, and the user who has films. Their names are the same each
// time and say nothing of the machine, because they are seen.
var (
	place = filepath.Join(os.TempDir(), "kinora-pictures")
	home  = filepath.Join(place, "anna")
)

func run(ctx context.Context, args []string) (err error) {
	if len(args) < 3 {
		return errors.New("usage: pictures KINORA PACK FOLDER [NAME ...]")
	}
	folder, err := filepath.Abs(args[2])
	if err != nil {
		return err
	}
	// The program would not find the library that belongs to whoever runs this.
	if err := runtime.Load(); err != nil {
		return err
	}
	if err := os.Setenv(runtime.LibraryVariable, runtime.LibraryPath()); err != nil {
		return err
	}
	if err := os.RemoveAll(place); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(place)) }()
	kinora, err := install(args[0], args[1])
	if err != nil {
		return err
	}
	for _, size := range []struct {
		name          string
		width, height int
		shots         []shot
	}{{"", 1280, 800, usual}, {"large", 1920, 1080, large}} {
		if err := take(ctx, kinora, folder, size.width, size.height, size.shots, args[3:]); err != nil {
			return err
		}
	}
	return nil
}

// install puts the program and its pack where nothing of this machine is seen, and
// makes the user.
func install(program, pack string) (kinora string, err error) {
	dir := filepath.Join(place, "kinora")
	if err := os.CopyFS(filepath.Join(dir, "packs", "pocket"), os.DirFS(pack)); err != nil {
		return "", err
	}
	kinora = filepath.Join(dir, "kinora")
	data, err := os.ReadFile(program)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(kinora, data, 0o755); err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Join(home, "Videos", "Kinora"), 0o755); err != nil {
		return "", err
	}
	// A sound device that swallows everything: the player says so where there is none.
	return kinora, os.WriteFile(filepath.Join(home, ".asoundrc"), []byte("pcm.!default { type null }\n"), 0o600)
}

// take takes pictures on a screen of one size.
func take(ctx context.Context, kinora, folder string, width, height int, shots []shot, wanted []string) (err error) {
	display, err := xvfb.Start(context.WithoutCancel(ctx), width, height)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, display.Close()) }()
	p := &photographer{display: display, kinora: kinora, folder: folder, width: width, height: height}
	for _, s := range shots {
		if len(wanted) > 0 && !slices.Contains(wanted, s.name) {
			continue
		}
		limited, stop := context.WithTimeout(ctx, 10*time.Minute)
		err := p.take(limited, s)
		stop()
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}
