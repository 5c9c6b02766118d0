package engine

import (
	"errors"
	"fmt"
)

// Kind says whose turn it is when something went wrong; a program maps it to
// its exit code in one place.
type Kind int

// The kinds of failure.
const (
	Internal  Kind = iota // a defect of the program or of a library below it
	BadInput              // the request, a file or a pack is not usable as it is
	NoRoom                // memory or disk do not suffice
	Refused               // the request is understood and will not be carried out
	Cancelled             // the caller ended it
)

// ErrNotFinite says that a result holds an infinity or what is no number.
var ErrNotFinite = errors.New("a value is not a number")

// Fault is an error that a person reads: what happened and what to do about it.
type Fault struct {
	Kind Kind
	What string // what is wrong, the cause included
	Hint string // what to do; may be empty
	Err  error  // the cause, for errors.Is and errors.As; may be nil
}

func (f *Fault) Error() string {
	if f.Hint == "" {
		return f.What
	}
	return f.What + " — " + f.Hint
}

func (f *Fault) Unwrap() error { return f.Err }

// Bad returns a BadInput fault; hint says what to do, and the rest is formatted
// into the sentence that says what is wrong. A %w verb keeps the cause.
func Bad(hint, format string, args ...any) error {
	return newFault(BadInput, hint, format, args)
}

// Full returns a NoRoom fault, built as Bad builds its own.
func Full(hint, format string, args ...any) error {
	return newFault(NoRoom, hint, format, args)
}

// Broken returns an Internal fault, built as Bad builds its own.
func Broken(hint, format string, args ...any) error {
	return newFault(Internal, hint, format, args)
}

func newFault(kind Kind, hint, format string, args []any) error {
	err := fmt.Errorf(format, args...)
	return &Fault{Kind: kind, What: err.Error(), Hint: hint, Err: errors.Unwrap(err)}
}

// KindOf returns the kind of the outermost fault in err, and Internal where
// there is none.
func KindOf(err error) Kind {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault.Kind
	}
	return Internal
}
