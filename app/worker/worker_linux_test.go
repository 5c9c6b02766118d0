package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/engine"
)

// roleVariable makes the executable of the tests be a child process.
const roleVariable = "KINORA_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		os.Exit(play(role))
	}
	goleak.VerifyTestMain(m)
}

// play is a child process: a worker, or what a supervisor may meet in its place.
func play(role string) int {
	say := func(line string) { fmt.Println(line) }
	switch role {
	case "worker":
		out, err := TakeStdout()
		if err != nil {
			return 1
		}
		fmt.Println("what a library prints is no event")
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		err = Serve(ctx, ServeParams{
			In: os.Stdin, Out: out, Maker: &doer{budgets: make(chan int64, 10)}, Version: "test", Memory: func() int64 { return 1 << 20 },
			Code: func(error) int { return 7 }, Limit: LimitMemory, After: time.After,
		})
		if err != nil {
			return 2
		}
		return 0
	case "another version":
		say(fmt.Sprintf(`{"event":"hello","protocol":%d,"pid":1}`, Protocol+1))
	case "another program":
		say("usage: cp [OPTION]... SOURCE DEST")
	case "no library":
		fmt.Fprintln(os.Stderr, "kinora: error while loading shared libraries: libcuda.so.1: cannot open shared object file")
		return 127
	case "deaf":
		signal.Ignore(syscall.SIGTERM)
		say(fmt.Sprintf(`{"event":"hello","protocol":%d}`, Protocol))
		say(fmt.Sprintf(`{"event":"step","job":7,"message":"%d"}`, os.Getpid()))
	}
	time.Sleep(time.Hour) // until somebody ends it
	return 1
}

// task is what a doer is asked to do.
type task struct {
	Do   string `json:"do"`
	Text string `json:"text,omitempty"`
}

// doer is a Maker that does what a task says.
type doer struct {
	released int
	budgets  chan int64 // nil where nobody looks
}

func (d *doer) Budget(bytes int64) {
	if d.budgets != nil {
		d.budgets <- bytes
	}
}

func (d *doer) Release() error { d.released++; return nil }

func (d *doer) Make(ctx context.Context, j Job, h Hooks) (Result, error) {
	var t task
	if err := json.Unmarshal(j.Request, &t); err != nil {
		return Result{}, err
	}
	h.Tell(engine.Event{Event: "step", Step: 3, Steps: 9, Message: fmt.Sprint(os.Getpid())})
	switch t.Do {
	case "wait":
		<-ctx.Done()
		h.Tell(engine.Event{Event: EventKept, Step: 3, Steps: 9})
		return Result{}, ctx.Err()
	case "go on": // whatever is asked
		time.Sleep(time.Hour)
	case "budget": // until it is the one that is wanted
		for bytes := range d.budgets {
			if text := fmt.Sprint(bytes); text == t.Text {
				h.Tell(engine.Event{Event: "warning", Message: text})
				break
			}
		}
	case "quit":
		_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
		<-ctx.Done()
		return Result{}, ctx.Err()
	case "fail":
		return Result{}, engine.Bad("do better", "it went wrong")
	case "panic":
		panic(t.Text)
	case "exit":
		fmt.Fprintln(os.Stderr, t.Text)
		os.Exit(3)
	case "signal":
		n := map[string]syscall.Signal{"KILL": syscall.SIGKILL, "SEGV": syscall.SIGSEGV, "STOP": syscall.SIGSTOP, "TERM": syscall.SIGTERM}
		_ = syscall.Kill(os.Getpid(), n[t.Text])
		time.Sleep(time.Hour)
	case "nonsense":
		h.Tell(engine.Event{Event: strings.Repeat("x", 100)}) // unknown, ignored
		nonsense()
		time.Sleep(time.Hour)
	case "eat":
		var all [][]byte
		for {
			piece := make([]byte, 16<<20)
			for i := range piece {
				piece[i] = 1
			}
			all = append(all, piece)
			if len(all) > 1<<10 {
				return Result{}, errors.New("there was no limit")
			}
		}
	}
	h.Preview(engine.Preview{Step: 4, Steps: 9, Picture: &engine.Picture{Width: 2, Height: 2, Pix: make([]byte, 12)}, Envelope: []float32{0, 1}})
	return Result{Path: j.Output, SHA256: t.Text, Bytes: 5, Recipe: engine.Recipe{Seed: 1 << 60}}, nil
}

// clock is a time that a test moves. It tells which timers were set.
type clock struct {
	set chan time.Duration

	mu     sync.Mutex // guards everything that follows
	now    time.Time
	timers []timer
}

type timer struct {
	at   time.Time
	ring chan time.Time
}

func newClock() *clock {
	return &clock{now: time.Unix(1e9, 0), set: make(chan time.Duration, 10000)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := timer{c.now.Add(d), make(chan time.Time, 1)}
	c.timers = append(c.timers, t)
	c.set <- d
	return t.ring
}

// pass waits until a timer of that length is set, then lets it ring. It gives up
// with the test, which then has failed for another reason.
func (c *clock) pass(t *testing.T, d time.Duration) {
	for {
		select {
		case got := <-c.set:
			if got == d {
				c.advance(d)
				return
			}
		case <-t.Context().Done():
			return
		}
	}
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	var later []timer
	for _, t := range c.timers {
		if t.at.After(c.now) {
			later = append(later, t)
		} else {
			t.ring <- c.now
		}
	}
	c.timers = later
}

// supervise starts a supervisor of children in a role.
func supervise(t *testing.T, role string, c *clock, limit int64) *Supervisor {
	t.Helper()
	s, err := Start(Params{
		Command: []string{os.Args[0]}, Env: append(os.Environ(), roleVariable+"="+role), Version: "test",
		Limit: limit, Now: c.Now, After: c.After,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// job asks for something to be done.
func job(do, text string) Job {
	request, _ := json.Marshal(task{do, text})
	return Job{ID: 7, Request: request, Output: "clip.mp4"}
}
