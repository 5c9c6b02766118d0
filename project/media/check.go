package media

import "os"

// CheckOutput finds what would keep an Encoder from writing path, before there
// is anything to write: an unknown ending, a folder that is missing or may not
// be written, a file that exists, a missing ffmpeg. The error is the one that
// NewEncoder would give.
func CheckOutput(path string, force bool) error {
	format, err := formatOf(path)
	if err != nil {
		return err
	}
	if err := mayReplace(Params{Path: path, Force: force}); err != nil {
		return err
	}
	if format.needsFFmpeg {
		if _, err := program("ffmpeg"); err != nil {
			return err
		}
	}
	scratch, err := newScratch(path)
	if err != nil {
		return err
	}
	return os.Remove(scratch)
}
