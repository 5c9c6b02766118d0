package media

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Every error of this package is one of these three, or the context's own.
var (
	// ErrBadInput: a path, a file or a parameter cannot be used as it is.
	ErrBadInput = errors.New("bad input")
	// ErrDiskFull: the disk, the user's share of it, or what the system allows one
	// file to be, has no room left.
	ErrDiskFull = errors.New("disk full")
	// ErrInternal: a program below us failed for a reason of its own.
	ErrInternal = errors.New("internal failure")
)

// Reasons, found by errors.Is besides the three above.
var (
	ErrExists        = errors.New("file exists")
	ErrUnknownEnding = errors.New("unknown file ending")
	ErrNotWritable   = errors.New("folder not writable")
	ErrNotFound      = errors.New("no such file or folder")
	ErrNoFFmpeg      = errors.New("ffmpeg is not installed") // an ErrInternal
)

// Error is what a person reads: a sentence on what went wrong and one on what to
// do about it.
type Error struct {
	Kind   error  // ErrBadInput, ErrDiskFull or ErrInternal
	Reason error  // one of the reasons; may be nil
	What   string // what is wrong
	Hint   string // what to do; may be empty
	Err    error  // the cause; may be nil
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.What
	}
	return e.What + " — " + e.Hint
}

// Unwrap makes kind, reason and cause visible to errors.Is and errors.As.
func (e *Error) Unwrap() []error {
	var all []error
	for _, err := range []error{e.Kind, e.Reason, e.Err} {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

func bad(hint, format string, args ...any) error {
	return &Error{Kind: ErrBadInput, What: fmt.Sprintf(format, args...), Hint: hint}
}

// fileError turns an error of the operating system about path into a sentence.
func fileError(doing, path string, err error) error {
	if sentence := (*Error)(nil); errors.As(err, &sentence) {
		return err
	}
	e := &Error{Kind: ErrInternal, What: fmt.Sprintf("%s %s failed: %v", doing, path, err), Err: err}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case isFull(err, ""):
		return full(path, err)
	case isTooLarge(err, ""):
		return tooLarge(path, err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		e.Kind, e.Reason = ErrBadInput, ErrNotFound
		e.What, e.Hint = missing(path)
	case errors.Is(err, syscall.EISDIR):
		e.Kind = ErrBadInput
		e.What, e.Hint = path+" is a folder", "name a file in it"
	case errors.Is(err, syscall.ENAMETOOLONG):
		e.Kind = ErrBadInput
		e.What, e.Hint = "the name of the file is too long: "+path, "choose a shorter one"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		e.Kind, e.Reason = ErrBadInput, ErrNotWritable
		e.What, e.Hint = fmt.Sprintf("%s %s is not allowed", doing, path), "choose another folder, or change its permissions"
	case errors.Is(err, fs.ErrExist):
		e.Kind, e.Reason = ErrBadInput, ErrExists
		e.What, e.Hint = path+" already exists", "choose another name, or allow overwriting"
	}
	return e
}

// missing says what of a path does not exist: a folder on the way may be a file.
func missing(path string) (what, hint string) {
	for folder := filepath.Dir(path); ; folder = filepath.Dir(folder) {
		info, err := os.Stat(folder)
		switch {
		case err == nil && !info.IsDir():
			return folder + " is a file, not a folder", "choose a folder"
		case err == nil, folder == filepath.Dir(folder):
			return path + " does not exist", "check the path"
		}
	}
}

func full(path string, err error) error {
	return &Error{
		Kind: ErrDiskFull, Err: err,
		What: "the disk is full: " + path + " could not be written",
		Hint: "free some space or choose another disk, and try again",
	}
}

func tooLarge(path string, err error) error {
	return &Error{
		Kind: ErrDiskFull, Err: err,
		What: path + " could not be written: it would be larger than this system allows a file to be",
		Hint: "raise the limit, in a shell with ulimit -f unlimited, or write to another disk",
	}
}

// isTooLarge recognises the limit on the size of files, in our own error or in
// how a child process ended.
func isTooLarge(err error, stderr string) bool {
	return errors.Is(err, syscall.EFBIG) || isSizeSignal(err) || strings.Contains(stderr, "File too large")
}

// isFull recognises a full disk or an exhausted quota, in our own error or in
// what a child process said.
func isFull(err error, stderr string) bool {
	if errors.Is(err, syscall.ENOSPC) || isQuota(err) {
		return true
	}
	for _, words := range []string{"No space left on device", "Disk quota exceeded", "not enough space on the disk"} {
		if strings.Contains(stderr, words) {
			return true
		}
	}
	return false
}

func noFFmpeg(program string, err error) error {
	return &Error{
		Kind: ErrInternal, Reason: ErrNoFFmpeg, Err: err,
		What: "the program " + program + " was not found",
		Hint: installHint,
	}
}
