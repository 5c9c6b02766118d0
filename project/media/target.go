package media

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// settle returns the file that path means once force allows to replace it: a
// link stays, and the file that it leads to is written. What may not be written
// is refused.
func settle(path string, force bool) (string, error) {
	if force {
		var err error
		if path, err = behindLinks(path); err != nil {
			return "", err
		}
	}
	return path, mayWrite(path, force)
}

// behindLinks follows links, also to a file that does not exist yet.
func behindLinks(path string) (string, error) {
	const most = 40 // as many as Linux follows
	start := path
	for range most {
		if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return path, nil //nolint:nilerr // mayWrite tells what is wrong
		}
		next, err := os.Readlink(path)
		if err != nil {
			return "", fileError("reading", path, err)
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", bad("choose another name", "the link %s leads nowhere", start)
}

// mayWrite refuses a target that exists, unless force allows to replace a file.
// What is neither file nor link is never replaced.
func mayWrite(target string, force bool) error {
	info, err := os.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fileError("writing", target, err)
	case info.IsDir():
		return bad("choose another name", "%s is a folder", target)
	case !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0:
		return bad("choose another name", "%s is a device or a pipe, not a file", target)
	case force:
		return nil
	}
	return fileError("writing", target, fs.ErrExist)
}
