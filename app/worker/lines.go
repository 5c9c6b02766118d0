package worker

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"sync"
)

var errLongLine = errors.New("a line is too long")

// lineReader reads lines of a bounded length.
type lineReader struct{ buffer *bufio.Reader }

func newLineReader(r io.Reader) lineReader { return lineReader{bufio.NewReaderSize(r, 64<<10)} }

// next returns the next line without its end. A line that is too long is skipped
// and told as errLongLine; one that the end of the stream cuts off is not a line.
func (l lineReader) next() ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := l.buffer.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		long = long || len(line)+len(part) > maxLine
		if long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case err != nil: // the line goes on
		case long:
			return nil, errLongLine
		default:
			return line[:len(line)-1], nil
		}
	}
}

// lineWriter writes values as lines of JSON, from several goroutines.
type lineWriter struct {
	failed chan struct{} // closed when nobody reads any more

	mu  sync.Mutex // guards everything that follows
	out io.Writer
	err error
}

func newLineWriter(out io.Writer) *lineWriter {
	return &lineWriter{out: out, failed: make(chan struct{})}
}

func (w *lineWriter) write(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if len(line) >= maxLine {
		return errLongLine
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if _, w.err = w.out.Write(append(line, '\n')); w.err != nil {
		close(w.failed)
	}
	return w.err
}
