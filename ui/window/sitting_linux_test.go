package window

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/packaging/hand"
	"github.com/kinora-studio/kinora/packaging/xvfb"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

const (
	patience = 5 * time.Minute // a machine that is busy is slow, not wrong
	calm     = 400 * time.Millisecond
)

// sitting is somebody at the real program: it is built as users build it, starts on
// a screen in memory and finds nothing of an earlier user.
type sitting struct {
	*testing.T
	*hand.Program
	path    string
	home    string
	display *xvfb.Display
}

// sit builds the program and makes a user who never saw it.
func sit(t *testing.T) *sitting {
	t.Helper()
	s := &sitting{T: t, home: t.TempDir()}
	root, err := filepath.Abs("../..")
	s.check(err)
	build := exec.CommandContext(t.Context(), filepath.Join(root, "packaging/env.sh"), filepath.Join(root, "packaging/build.sh"))
	build.Env = environ
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	s.path = filepath.Join(root, "build/kinora")
	// The context of a test ends before what is cleaned up after it.
	s.display, err = xvfb.Start(context.WithoutCancel(t.Context()), 1280, 800)
	s.check(err)
	t.Cleanup(func() { s.check(s.display.Close()) })
	return s
}

// start starts the program and waits until it has drawn its first screen.
func (s *sitting) start() *image.RGBA {
	s.Helper()
	output, err := os.Create(filepath.Join(s.TempDir(), "output"))
	s.check(err)
	s.Cleanup(func() {
		said, _ := os.ReadFile(output.Name())
		if s.Failed() {
			s.Logf("the program said: %s", said)
		}
		_ = output.Close()
	})
	ctx, done := s.patience()
	defer done()
	s.Program, err = hand.Start(ctx, hand.ProgramParams{Display: s.display, Path: s.path, Home: s.home, Output: output}, "Kinora")
	s.check(err)
	program := s.Program
	s.Cleanup(func() {
		if s.Failed() {
			s.keep()
		}
		s.check(program.Kill())
	})
	return s.still()
}

func (s *sitting) check(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *sitting) patience() (context.Context, func()) {
	return context.WithTimeout(context.WithoutCancel(s.Context()), patience)
}

// press presses keys one after the other, and waits after each until the window has
// taken it.
func (s *sitting) press(keys ...string) {
	s.Helper()
	for _, key := range keys {
		s.changes(func() error { return s.Press(key) })
	}
}

// types writes text into what has the focus.
func (s *sitting) types(text string) {
	s.Helper()
	s.changes(func() error { return s.Type(text) })
}

// changes does something that is seen, and waits until the window has come to rest.
func (s *sitting) changes(do func() error) {
	s.Helper()
	ctx, done := s.patience()
	defer done()
	was, err := s.Screen()
	s.check(err)
	s.check(do())
	_, err = s.Changed(ctx, was, calm)
	s.check(err)
}

// command finds a command by its name, as somebody does who knows no key.
func (s *sitting) command(name string) {
	s.Helper()
	s.press("Ctrl+K")
	s.types(name)
	s.check(s.Press("Return"))
}

func (s *sitting) still() *image.RGBA {
	s.Helper()
	ctx, done := s.patience()
	defer done()
	seen, err := s.Still(ctx, calm)
	s.check(err)
	return seen
}

func (s *sitting) titled(name string) {
	s.Helper()
	ctx, done := s.patience()
	defer done()
	s.check(s.Titled(ctx, name))
}

// plays waits until a picture moves on the screen: one look after the other differs
// all over a part that is as large as a picture. A clock or a bar would be flat, and
// a dialog that closes is seen once.
func (s *sitting) plays() {
	s.Helper()
	before, err := s.Screen()
	s.check(err)
	var all []image.Rectangle
	deadline := time.Now().Add(patience)
	for moved := 0; time.Now().Before(deadline); {
		now, err := s.Screen()
		s.check(err)
		where, pixels := hand.Difference(before, now)
		before = now
		switch {
		case pixels == 0: // the same frame is still in sight
			continue
		case where.Dx() >= 150 && where.Dx() <= 1000 && where.Dy() >= 150 && pixels*10 >= where.Dx()*where.Dy():
			moved++
			all = append(all, where)
		default:
			moved = 0
		}
		if moved == 5 {
			s.Logf("the picture moves in %v", all)
			return
		}
	}
	s.Fatalf("no picture moves on the screen; what changed was in %v", all)
}

// until waits for what the project keeps, read while the window has it open.
func (s *sitting) until(dir, what string, done func(shots []project.Shot, takes []project.Take) bool) {
	s.Helper()
	ctx, end := s.patience()
	defer end()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	var shots []project.Shot
	var takes []project.Take
	var err error
	for {
		if shots, takes, err = kept(ctx, store.OpenParams{Path: dir, ReadOnly: true, Now: time.Now}); err == nil && done(shots, takes) {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			s.Fatalf("the project never had %s; it has %d shots %+v and %d takes (%v)", what, len(shots), shots, len(takes), err)
		}
	}
}

// kept reads shots and takes of a project, the oldest first.
func kept(ctx context.Context, p store.OpenParams) (shots []project.Shot, takes []project.Take, err error) {
	opened, err := store.Open(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = opened.Close() }()
	if shots, err = opened.Shots(ctx); err != nil {
		return nil, nil, err
	}
	takes, err = opened.Takes(ctx, store.TakeFilter{}, store.Page{Limit: 100})
	for i, j := 0, len(takes)-1; i < j; i, j = i+1, j-1 {
		takes[i], takes[j] = takes[j], takes[i]
	}
	return shots, takes, err
}

// computed is what the program itself has computed so far, without the workers that
// it started, and without the threads that draw in place of a graphics card. A busy
// machine does not make it pass.
func (s *sitting) computed() time.Duration {
	s.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", s.PID))
	s.check(err)
	var ticks int
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		if err != nil || strings.Contains(string(stat), "(llvmpipe-") {
			continue // a thread may end meanwhile
		}
		_, after, _ := strings.Cut(string(stat), ") ")
		for _, field := range strings.Fields(after)[11:13] { // utime and stime, see proc(5)
			n, err := strconv.Atoi(field)
			s.check(err)
			ticks += n
		}
	}
	const tick = 10 * time.Millisecond // what Linux tells programs that it is
	return time.Duration(ticks) * tick
}

// keep writes the screen where a failed test can be understood by it.
func (s *sitting) keep() {
	seen, err := s.Screen()
	if err != nil {
		return
	}
	path := filepath.Join("testdata/failed", s.Name()+".png")
	_ = os.MkdirAll(filepath.Dir(path), 0o755)
	file, err := os.Create(path)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }()
	if err := png.Encode(file, seen); err == nil {
		s.Logf("the screen at the end is %s", path)
	}
}
