package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// The times after which a process is given up.
const (
	// Silence is how long a worker may say nothing, not even a heartbeat.
	Silence = 2 * time.Minute
	// StopWithin is how long a job may go on after it was paused or cancelled.
	StopWithin = time.Minute
	// quitWithin and termWithin are the steps of an ending: quit, TERM, KILL.
	quitWithin = leaveWithin + 5*time.Second
	termWithin = 5 * time.Second
)

// heard is a line of a process, or why it is none.
type heard struct {
	message Message
	err     error
}

// process is one child. Only the supervisor's goroutine touches it.
type process struct {
	params Params
	cmd    *exec.Cmd
	guard  *guard
	log    *ring
	input  chan []byte // to the goroutine that writes; nil after hangUp
	lines  chan heard  // closed when the process has nothing more to say

	last  time.Time        // when it said something
	alarm <-chan time.Time // when to look whether it still does
}

// startProcess starts a child, whose first line has not come yet. It is to be
// called on a goroutine that stays on its thread: the kernel counts the end of
// that as the end of the parent. The process outlives the call, and ends with the
// supervisor or with ctx.
func startProcess(ctx context.Context, p Params) (*process, error) {
	g, err := newGuard(p.Limit)
	if err != nil {
		return nil, err
	}
	log := &ring{hand: p.Log}
	cmd, in, out, err := launch(ctx, p, g, log)
	if err != nil && g.loosen() {
		cmd, in, out, err = launch(ctx, p, g, log)
	}
	if err != nil {
		g.close()
		return nil, err
	}
	proc := &process{
		params: p, cmd: cmd, guard: g, log: log, input: make(chan []byte, 16), lines: make(chan heard),
		last: p.Now(), alarm: p.After(p.Silence),
	}
	go speak(in, proc.input)
	go hearken(newLineReader(out), proc.lines)
	if err := g.adopt(cmd.Process); err != nil {
		_ = proc.end("")
		return nil, err
	}
	limit := p.Limit
	if g.limits() {
		limit = 0
	}
	proc.send(Command{
		Command: CommandHello, Protocol: Protocol, Version: p.Version, PID: os.Getpid(), Budget: p.Budget, Limit: limit,
	})
	return proc, nil
}

func launch(ctx context.Context, p Params, g *guard, log *ring) (cmd *exec.Cmd, in io.WriteCloser, out io.ReadCloser, err error) {
	cmd = exec.CommandContext(ctx, p.Command[0], p.Command[1:]...)
	cmd.Env, cmd.SysProcAttr, cmd.WaitDelay, cmd.Stderr = p.Env, g.attributes(), termWithin, log
	if in, err = cmd.StdinPipe(); err != nil {
		return nil, nil, nil, err
	}
	if out, err = cmd.StdoutPipe(); err != nil {
		return nil, nil, nil, err
	}
	return cmd, in, out, cmd.Start()
}

// speak writes lines until there are no more; what cannot be written is lost with
// the process, whose end is heard elsewhere.
func speak(in io.WriteCloser, lines <-chan []byte) {
	for line := range lines {
		_, _ = in.Write(line)
	}
	_ = in.Close()
}

// hearken reads messages until the process has nothing more to say.
func hearken(out lineReader, lines chan<- heard) {
	defer close(lines)
	for {
		line, err := out.next()
		if err != nil && !errors.Is(err, errLongLine) {
			return
		}
		h := heard{err: err}
		if err == nil {
			if h.err = json.Unmarshal(line, &h.message); h.err != nil {
				h.err = fmt.Errorf("it said %.100q", line)
			}
		}
		lines <- h
	}
}

// send hands a command to the process. It never waits: a process that reads
// nothing is found by its silence.
func (p *process) send(c Command) {
	line, err := json.Marshal(c)
	if err != nil || p.input == nil {
		return // Run has marshalled the job before
	}
	select {
	case p.input <- append(line, '\n'):
	default:
	}
}

// listened notes that the process has said something.
func (p *process) listened() { p.last = p.params.Now() }

// overdue tells, when the alarm rings, whether the process has been silent for
// too long; if not, the alarm is set anew.
func (p *process) overdue() bool {
	left := p.params.Silence - p.params.Now().Sub(p.last)
	if left <= 0 {
		return true
	}
	p.alarm = p.params.After(left)
	return false
}

// hangUp closes the process's standard input.
func (p *process) hangUp() {
	if p.input != nil {
		close(p.input)
		p.input = nil
	}
}

// quit ends the process politely, then firmly, and waits for its end.
func (p *process) quit() {
	p.send(Command{Command: CommandQuit})
	p.hangUp()
	if !p.gone(quitWithin) {
		p.guard.terminate(p.cmd.Process)
		p.gone(termWithin)
	}
	_ = p.end("")
}

// gone waits for the process to say nothing more, for a time.
func (p *process) gone(within time.Duration) bool {
	late := p.params.After(within)
	for {
		select {
		case _, ok := <-p.lines:
			if !ok {
				return true
			}
		case <-late:
			return false
		}
	}
}

// end kills what is left of the process and its own children, waits for it, and
// says why it ended; why is empty where it ended by itself.
func (p *process) end(why string) *Crash {
	p.guard.kill(p.cmd.Process)
	p.hangUp()
	for range p.lines { // so that its reader ends
	}
	err := p.cmd.Wait()
	e := exitOf(p.cmd.ProcessState)
	e.killed = why
	e.full = e.full || e.signal == "SIGKILL" && p.guard.starved()
	p.guard.close()
	lines, telltales := p.log.last()
	c := explain(e, telltales, lines)
	c.Err = err
	return c
}
