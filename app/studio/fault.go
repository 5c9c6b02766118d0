package studio

import (
	"cmp"
	"context"
	"errors"
	"syscall"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
)

// AsFault turns an error of any layer into one whose kind engine.KindOf tells.
func AsFault(err error) error {
	if err == nil {
		return nil
	}
	if limit := asLimit(err); limit != nil {
		return limit
	}
	var fault *engine.Fault
	if errors.As(err, &fault) {
		return err
	}
	f := &engine.Fault{Kind: engine.Internal, What: err.Error(), Err: err}
	if file := (*media.Error)(nil); errors.As(err, &file) {
		f.What, f.Hint = file.What, file.Hint
	} else if kept := (*project.Fault)(nil); errors.As(err, &kept) {
		f.What, f.Hint = kept.What, kept.Hint
	}
	switch {
	case errors.Is(err, media.ErrBadInput), errors.Is(err, media.ErrNoFFmpeg),
		errors.Is(err, project.ErrBadInput), errors.Is(err, project.ErrDamaged):
		f.Kind = engine.BadInput
	case errors.Is(err, media.ErrDiskFull), errors.Is(err, project.ErrNoRoom):
		f.Kind = engine.NoRoom
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		f.Kind, f.What, f.Hint = engine.NoRoom, "the disk is full: "+f.What, "free some space and try again"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR):
		f.Kind, f.Hint = engine.BadInput, cmp.Or(f.Hint, "put what lies there out of the way: there is a file for a folder, or a folder for a file")
	case errors.Is(err, context.Canceled):
		f.Kind = engine.Cancelled
	}
	return f
}

// asLimit explains what the system withheld, wherever it did: such a limit is
// met while any file is opened, and is no fault of that file.
func asLimit(err error) error {
	f := &engine.Fault{Kind: engine.NoRoom, Err: err}
	switch {
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		f.What, f.Hint = "the system lets this program open no more files", "raise the limit, in a shell with ulimit -n 1024, and try again"
	case errors.Is(err, syscall.EAGAIN):
		f.What, f.Hint = "the system lets this program start no more processes", "end other programs, or raise the limit, in a shell with ulimit -u"
	case errors.Is(err, syscall.ENOMEM):
		f.What, f.Hint = "memory ran out", "end other programs, or use a smaller size or fewer frames"
	default:
		return nil
	}
	return f
}
