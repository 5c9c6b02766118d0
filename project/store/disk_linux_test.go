package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/kinora-studio/kinora/project"
)

// TestFullDisk writes to a project until its disk is full: everything that
// returned before stays, each refusal is a sentence, nothing is left half, and the
// project opens again. Where no small disk can be mounted, the limit on the size of
// files stands for it alone.
func TestFullDisk(t *testing.T) {
	t.Run("limited", func(t *testing.T) {
		_, lines := startChild(t, "full", t.TempDir())
		expect(t, lines, "passed")
	})
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=6m"); err != nil {
		t.Logf("a small disk cannot be mounted here: %v", err)
		return
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := fillDisk(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
}

func init() {
	children["full"] = func(args []string) error {
		signal.Ignore(unix.SIGXFSZ)
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 2 << 20, Max: unix.RLIM_INFINITY}); err != nil {
			return err
		}
		if err := fillDisk(context.Background(), args[0]); err != nil {
			return err
		}
		fmt.Println("passed")
		return nil
	}
	children["read"] = func(args []string) error {
		const nobody = 65534
		if os.Geteuid() == 0 { // whom no permission stops
			if err := syscall.Setuid(nobody); err != nil {
				return err
			}
		}
		s, err := Open(context.Background(), OpenParams{Path: args[0], ReadOnly: true, Now: time.Now})
		if err != nil {
			return err
		}
		var n int
		if err := s.read.QueryRowContext(context.Background(), "SELECT count(*) FROM settings").Scan(&n); err != nil {
			return err
		}
		fmt.Println("settings", n)
		if _, err := Open(context.Background(), OpenParams{Path: args[0], Now: time.Now}); err == nil || !errors.Is(err, project.ErrBadInput) || !strings.Contains(err.Error(), "not allowed") {
			return fmt.Errorf("opening it for writing: %w", err)
		}
		if _, err := Create(context.Background(), CreateParams{Folder: args[0], Name: "Film", Now: time.Now}); err == nil || !strings.Contains(err.Error(), "not allowed") {
			return fmt.Errorf("creating in it: %w", err)
		}
		fmt.Println("refused")
		return s.Close()
	}
}

func fillDisk(ctx context.Context, dir string) error {
	s, err := Create(ctx, CreateParams{Folder: dir, Name: "Film", Now: now})
	if err != nil {
		return err
	}
	written := 0
	text := strings.Repeat("words of a long note ", 5000)
	for ; err == nil; written++ {
		_, err = s.write.ExecContext(ctx, "INSERT INTO settings (key, value) VALUES (?, ?)", fmt.Sprint(written), text)
		if written > 1000 {
			return errors.New("the disk does not get full")
		}
	}
	written--
	if err = s.fault("changing", err); !errors.Is(err, project.ErrNoRoom) {
		return fmt.Errorf("a full disk is %w", err)
	}
	packed := filepath.Join(dir, "film.zip")
	for name, try := range map[string]func() error{
		"backing up": func() error { _, err := s.Backup(ctx); return err },
		"creating":   func() error { _, err := Create(ctx, CreateParams{Folder: dir, Name: "Second", Now: now}); return err },
		"packing":    func() error { return s.Package(ctx, packed) },
		"collecting": func() error { return collectLarge(ctx, s, dir) },
	} {
		// A limit on single files leaves room for small ones.
		if err := try(); err != nil && !errors.Is(err, project.ErrNoRoom) {
			return fmt.Errorf("%s on a full disk: %w", name, err)
		}
	}
	if err := nothingHalf(dir); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return fmt.Errorf("close on a full disk: %w", err)
	}
	if s, err = Open(ctx, OpenParams{Path: s.Dir(), Now: func() time.Time { return start.Add(time.Hour) }}); err != nil {
		return fmt.Errorf("open on a full disk: %w", err)
	}
	var kept int
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM settings").Scan(&kept); err != nil || kept != written {
		return fmt.Errorf("%d of %d are there: %w", kept, written, err)
	}
	if _, err := s.write.ExecContext(ctx, "DELETE FROM settings WHERE key > '1'"); err != nil && !errors.Is(s.fault("", err), project.ErrNoRoom) {
		return err
	}
	return s.Close()
}

