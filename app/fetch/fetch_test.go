package fetch_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/app/fetch"
	"github.com/kinora-studio/kinora/engine"
)

func TestMain(m *testing.M) {
	if os.Getenv(childURL) != "" {
		child()
	}
	goleak.VerifyTestMain(m)
}

// content is what the servers of the tests have.
func content() []byte {
	b := make([]byte, 3<<20+17)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b) // it never fails
	return b
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// server serves a file by handle and counts what it was asked for.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	ranges []string // guarded by mu
}

func serve(t testing.TB, handle func(w http.ResponseWriter, r *http.Request, request int)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.ranges = append(s.ranges, r.Header.Get("Range"))
		n := len(s.ranges)
		s.mu.Unlock()
		handle(w, r, n)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.ranges...)
}

// whole serves the file with all that HTTP has for it.
func whole(w http.ResponseWriter, r *http.Request, tag string) {
	w.Header().Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content()))
}

// breakOff sends so many bytes of a whole answer, and closes the connection.
func breakOff(w http.ResponseWriter, from, bytes int) {
	_, _ = w.Write(content()[from : from+bytes])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func params(t testing.TB, url string) fetch.Params {
	client := fetch.NewClient()
	t.Cleanup(client.CloseIdleConnections)
	return fetch.Params{
		URL: url, Path: filepath.Join(t.TempDir(), "weights.bin"), Client: client,
		Free: func(string) (int64, error) { return 1 << 40, nil },
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Tell: func(int64, int64) {},
	}
}

// is compares what is on the disk: the target alone, and whole.
func is(t *testing.T, p fetch.Params, want []byte) {
	t.Helper()
	got, err := os.ReadFile(p.Path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, %v; want %d", len(got), err, len(want))
	}
	if entries, _ := os.ReadDir(filepath.Dir(p.Path)); len(entries) != 1 {
		t.Errorf("left beside it: %v", entries)
	}
}

func TestFile(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { whole(w, r, `"one"`) })
	p := params(t, s.URL)
	p.SHA256, p.Bytes = strings.ToUpper(sumOf(content())), int64(len(content()))
	var last, total int64
	p.Tell = func(done, of int64) {
		if done < last {
			t.Errorf("%d bytes after %d", done, last)
		}
		last, total = done, of
	}
	for range 2 { // the second time nothing is to be done
		if err := fetch.File(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	is(t, p, content())
	if last != p.Bytes || total != p.Bytes || len(s.asked()) != 1 {
		t.Errorf("told %d of %d, asked %v", last, total, s.asked())
	}
}

// TestGoesOn: over connections that break off, by ranges.
func TestGoesOn(t *testing.T) {
	const piece = 1 << 20
	s := serve(t, func(w http.ResponseWriter, r *http.Request, n int) {
		if n == 1 {
			w.Header().Set("ETag", `"one"`)
			w.Header().Set("Content-Length", "3145745")
			breakOff(w, 0, piece)
		}
		whole(w, r, `"one"`)
	})
	p := params(t, s.URL)
	if err := fetch.File(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	is(t, p, content())
	if asked := s.asked(); len(asked) != 2 || asked[1] != "bytes=1048576-" {
		t.Errorf("asked %q", asked)
	}
}

// TestBeginsAnew: where the server has another file by now, or knows no ranges,
// or nothing would tell that it has another one.
func TestBeginsAnew(t *testing.T) {
	for name, second := range map[string]http.HandlerFunc{
		"another file": func(w http.ResponseWriter, r *http.Request) { whole(w, r, `"two"`) },
		"no ranges":    func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(content()) },
		"no such range": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				return
			}
			whole(w, r, `"two"`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, r *http.Request, n int) {
				if n == 1 {
					w.Header().Set("ETag", `"one"`)
					w.Header().Set("Content-Length", "9145745")
					breakOff(w, 4711, 1<<20) // other bytes than the later ones
				}
				second(w, r)
			})
			p := params(t, s.URL)
			if err := fetch.File(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			is(t, p, content())
		})
	}
	t.Run("no mark", func(t *testing.T) {
		s := serve(t, func(w http.ResponseWriter, r *http.Request, n int) {
			if n == 1 {
				w.Header().Set("Content-Length", "3145745")
				breakOff(w, 4711, 1<<20)
			}
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content()))
		})
		p := params(t, s.URL)
		if err := fetch.File(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		is(t, p, content())
		if asked := s.asked(); asked[1] != "" {
			t.Errorf("asked %q", asked)
		}
	})
}

