package studio

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// ErrNobody is what Ask returns where no process that has the project open
// listens.
var ErrNobody = errors.New("nobody who has the project open listens")

// The bounds of a conversation.
const (
	controlProtocol = 1
	controlLine     = 1 << 20          // bytes of an order
	controlPatience = 10 * time.Second // for an order to arrive, or an answer to be taken
)

// question and reply are the two lines of a conversation.
type question struct {
	Protocol int `json:"protocol"`
	Order
}

type reply struct {
	Jobs []project.Job `json:"jobs"`
	What string        `json:"what,omitempty"` // what went wrong
	Hint string        `json:"hint,omitempty"`
	Kind engine.Kind   `json:"kind,omitempty"`
}

// control is the socket on which a session takes orders of other processes of the
// same user.
type control struct {
	listener net.Listener
	stop     func()
	owned    sync.WaitGroup
}

// controlPath is the socket of a project. It is not in the project's folder: that
// can be on a disk that has no sockets, and people copy it.
func controlPath(dir string) (string, error) {
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(real))
	name := hex.EncodeToString(sum[:8]) + ".sock"
	return filepath.Join(os.TempDir(), fmt.Sprintf("kinora-%d", os.Getuid()), name), nil
}

// privateFolder makes a folder that nobody else may enter, or refuses one that
// somebody else could have made.
func privateFolder(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err == nil && !(info.IsDir() && private(info)) {
		err = fmt.Errorf("%s can be entered by others", dir)
	}
	return err
}

// listen begins to take orders. A system on which that is not possible has the
// project run without.
func (s *Session) listen(ctx context.Context) *control {
	path, err := controlPath(s.Store.Dir())
	if err != nil || privateFolder(filepath.Dir(path)) != nil {
		return nil
	}
	// Whoever left it is dead: this process holds the lock of the project.
	_ = os.Remove(path)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return nil
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	c := &control{listener: listener, stop: stop}
	c.owned.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // it was closed
			}
			c.owned.Go(func() { s.answer(ctx, conn) })
		}
	})
	return c
}

// close ends what is being answered, and waits for it.
func (c *control) close() {
	if c == nil {
		return
	}
	c.stop()
	_ = c.listener.Close()
	c.owned.Wait()
}

// answer has one conversation.
func (s *Session) answer(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	_ = conn.SetDeadline(time.Now().Add(controlPatience))
	var q question
	line, err := bufio.NewReader(io.LimitReader(conn, controlLine)).ReadBytes('\n')
	if err != nil || json.Unmarshal(line, &q) != nil {
		return
	}
	var r reply
	if q.Protocol == controlProtocol {
		r.Jobs, err = s.Obey(ctx, q.Order)
	} else {
		err = engine.Bad("use the same version of Kinora everywhere", "the project is open in another version of Kinora")
	}
	if err != nil {
		err = AsFault(err)
		r.What, r.Kind = err.Error(), engine.KindOf(err)
		if fault := (*engine.Fault)(nil); errors.As(err, &fault) {
			r.What, r.Hint = fault.What, fault.Hint
		}
	}
	_ = conn.SetWriteDeadline(time.Now().Add(controlPatience))
	_ = json.NewEncoder(conn).Encode(r) // who asked may have gone
}

// Ask has the process that has a project open carry out an order. It returns
// ErrNobody where there is none that listens.
func Ask(ctx context.Context, dir string, o Order) ([]project.Job, error) {
	path, err := controlPath(dir)
	if err != nil {
		return nil, ErrNobody // the project is not where it is looked for
	}
	conn, err := (&net.Dialer{Timeout: controlPatience}).DialContext(ctx, "unix", path)
	if err != nil {
		return nil, ErrNobody // why it does not listen is no matter
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	if err := json.NewEncoder(conn).Encode(question{controlProtocol, o}); err != nil {
		return nil, ErrNobody // it ended at this moment
	}
	var r reply
	if err := json.NewDecoder(conn).Decode(&r); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, engine.Bad("look with: kinora queue list", "the program that has the project open ended before it answered")
	}
	if r.What != "" {
		return r.Jobs, &engine.Fault{Kind: r.Kind, What: r.What, Hint: r.Hint}
	}
	return r.Jobs, nil
}
