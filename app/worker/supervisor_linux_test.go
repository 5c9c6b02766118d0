package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// heardPID is the process that an event comes from.
func heardPID(e engine.Event) (pid int) {
	if e.Event == "step" {
		_, _ = fmt.Sscan(e.Message, &pid)
	}
	return pid
}

func TestJobs(t *testing.T) {
	s := supervise(t, "worker", newClock(), 0)
	var pids []int
	for i := range 3 {
		var names []string
		var preview engine.Event
		r, err := s.Run(t.Context(), job("", fmt.Sprint(i)), func(e engine.Event) {
			names = append(names, e.Event)
			if pid := heardPID(e); pid > 0 {
				pids = append(pids, pid)
			}
			if e.Event == "preview" {
				preview = e
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if r.Path != "clip.mp4" || r.SHA256 != fmt.Sprint(i) || r.Bytes != 5 || r.Recipe.Seed != 1<<60 {
			t.Errorf("result %+v", r)
		}
		if want := []string{"step", "preview", "result"}; !slices.Equal(slices.DeleteFunc(names, func(n string) bool { return n == EventHeartbeat }), want) {
			t.Errorf("told %q, want %q", names, want)
		}
		if !strings.HasPrefix(string(preview.Picture), "\xff\xd8\xff") || len(preview.Envelope) != 2 {
			t.Errorf("preview %+v", preview)
		}
	}
	if len(pids) != 3 || pids[0] != pids[1] || pids[1] != pids[2] {
		t.Errorf("three jobs were done by %v", pids)
	}
}

func TestFailureIsNoCrash(t *testing.T) {
	s := supervise(t, "worker", newClock(), 0)
	_, err := s.Run(t.Context(), job("fail", ""), nil)
	var fault *engine.Fault
	var crash *Crash
	if !errors.As(err, &fault) || fault.Kind != engine.BadInput || fault.What != "it went wrong" || fault.Hint != "do better" || errors.As(err, &crash) {
		t.Errorf("got %#v", err)
	}
	if _, err := s.Run(t.Context(), job("", ""), nil); err != nil {
		t.Errorf("the next job: %v", err)
	}
}

// TestStopping: a job is paused or cancelled while it is done; a paused process
// is gone when Run returns, a cancelled one stays.
func TestStopping(t *testing.T) {
	for _, c := range []struct {
		cause, want error
		gone        bool
	}{
		{ErrPaused, ErrPaused, true},
		{context.Canceled, context.Canceled, false},
	} {
		t.Run(c.want.Error(), func(t *testing.T) {
			s := supervise(t, "worker", newClock(), 0)
			ctx, stop := context.WithCancelCause(t.Context())
			pid, kept := 0, 0
			_, err := s.Run(ctx, job("wait", ""), func(e engine.Event) {
				if n := heardPID(e); n > 0 {
					pid = n
					stop(c.cause)
				}
				if e.Event == EventKept {
					kept = e.Step
				}
			})
			if !errors.Is(err, c.want) || kept != 3 {
				t.Errorf("got %v, kept step %d", err, kept)
			}
			if gone := syscall.Kill(pid, 0) != nil; gone != c.gone {
				t.Errorf("the process is gone: %t", gone)
			}
			if _, err := s.Run(ctx, job("", ""), nil); !errors.Is(err, c.want) {
				t.Errorf("with an ended context: %v", err)
			}
			if _, err := s.Run(t.Context(), job("", ""), nil); err != nil {
				t.Errorf("the next job: %v", err)
			}
		})
	}
}

// TestCrashes: whatever ends a worker is told in words, and the next job is done.
func TestCrashes(t *testing.T) {
	for name, c := range map[string]struct {
		job    Job
		limit  int64
		want   string
		memory bool
	}{
		"panic":    {job("panic", "the sky fell"), 0, "the worker crashed: panic: the sky fell", false},
		"exit":     {job("exit", "its last words"), 0, "the worker ended with exit code 3: its last words", false},
		"driver":   {job("exit", "CUDA failure 700: an illegal memory access"), 0, "the driver of the accelerator failed: CUDA failure 700", false},
		"native":   {job("exit", "terminate called after throwing an instance of 'std::bad_alloc'"), 0, "the worker ran out of memory", true},
		"killed":   {job("signal", "KILL"), 0, "the worker was killed (SIGKILL)", true},
		"segment":  {job("signal", "SEGV"), 0, "SIGSEGV", false},
		"memory":   {job("eat", ""), 64 << 20, "the worker ran out of memory", true},
		"nonsense": {job("nonsense", ""), 0, `the worker spoke nonsense and was ended: it said "\x00\x01nonsense"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newClock()
			s := supervise(t, "worker", clock, c.limit)
			_, err := s.Run(t.Context(), c.job, nil)
			var crash *Crash
			if !errors.As(err, &crash) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(crash.Reason, c.want) || crash.Memory != c.memory || crash.Hint == "" {
				t.Errorf("%+v", crash)
			}
			want := engine.Internal
			if c.memory {
				want = engine.NoRoom
			}
			if got := engine.KindOf(err); got != want {
				t.Errorf("kind %d, want %d", got, want)
			}
			const library = "what a library prints is no event"
			if len(crash.Log) == 0 || len(crash.Log) < logLines && crash.Log[0] != library {
				t.Errorf("%d lines of log", len(crash.Log))
			}
			if c.limit > 0 {
				return // the race detector needs more than that
			}
			clock.advance(firstPause)
			if _, err := s.Run(t.Context(), job("", ""), nil); err != nil {
				t.Errorf("the next job: %v", err)
			}
		})
	}
}

func TestStrangers(t *testing.T) {
	for role, c := range map[string]struct {
		want     string
		protocol bool
	}{
		"another version": {"the worker speaks version 2 of the protocol, and this program version 1", true},
		"another program": {"is not a worker of Kinora: it said \"usage: cp", true},
		"no library":      {"a library is missing: kinora: error while loading shared libraries: libcuda.so.1", false},
	} {
		t.Run(role, func(t *testing.T) {
			_, err := supervise(t, role, newClock(), 0).Run(t.Context(), job("", ""), nil)
			var crash *Crash
			if !errors.As(err, &crash) || !strings.Contains(crash.Reason, c.want) || errors.Is(err, ErrProtocol) != c.protocol {
				t.Errorf("got %v", err)
			}
		})
	}
	s, err := Start(Params{Command: []string{"/nowhere/kinora"}, Now: time.Now, After: time.After})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(t.Context(), job("", ""), nil); err == nil || !strings.Contains(err.Error(), "the worker cannot be started") {
		t.Errorf("no program: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Start(Params{}); err == nil {
		t.Error("a supervisor of nothing")
	}
}

// TestHanging: what says nothing, not even a heartbeat, is ended with a reason;
// and so is what does not stop.
func TestHanging(t *testing.T) {
	t.Run("stopped", func(t *testing.T) {
		clock := newClock()
		s := supervise(t, "worker", clock, 0)
		_, err := s.Run(t.Context(), job("signal", "STOP"), func(e engine.Event) {
			if heardPID(e) > 0 {
				go clock.advance(Silence)
			}
		})
		var crash *Crash
		if !errors.As(err, &crash) || crash.Reason != "the worker said nothing for 2m0s and was ended" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("silent from the start", func(t *testing.T) {
		clock := newClock()
		s := supervise(t, "silent", clock, 0)
		go clock.pass(t, Silence)
		if _, err := s.Run(t.Context(), job("", ""), nil); err == nil || !strings.Contains(err.Error(), "said nothing") {
			t.Errorf("got %v", err)
		}
	})
	for _, cause := range []error{ErrPaused, context.Canceled} {
		t.Run("not "+cause.Error(), func(t *testing.T) {
			clock := newClock()
			s := supervise(t, "worker", clock, 0)
			ctx, stop := context.WithCancelCause(t.Context())
			pid := 0
			go clock.pass(t, StopWithin)
			_, err := s.Run(ctx, job("go on", ""), func(e engine.Event) {
				if n := heardPID(e); n > 0 {
					pid = n
					stop(cause)
				}
			})
			if !errors.Is(err, cause) || syscall.Kill(pid, 0) == nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestPauses: a worker that crashes again and again is started after longer and
// longer pauses, at once after it did well.
func TestPauses(t *testing.T) {
	clock := newClock()
	s := supervise(t, "worker", clock, 0)
	crash := func() {
		t.Helper()
		ctx, stop := context.WithTimeout(t.Context(), time.Minute) // where a pause is another than expected
		defer stop()
		var crash *Crash
		if _, err := s.Run(ctx, job("exit", ""), nil); !errors.As(err, &crash) {
			t.Fatalf("it ended with %v", err)
		}
	}
	crash()
	for _, seconds := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		go clock.pass(t, time.Duration(seconds)*time.Second)
		crash()
	}
	go clock.pass(t, longPause)
	if _, err := s.Run(t.Context(), job("", ""), nil); err != nil {
		t.Fatal(err)
	}
	crash()
	if got := pause(0); got != firstPause || s.crashesNow() != 1 {
		t.Errorf("after a success the first pause is %s, %d crashes", got, s.crashesNow())
	}
}

// crashesNow asks the goroutine that knows.
func (s *Supervisor) crashesNow() (n int) {
	done := make(chan struct{})
	s.turns <- func() { n = s.crashes; close(done) }
	<-done
	return n
}

func TestClosing(t *testing.T) {
	t.Run("idle", func(t *testing.T) {
		s := supervise(t, "worker", newClock(), 0)
		pid := 0
		if _, err := s.Run(t.Context(), job("", ""), func(e engine.Event) { pid = max(pid, heardPID(e)) }); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil || syscall.Kill(pid, 0) == nil {
			t.Errorf("closed: %v", err)
		}
		if _, err := s.Run(t.Context(), job("", ""), nil); !errors.Is(err, ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
	})
	t.Run("busy", func(t *testing.T) {
		s := supervise(t, "worker", newClock(), 0)
		closed := make(chan error)
		_, err := s.Run(t.Context(), job("wait", ""), func(e engine.Event) {
			if heardPID(e) > 0 {
				go func() { closed <- s.Close() }()
			}
		})
		if !errors.Is(err, ErrClosed) {
			t.Errorf("the job ended with %v", err)
		}
		if err := <-closed; err != nil {
			t.Error(err)
		}
	})
	t.Run("deaf", func(t *testing.T) { // neither quit nor TERM
		clock := newClock()
		s := supervise(t, "deaf", clock, 0)
		pid := 0
		_, err := s.Run(t.Context(), job("", ""), func(e engine.Event) {
			pid = heardPID(e)
			go func() { _ = s.Close() }()
			go func() {
				clock.pass(t, quitWithin)
				clock.pass(t, termWithin)
			}()
		})
		if !errors.Is(err, ErrClosed) || pid == 0 || syscall.Kill(pid, 0) == nil {
			t.Errorf("process %d: %v", pid, err)
		}
	})
}

// nonsense writes to where only events belong. TakeStdout gave that the first
// free number.
func nonsense() {
	for fd := 3; fd < 20; fd++ {
		if name, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd)); err == nil && strings.HasPrefix(name, "pipe:") {
			_, _ = syscall.Write(fd, []byte("\x00\x01nonsense\n"))
		}
	}
}

// TestEndedBySomebodyElse: a worker that is told to end by the system, not by us,
// hands its job back.
func TestEndedBySomebodyElse(t *testing.T) {
	s := supervise(t, "worker", newClock(), 0)
	_, err := s.Run(t.Context(), job("quit", ""), nil)
	if !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Run(t.Context(), job("", ""), nil); err != nil {
		t.Errorf("the next job: %v", err)
	}
}

// TestBudget: a budget reaches the worker that runs, also in the middle of a job,
// and the next.
func TestBudget(t *testing.T) {
	clock := newClock()
	s := supervise(t, "worker", clock, 0)
	s.Budget(11)
	seen := func(j Job, during func()) (said []string) {
		_, err := s.Run(t.Context(), j, func(e engine.Event) {
			if e.Event == "warning" {
				said = append(said, e.Message)
			}
			if heardPID(e) > 0 && during != nil {
				go during()
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
	if got := seen(job("budget", "11"), nil); !slices.Equal(got, []string{"11"}) {
		t.Errorf("at first %q", got)
	}
	if got := seen(job("budget", "22"), func() { s.Budget(22) }); !slices.Equal(got, []string{"22"}) {
		t.Errorf("then %q", got)
	}
}

func TestTooMuchToSay(t *testing.T) {
	s := supervise(t, "worker", newClock(), 0)
	_, err := s.Run(t.Context(), job("", strings.Repeat("x", maxLine)), nil)
	if engine.KindOf(err) != engine.BadInput {
		t.Errorf("got %v", err)
	}
}
