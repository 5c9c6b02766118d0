package main

import (
	"errors"
	"io"
	"io/fs"
	"sync"
	"syscall"

	"github.com/kinora-studio/kinora/engine"
)

// outlet is standard output or error. A reader that goes away wishes the run to
// end. Results that cannot be written for another reason end it only before
// anything was made; later on, what is being made is worth more than the lines
// about it.
type outlet struct {
	to      io.Writer
	stop    func() // ends the run
	results bool   // it is standard output

	mu      sync.Mutex // guards everything that follows
	written bool
	err     error
}

func (o *outlet) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.to.Write(p)
	if err != nil && o.err == nil {
		o.err = err
		if readerGone(err) || o.results && !o.written {
			o.stop()
		}
	}
	o.written = true
	return n, err
}

// fault returns what kept the output from being written. That the reader went
// away is his wish to end and needs no words.
func (o *outlet) fault() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.err == nil:
		return nil
	case readerGone(o.err):
		return toldError{&engine.Fault{Kind: engine.Cancelled, What: "nobody reads the output", Err: o.err}}
	case errors.Is(o.err, syscall.EFBIG):
		return engine.Full("raise the limit, in a shell with ulimit -f unlimited, or write elsewhere",
			"standard output cannot be written: it would be larger than this system allows a file to be")
	case diskFull(o.err):
		return engine.Full("free some space or write elsewhere", "standard output cannot be written: the disk is full")
	}
	cause := o.err
	if about := (*fs.PathError)(nil); errors.As(cause, &about) {
		cause = about.Err
	}
	return engine.Bad("let it lead to a file, a program or a terminal", "standard output cannot be written: %w", cause)
}
