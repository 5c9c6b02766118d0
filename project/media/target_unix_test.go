//go:build unix

package media

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestForceThroughLinks: force replaces the file that a link leads to, also one
// that does not exist yet, and the link stays.
func TestForceThroughLinks(t *testing.T) {
	for name, there := range map[string]bool{"old.mp4": true, "new.mp4": false} {
		folder, store := t.TempDir(), t.TempDir()
		file, link := filepath.Join(store, name), filepath.Join(folder, "clip.mp4")
		if there {
			put(t, file, "precious")
		}
		relative, err := filepath.Rel(folder, file)
		if err == nil {
			err = errors.Join(os.Symlink(filepath.Base("clip.mp4")+".to", link), os.Symlink(relative, link+".to"))
		}
		if err != nil {
			t.Fatal(err)
		}
		p := testParams(link)
		if _, err := NewEncoder(t.Context(), p); !errors.Is(err, ErrExists) {
			t.Errorf("%s without force: %v", name, err)
		}
		p.Force = true
		write(t, p, 2, nil)
		if target, err := os.Readlink(link); err != nil || target != "clip.mp4.to" {
			t.Errorf("%s: the link is gone: %q, %v", name, target, err)
		}
		if data, err := os.ReadFile(file); err != nil || !bytes.Contains(data, []byte("ftyp")) {
			t.Errorf("%s was not written: %v", name, err)
		}
		if len(names(t, folder)) != 2 || len(names(t, store)) != 1 {
			t.Errorf("%s: left behind: %v %v", name, names(t, folder), names(t, store))
		}
	}
}

// TestForceReplacesFilesOnly: whatever is no file stays as it is, and is not
// waited for.
func TestForceReplacesFilesOnly(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := errors.Join(
		syscall.Mkfifo(at("pipe.mp4"), 0o600), syscall.Mkfifo(at("sound.wav"), 0o600), os.Mkdir(at("folder.mp4"), 0o700),
		os.Symlink(os.DevNull, at("device.mp4")), os.Symlink(at("folder.mp4"), at("tofolder.mp4")), os.Symlink(at("circle.mp4"), at("circle.mp4")),
		os.Symlink(at("elsewhere.png"), at("a_00002.png")), os.Mkdir(at("b_00001.png"), 0o700),
		os.Symlink(at("none/clip.mp4"), at("nowhere.mp4")),
	); err != nil {
		t.Fatal(err)
	}
	put(t, at("file"), "a file")
	before := fmt.Sprint(names(t, folder))
	for name, words := range map[string]string{
		"pipe.mp4": "a device or a pipe", "device.mp4": "a device or a pipe", "folder.mp4": "is a folder", "tofolder.mp4": "is a folder",
		"circle.mp4": "leads nowhere", "a.png": "is a link", "b.png": "is a folder", "sound.png": "a device or a pipe",
		"nowhere.mp4": "none does not exist", "file/clip.mp4": "file is a file, not a folder", "file/deeper/clip.mp4": "file is a file, not a folder",
		"none/deeper/clip.mp4": "none/deeper does not exist",
	} {
		p := testParams(at(name))
		p.Force = true
		_, err := NewEncoder(t.Context(), p)
		for _, err := range []error{err, Check(p), CheckOutput(p.Path, true, true)} {
			if !errors.Is(err, ErrBadInput) || !strings.Contains(fmt.Sprint(err), words) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if after := fmt.Sprint(names(t, folder)); after != before {
		t.Errorf("%s became %s", before, after)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
