package studio

import (
	"context"
	"errors"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// AsFault turns an error of any layer into one whose kind engine.KindOf tells.
func AsFault(err error) error {
	var fault *engine.Fault
	if err == nil || errors.As(err, &fault) {
		return err
	}
	f := &engine.Fault{Kind: engine.Internal, What: err.Error(), Err: err}
	if file := (*media.Error)(nil); errors.As(err, &file) {
		f.What, f.Hint = file.What, file.Hint
	}
	switch {
	case errors.Is(err, media.ErrBadInput), errors.Is(err, media.ErrNoFFmpeg):
		f.Kind = engine.BadInput
	case errors.Is(err, media.ErrDiskFull):
		f.Kind = engine.NoRoom
	case errors.Is(err, context.Canceled):
		f.Kind = engine.Cancelled
	}
	return f
}
