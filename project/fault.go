package project

import (
	"errors"
	"fmt"
)

// Every error that a person reads is one of these, found by errors.Is.
var (
	// ErrBadInput: a request, a field or a file cannot be used as it is.
	ErrBadInput = errors.New("bad input")
	// ErrNotFound: nothing has that name or number. It is an ErrBadInput, too.
	ErrNotFound = errors.New("not found")
	// ErrBusy: another process has it open. It is an ErrBadInput, too.
	ErrBusy = errors.New("in use")
	// ErrNewer: a newer version of the program made it. It is an ErrBadInput, too.
	ErrNewer = errors.New("of a newer version")
	// ErrMoved: it is no longer where it was opened. It is an ErrBadInput, too.
	ErrMoved = errors.New("moved away")
	// ErrNoRoom: the disk has no room left.
	ErrNoRoom = errors.New("no room")
	// ErrDamaged: stored data is not what was written.
	ErrDamaged = errors.New("damaged")
)

// Fault is what a person reads: a sentence on what went wrong and one on what to
// do about it.
type Fault struct {
	Kind error  // one of the above
	What string // what is wrong
	Hint string // what to do; may be empty
	Err  error  // the cause; may be nil
}

func (f *Fault) Error() string {
	if f.Hint == "" {
		return f.What
	}
	return f.What + " — " + f.Hint
}

// Unwrap makes kind and cause visible to errors.Is and errors.As.
func (f *Fault) Unwrap() []error {
	all := []error{f.Kind}
	if errors.Is(f.Kind, ErrNotFound) || errors.Is(f.Kind, ErrBusy) || errors.Is(f.Kind, ErrNewer) || errors.Is(f.Kind, ErrMoved) {
		all = append(all, ErrBadInput)
	}
	if f.Err != nil {
		all = append(all, f.Err)
	}
	return all
}

// Bad returns an ErrBadInput fault; hint says what to do, and the rest is
// formatted into the sentence that says what is wrong. A %w verb keeps the cause.
func Bad(hint, format string, args ...any) error {
	return Wrong(ErrBadInput, hint, format, args...)
}

// Wrong returns a fault of any kind, built as Bad builds its own.
func Wrong(kind error, hint, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	return &Fault{Kind: kind, What: err.Error(), Hint: hint, Err: errors.Unwrap(err)}
}