// collectLarge collects a file that takes more room than there is.
func collectLarge(ctx context.Context, s *Store, dir string) error {
	outside, err := os.CreateTemp("", "large-*.png")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(outside.Name()) }()
	if err := errors.Join(outside.Truncate(8<<20), outside.Close()); err != nil && strings.Contains(err.Error(), "too large") {
		return nil // the limit is on files everywhere
	} else if err != nil {
		return err
	}
	c := collector{store: s, folder: filepath.Join(s.Dir(), MediaFolder), done: &Collected{}, copies: map[string]copied{}, contents: map[string]string{}}
	err = c.collect(ctx, used{of: "shot SH010", path: outside.Name()})
	if err == nil {
		err = fmt.Errorf("8 MB fit into %s", dir)
	}
	return err
}

func nothingHalf(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(filepath.Base(path), scratchPrefix) {
			err = fmt.Errorf("%s was left behind", path)
		}
		return err
	})
}

// TestReadOnlyFolder reads a project that nobody may write to: closed, and as a
// kill left it, with changes in the log only.
func TestReadOnlyFolder(t *testing.T) {
	for _, killed := range []bool{false, true} {
		t.Run(fmt.Sprintf("killed %v", killed), func(t *testing.T) {
			s := newProject(t)
			execute(t, s, "INSERT INTO settings (key, value) VALUES ('a', 'b'), ('c', 'd')")
			dir := copyProject(t, s.Dir()) // with its log
			closeStore(t, s)
			if !killed {
				dir = copyProject(t, s.Dir())
			}
			if err := os.Remove(filepath.Join(dir, databaseName+"-shm")); err != nil && killed {
				t.Fatal(err)
			}
			forbidWriting(t, dir)
			_, lines := startChild(t, "read", dir)
			if n := expect(t, lines, "settings "); n != "2" {
				t.Errorf("%s settings are there", n)
			}
			expect(t, lines, "refused")
		})
	}
}

func forbidWriting(t *testing.T, dir string) {
	t.Helper()
	// The folders above belong to the test alone; the child has to get through.
	for _, above := range []string{filepath.Dir(dir), filepath.Dir(filepath.Dir(dir))} {
		if err := os.Chmod(above, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Chmod(filepath.Join(dir, lockName), 0o444), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
}

// TestPipeForADatabase opens a project with a pipe in its database's place, which
// would be waited for.
func TestPipeForADatabase(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	fillTakes(t, s, 1, 20)
	if _, err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir, path := s.Dir(), s.Path(databaseName)
	closeStore(t, s)
	if err := errors.Join(os.Remove(path), unix.Mkfifo(path, 0o644), unix.Mkfifo(path+"-wal", 0o644)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), OpenParams{Path: dir, ReadOnly: true, Now: now})
	sentence(t, err, project.ErrDamaged)
	s = reopen(t, dir, start)
	if takes, err := s.Takes(t.Context(), TakeFilter{}, Page{Limit: 100}); err != nil || len(takes) != 20 {
		t.Errorf("%d takes, %v", len(takes), err)
	}
}

// TestFullDiskForANewProject makes projects on disks that are too small for them:
// each appears whole or not at all.
func TestFullDiskForANewProject(t *testing.T) {
	for _, size := range []string{"4k", "64k", "200k", "300k", "400k", "450k", "500k"} {
		t.Run(size, func(t *testing.T) {
			dir := t.TempDir()
			if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
				t.Logf("no small disk: %v", err) // needs rights that not everybody has
				return
			}
			t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
			s, err := Create(t.Context(), CreateParams{Folder: dir, Name: "Film", Now: now})
			if err == nil {
				closeStore(t, s)
				return
			}
			sentence(t, err, project.ErrNoRoom)
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("left behind %v, %v", left, err)
			}
		})
	}
}

// TestPipeForAClip adopts what would be waited for.
func TestPipeForAClip(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	if err := unix.Mkfifo(s.Path("media/SH010_T01.mp4"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := s.Adopt(t.Context(), []string{"media/SH010_T01.mp4"}, "")
	sentence(t, err, project.ErrBadInput, "no file")
}
