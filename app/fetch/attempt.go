package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

const (
	patience = time.Minute // without a byte, before a connection is given up
	chunk    = 1 << 18     // bytes between two looks at the context
)

var errSilent = errors.New("nothing has come for a minute")

// note says what a part is a part of, so that it is not joined with another file.
type note struct {
	URL   string `json:"url"`
	Mark  string `json:"mark,omitempty"` // entity tag or date of the server's file
	Total int64  `json:"total,omitempty"`
}

func (p Params) arrived() int64 {
	info, err := os.Stat(p.part())
	if err != nil {
		return 0
	}
	return info.Size()
}

// resumable returns the bytes to go on from, and what they are a part of.
func (p Params) resumable() (int64, note) {
	var n note
	content, err := os.ReadFile(p.noteFile())
	if err != nil || json.Unmarshal(content, &n) != nil || n.URL != p.URL {
		return 0, note{}
	}
	if n.Mark == "" && p.SHA256 == "" { // nothing would tell that the file is another one by now
		return 0, note{}
	}
	return p.arrived(), n
}

// attempt asks the server once. again says that it had to begin from the start
// though something had arrived.
func (p Params) attempt(ctx context.Context) (again bool, err error) {
	from, known := p.resumable()
	if from > 0 && (from == p.Bytes || from == known.Total) {
		return false, nil
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	silence := time.AfterFunc(patience, func() { stop(errSilent) })
	defer silence.Stop()
	answer, err := p.ask(ctx, from, known)
	if err != nil {
		return false, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode == http.StatusRequestedRangeNotSatisfiable {
		p.Drop()
		return true, &passing{what: "the file on the server is another one by now"}
	}
	if err := p.refused(answer); err != nil {
		return false, err
	}
	again = from > 0 && !goesOn(answer, from)
	if again {
		from = 0
	}
	total := int64(0)
	if answer.ContentLength >= 0 {
		total = from + answer.ContentLength
	}
	if err := p.promised(total, from); err != nil {
		return again, err
	}
	err = p.receive(ctx, answer, from, total, func() { silence.Reset(patience) })
	return again, err
}

// ask sends the request.
func (p Params) ask(ctx context.Context, from int64, known note) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL, nil)
	if err != nil {
		return nil, engine.Bad("give an address that begins with https://", "%.200q is no address of a file: %w", p.URL, err)
	}
	request.Header.Set("Accept-Encoding", "identity") // lengths and ranges are those of the file
	request.Header.Set("User-Agent", "kinora")
	if from > 0 {
		request.Header.Set("Range", "bytes="+strconv.FormatInt(from, 10)+"-")
		if known.Mark != "" {
			request.Header.Set("If-Range", known.Mark)
		}
	}
	answer, err := p.Client.Do(request)
	if err != nil {
		cause := err
		if at := (*url.Error)(nil); errors.As(err, &at) {
			cause = at.Err
		}
		var refusal *engine.Fault
		if errors.As(cause, &refusal) {
			return nil, refusal
		}
		return nil, &passing{what: fmt.Sprintf("%s cannot be reached: %s", request.URL.Host, cause), err: err}
	}
	return answer, nil
}

// refused makes sentences of what a server answers in place of a file.
func (p Params) refused(answer *http.Response) error {
	host := answer.Request.URL.Host
	switch code := answer.StatusCode; {
	case code == http.StatusOK, code == http.StatusPartialContent:
		return nil
	case code == http.StatusNotFound, code == http.StatusGone:
		return engine.Bad("check the address", "%s has no %s (%s)", host, answer.Request.URL.Path, answer.Status)
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return engine.Bad("fetch it with your browser and add its folder to the models", "%s does not give %s to everybody (%s)", host, p.name(), answer.Status)
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code >= http.StatusInternalServerError:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return &passing{what: fmt.Sprintf("%s answers %s", host, answer.Status), after: time.Duration(min(max(seconds, 0), 3600)) * time.Second}
	default:
		return engine.Bad("check the address", "%s answers %s in place of %s", host, answer.Status, p.name())
	}
}

// goesOn reports whether an answer begins where the part ends.
func goesOn(answer *http.Response, from int64) bool {
	begins := fmt.Sprintf("bytes %d-", from)
	return answer.StatusCode == http.StatusPartialContent && strings.HasPrefix(answer.Header.Get("Content-Range"), begins)
}

// promised compares the length that a server announces with what was promised,
// and with the room on the disk.
func (p Params) promised(total, from int64) error {
	if p.Bytes > 0 && total > 0 && total != p.Bytes {
		return engine.Bad("ask whoever published it, or take it from elsewhere",
			"%s is not the file that was promised: it has %d bytes in place of %d", p.name(), total, p.Bytes)
	}
	free, err := p.Free(filepath.Dir(p.Path))
	if err != nil {
		return p.disk(err)
	}
	if need := max(total, p.Bytes) - from; need > free {
		return engine.Full("free some space and retry", "%s needs %.1f GB more on the disk, of which %.1f GB are free", p.name(), float64(need)/1e9, float64(free)/1e9)
	}
	return nil
}

// receive writes what a server sends behind what has arrived.
func (p Params) receive(ctx context.Context, answer *http.Response, from, total int64, heard func()) (err error) {
	mark := answer.Header.Get("ETag")
	if mark == "" || strings.HasPrefix(mark, "W/") { // a weak tag does not promise the same bytes
		mark = answer.Header.Get("Last-Modified")
	}
	content, err := json.Marshal(note{p.URL, mark, total})
	if err != nil {
		return err
	}
	flags := os.O_WRONLY | os.O_CREATE
	if from == 0 {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(p.part(), flags, 0o644)
	if err != nil {
		return p.disk(err)
	}
	defer func() {
		if closed := errors.Join(f.Sync(), f.Close()); err == nil && closed != nil {
			err = p.disk(closed)
		}
	}()
	if err := os.WriteFile(p.noteFile(), content, 0o644); err != nil {
		return p.disk(err)
	}
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return p.disk(err)
	}
	return p.pour(f, reading{ctx, answer.Body}, from, total, heard)
}

func (p Params) pour(f *os.File, body io.Reader, done, total int64, heard func()) error {
	p.Tell(done, max(total, p.Bytes))
	buffer := make([]byte, chunk)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			heard()
			if _, err := f.Write(buffer[:n]); err != nil {
				return p.disk(err)
			}
			done += int64(n)
			p.Tell(done, max(total, p.Bytes))
		}
		switch {
		case errors.Is(err, io.EOF) && (total == 0 || done == total):
			return nil
		case errors.Is(err, io.EOF):
			err = io.ErrUnexpectedEOF
			fallthrough
		case err != nil:
			return &passing{what: "the connection broke off: " + err.Error(), err: err}
		case p.Bytes > 0 && done > p.Bytes:
			return engine.Bad("ask whoever published it, or take it from elsewhere", "%s is longer than was promised", p.name())
		}
	}
}
