package worker

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// talk is a conversation with a worker in this process.
type talk struct {
	in    *io.PipeWriter
	lines *bufio.Scanner
	end   chan error
	doer  *doer
}

func newTalk(t *testing.T) *talk {
	t.Helper()
	commands, in := io.Pipe()
	out, events := io.Pipe()
	k := &talk{in: in, lines: bufio.NewScanner(out), end: make(chan error, 1), doer: &doer{}}
	k.lines.Buffer(nil, maxLine)
	go func() {
		err := Serve(t.Context(), ServeParams{
			In: commands, Out: events, Maker: k.doer, Version: "test", Memory: func() int64 { return 5 },
			Code: func(err error) int { return int(engine.KindOf(err)) }, Limit: func(int64) error { return nil }, After: time.After,
		})
		_ = events.Close()
		k.end <- err
	}()
	t.Cleanup(func() {
		_ = in.Close()
		_ = out.Close()
	})
	if hello := k.hear(t); hello.Event.Event != EventHello || hello.Protocol != Protocol || hello.Version != "test" || hello.PID == 0 {
		t.Errorf("hello %+v", hello)
	}
	return k
}

func (k *talk) say(t *testing.T, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if _, err := io.WriteString(k.in, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
}

// hear returns the next event but for heartbeats.
func (k *talk) hear(t *testing.T) (m Message) {
	t.Helper()
	for k.lines.Scan() {
		m = Message{}
		if err := json.Unmarshal(k.lines.Bytes(), &m); err != nil {
			t.Fatalf("%q is no event: %v", k.lines.Text(), err)
		}
		if m.Event.Event != EventHeartbeat {
			return m
		}
	}
	t.Fatal("the worker has ended")
	return m
}

const hello = `{"command":"hello","protocol":1,"unknown":{"a":[1]}}`

func TestWrongLines(t *testing.T) {
	k := newTalk(t)
	k.say(t, hello)
	for _, c := range []struct{ line, want string }{
		{`{"command":"dance"}`, "there is no command dance"},
		{`{}`, "there is no command "},
		{`dance`, "a line is not a command: invalid character"},
		{``, "a line is not a command: unexpected end"},
		{`{"command":"run","job":"seven"}`, "a line is not a command: json"},
		{`{"command":"` + strings.Repeat("x", maxLine) + `"}`, "a line is not a command: a line is too long"},
	} {
		k.say(t, c.line)
		if m := k.hear(t); m.Event.Event != "error" || m.Kind != kindProtocol || !strings.HasPrefix(m.Message, c.want) {
			t.Errorf("%.40s: %+v", c.line, m)
		}
	}
	k.say(t, `{"command":"cancel","job":9}`, `{"command":"run","job":7,"request":{"do":""},"novel":true}`) // no such job: ignored
	for _, want := range []string{"step", "preview", "result"} {
		if m := k.hear(t); m.Event.Event != want || m.Job != 7 {
			t.Errorf("%+v, want %s", m, want)
		}
	}
}

func TestFirstLine(t *testing.T) {
	for line, want := range map[string]string{
		`{"command":"run","job":1}`:        `the worker was given the command "run" before a hello`,
		`{"command":"hello","protocol":2}`: "the worker speaks version 1 of its protocol, and was spoken to in version 2",
		`{"command":"hello"}`:              "the worker speaks version 1 of its protocol, and was spoken to in version 0",
	} {
		k := newTalk(t)
		k.say(t, line)
		if m := k.hear(t); m.Event.Event != "error" || m.Kind != kindProtocol || m.Message != want || m.Code != int(engine.BadInput) {
			t.Errorf("%s: %+v", line, m)
		}
		if err := <-k.end; engine.KindOf(err) != engine.BadInput {
			t.Errorf("%s: ended with %v", line, err)
		}
	}
}

func TestOneJobAtATime(t *testing.T) {
	k := newTalk(t)
	k.say(t, hello, `{"command":"run","job":1,"request":{"do":"wait"}}`)
	if m := k.hear(t); m.Event.Event != "step" || m.Job != 1 {
		t.Errorf("%+v", m)
	}
	k.say(t, `{"command":"run","job":2,"request":{"do":""}}`)
	if m := k.hear(t); m.Event.Event != "error" || m.Job != 2 || m.Kind != "bad_input" {
		t.Errorf("a second job: %+v", m)
	}
	k.say(t, `{"command":"cancel","job":1}`)
	if m := k.hear(t); m.Event.Event != EventKept {
		t.Errorf("%+v", m)
	}
	if m := k.hear(t); m.Event.Event != "error" || m.Kind != "cancelled" || m.Job != 1 || m.Code != int(engine.Cancelled) {
		t.Errorf("%+v", m)
	}
}

// TestEndPauses: quit, and the end of the commands, lose nothing.
func TestEndPauses(t *testing.T) {
	for _, how := range []string{"quit", "end"} {
		k := newTalk(t)
		k.say(t, hello, `{"command":"run","job":1,"request":{"do":"wait"}}`)
		k.hear(t)
		if how == "quit" {
			k.say(t, `{"command":"quit"}`)
		} else {
			_ = k.in.Close()
		}
		if m := k.hear(t); m.Event.Event != EventKept {
			t.Errorf("%s: %+v", how, m)
		}
		if m := k.hear(t); m.Event.Event != EventPaused || m.Step != 3 || m.Steps != 9 || m.Job != 1 || m.Memory != 5 {
			t.Errorf("%s: %+v", how, m)
		}
		if err := <-k.end; err != nil || k.doer.released == 0 {
			t.Errorf("%s: %v, released %d times", how, err, k.doer.released)
		}
	}
}