// TestRefused: a sentence each, and no target.
func TestRefused(t *testing.T) {
	status := func(code int) func(http.ResponseWriter, *http.Request, int) {
		return func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(code) }
	}
	good := func(w http.ResponseWriter, r *http.Request, _ int) { whole(w, r, `"one"`) }
	for _, c := range []struct {
		name   string
		handle func(http.ResponseWriter, *http.Request, int)
		set    func(*fetch.Params)
		want   string
		kind   engine.Kind
		tries  int
		part   bool // what has arrived is kept
	}{
		{"absent", status(404), nil, "has no /a/weights.bin (404 Not Found) — check the address", engine.BadInput, 1, false},
		{"private", status(403), nil, "does not give weights.bin to everybody", engine.BadInput, 1, false},
		{"down", status(503), nil, "answers 503 Service Unavailable", engine.BadInput, 6, false},
		{"odd", status(418), nil, "in place of weights.bin", engine.BadInput, 1, false},
		{"wrong sum", good, func(p *fetch.Params) { p.SHA256 = strings.Repeat("0", 64) }, "its SHA-256 is", engine.BadInput, 1, false},
		{"wrong size", good, func(p *fetch.Params) { p.Bytes = 5 }, "it has 3145745 bytes in place of 5", engine.BadInput, 1, false},
		{"no room", good, func(p *fetch.Params) { p.Free = func(string) (int64, error) { return 1 << 20, nil } }, "needs 0.0 GB more on the disk", engine.NoRoom, 1, false},
		{"no ranges, and it always breaks off", func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("ETag", `"one"`)
			w.Header().Set("Content-Length", "3145745")
			breakOff(w, 0, 1<<20)
		}, nil, "cannot go on in the middle of a file", engine.BadInput, 7, true},
		{"endless", func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, "/again", http.StatusFound)
		}, nil, "sends on and on", engine.BadInput, 10, false},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, "ftp://localhost/a", http.StatusFound)
		}, nil, "is no address of a file", engine.BadInput, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, c.handle)
			p := params(t, s.URL+"/a/weights.bin")
			if c.set != nil {
				c.set(&p)
			}
			err := fetch.File(t.Context(), p)
			if err == nil || !strings.Contains(err.Error(), c.want) || engine.KindOf(err) != c.kind {
				t.Errorf("%v (%v)", err, engine.KindOf(err))
			}
			if len(s.asked()) != c.tries {
				t.Errorf("asked %d times, want %d", len(s.asked()), c.tries)
			}
			if _, err := os.Stat(p.Path); err == nil {
				t.Error("the target is there")
			}
			if _, err := os.Stat(p.Path + ".part"); (err == nil) != c.part {
				t.Errorf("the part: %v", err)
			}
		})
	}
}

// TestNobodyThere: a server that is gone is asked again, ever more slowly.
func TestNobodyThere(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	p := params(t, gone.URL)
	var waits []time.Duration
	p.Wait = func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}
	err := fetch.File(t.Context(), p)
	if err == nil || !strings.Contains(err.Error(), "cannot be reached") || !strings.Contains(err.Error(), "check the connection and retry") {
		t.Error(err)
	}
	if len(waits) != 5 || waits[0] != time.Second || waits[4] != 16*time.Second {
		t.Errorf("waited %v", waits)
	}
}

// TestStops: within a chunk, and goes on from there later.
func TestStops(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { whole(w, r, `"one"`) })
	p := params(t, s.URL)
	asked := errors.New("pause")
	ctx, stop := context.WithCancelCause(t.Context())
	var at int64
	p.Tell = func(done, _ int64) {
		at = done
		if done > 1<<20 {
			stop(asked)
		}
	}
	if err := fetch.File(ctx, p); !errors.Is(err, asked) {
		t.Fatal(err)
	}
	if info, err := os.Stat(p.Path + ".part"); err != nil || info.Size() != at || at > 2<<20 {
		t.Errorf("%d bytes were kept, %v", at, err)
	}
	p.Tell = func(int64, int64) {}
	if err := fetch.File(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	is(t, p, content())
	if got := s.asked(); len(got) != 2 || got[1] == "" {
		t.Errorf("asked %q", got)
	}
}

func TestCheckURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.org/a":         "",
		"http://127.0.0.1:1/a":          "",
		"file:///etc/passwd":            "is no address",
		"weights.bin":                   "is no address",
		"https://me:word@example.org/a": "holds a password",
		"ht tp://":                      "is no address",
	} {
		if err := fetch.CheckURL(address); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
