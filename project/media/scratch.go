package media

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const scratchPrefix = ".kinora-"

// Sweep removes from folder what encoders left there when the machine or the
// program died: scratch folders that have not changed since before. Pass a time
// before which no living encoder can have been started.
func Sweep(folder string, before time.Time) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fileError("cleaning", folder, err)
	}
	var failed []error
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !entry.IsDir() || !strings.HasPrefix(entry.Name(), scratchPrefix) || !info.ModTime().Before(before) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
			failed = append(failed, fileError("cleaning", folder, err))
		}
	}
	return errors.Join(failed...)
}

// newScratch makes the hidden folder beside target in which a file is built: on
// the same file system, so that the last rename cannot fail half-way. It is also
// the test of whether the target's folder can be written.
func newScratch(target string) (string, error) {
	folder := filepath.Dir(target)
	info, err := os.Stat(folder)
	if err != nil {
		return "", fileError("writing to", folder, err)
	}
	if !info.IsDir() {
		return "", bad("choose a folder", "%s is not a folder", folder)
	}
	dir, err := os.MkdirTemp(folder, scratchPrefix+"*")
	if err != nil {
		// Some file systems refuse new entries as if the folder were missing.
		if errors.Is(err, fs.ErrNotExist) {
			err = fs.ErrPermission
		}
		return "", fileError("writing to", folder, err)
	}
	return dir, nil
}

// removeScratch removes a scratch folder, also where no more files may be opened,
// for which listing it by its path would fail.
func removeScratch(path string, folder *os.File) {
	if folder != nil {
		names, _ := folder.Readdirnames(-1)
		_ = folder.Close()
		for _, name := range names {
			_ = os.Remove(filepath.Join(path, name))
		}
	}
	_ = os.RemoveAll(path)
}

// publish syncs a finished file and renames it to target.
func publish(finished, target string, force bool) error {
	if err := syncFile(finished); err != nil {
		return fileError("writing", target, err)
	}
	// Somebody may have come first while we were busy.
	if err := mayWrite(target, force); err != nil {
		return err
	}
	if err := os.Rename(finished, target); err != nil {
		return fileError("writing", target, err)
	}
	// The new name must survive a power cut too; not every system can sync a folder.
	_ = syncFile(filepath.Dir(target))
	return nil
}

func syncFile(path string) error {
	flag := os.O_RDWR
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		flag = os.O_RDONLY
	}
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
