package worker

import (
	"bytes"
	"slices"
	"sync"
)

// The bounds of what is kept of a process's log.
const (
	logLines     = 200
	logWidth     = 2000 // bytes of a line
	logTelltales = 20
)

// ring keeps the last lines that are written to it, and those that may tell why
// the process is about to end, which a long trace would push out. It hands every
// line on.
type ring struct {
	hand func(line string) // may be nil

	mu        sync.Mutex // guards everything that follows
	lines     []string
	telltales []string // since the last mark
	part      []byte
}

// mark is called when a job begins: what was said before is not about it.
func (r *ring) mark() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.telltales = nil
}

// Write takes a piece of the log; it never fails.
func (r *ring) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	rest := p
	for {
		line, after, whole := bytes.Cut(rest, []byte{'\n'})
		if room := logWidth - len(r.part); room > 0 {
			r.part = append(r.part, line[:min(room, len(line))]...)
		}
		if !whole {
			return len(p), nil
		}
		r.add()
		rest = after
	}
}

// add ends the line that is being written.
func (r *ring) add() {
	line := string(bytes.TrimRight(r.part, "\r"))
	r.part = r.part[:0]
	if len(r.lines) == logLines {
		r.lines = slices.Delete(r.lines, 0, 1)
	}
	r.lines = append(r.lines, line)
	if len(r.telltales) < logTelltales && telltale(line) {
		r.telltales = append(r.telltales, line)
	}
	if r.hand != nil {
		r.hand(line)
	}
}

// last returns what is kept, oldest first.
func (r *ring) last() (lines, telltales []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.part) > 0 {
		r.add()
	}
	return slices.Clone(r.lines), slices.Clone(r.telltales)
}
