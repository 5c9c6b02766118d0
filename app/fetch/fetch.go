package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// The endings of what lies beside a target while it is fetched.
const (
	partEnding = ".part" // the bytes that have arrived
	noteEnding = ".from" // what they are a part of
)

// Params say what to fetch, and where to.
type Params struct {
	URL    string // http or https
	Path   string // target; its folder exists
	SHA256 string // of the whole, in hexadecimal digits; empty where nobody knows it
	Bytes  int64  // of the whole; 0 where nobody knows

	Client *http.Client // how servers are reached
	// Free returns the bytes that may still be written in a folder.
	Free func(dir string) (int64, error)
	// Wait waits between two tries, or until the context ends.
	Wait func(ctx context.Context, d time.Duration) error
	// Tell hears how many bytes have arrived, of how many; 0 where nobody knows.
	Tell func(done, total int64)
}

// File fetches a file. A target that is there already, and is as it should be, is
// left alone. What has arrived is kept when an error is returned, unless it turned
// out not to be what was asked for.
func File(ctx context.Context, p Params) error {
	if p.Client == nil || p.Free == nil || p.Wait == nil || p.Tell == nil {
		return errors.New("fetch a file: a client, the room on the disk, a way to wait or a listener is missing")
	}
	if info, err := os.Stat(p.Path); err == nil {
		p.Tell(info.Size(), info.Size())
		return p.compare(ctx, p.Path)
	}
	if err := p.arrive(ctx); err != nil {
		return err
	}
	if err := p.compare(ctx, p.part()); err != nil {
		if ctx.Err() == nil {
			p.Drop()
		}
		return err
	}
	if err := os.Rename(p.part(), p.Path); err != nil {
		return p.disk(err)
	}
	syncFolder(filepath.Dir(p.Path))
	_ = os.Remove(p.noteFile()) // nobody reads it without the part
	return nil
}

// Drop removes what has arrived of a file that nobody wants any more.
func (p Params) Drop() {
	_ = os.Remove(p.part())
	_ = os.Remove(p.noteFile())
}

func (p Params) part() string     { return p.Path + partEnding }
func (p Params) noteFile() string { return p.Path + noteEnding }
func (p Params) name() string     { return filepath.Base(p.Path) }

// compare reads a whole file and compares it with what was promised.
func (p Params) compare(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return p.disk(err)
	}
	if p.Bytes > 0 && info.Size() != p.Bytes {
		return engine.Bad("ask whoever published it, or take it from elsewhere",
			"%s is not the file that was promised: it has %d bytes in place of %d", p.name(), info.Size(), p.Bytes)
	}
	if p.SHA256 == "" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return p.disk(err)
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, reading{ctx, f}); err != nil {
		return p.disk(err)
	}
	if found := hex.EncodeToString(sum.Sum(nil)); !strings.EqualFold(found, p.SHA256) {
		return engine.Bad("try again, compare the checksum with that of the publisher, or take the file from elsewhere",
			"%s is not the file that was promised: its SHA-256 is %s and should be %s", p.name(), found, strings.ToLower(p.SHA256))
	}
	return nil
}

// disk makes a sentence of an error of the file system.
func (p Params) disk(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case full(err):
		return engine.Full("free some space and retry: what has arrived is kept", "the disk is full: %s could not be written on: %w", p.name(), err)
	case errors.Is(err, fs.ErrPermission):
		return engine.Bad("check the permissions of "+filepath.Dir(p.Path), "%s could not be written: %w", p.name(), err)
	}
	return fmt.Errorf("write %s: %w", p.Path, err)
}

// reading ends with its context.
type reading struct {
	ctx context.Context //nolint:containedctx // io.Reader has no other way
	r   io.Reader
}

// Read is io.Reader.
func (r reading) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(b)
}

// syncFolder has a renaming survive a power cut, where the system can do that.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
