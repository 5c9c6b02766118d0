package fetch

import (
	"context"
	"errors"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// How often a server is asked again that does not answer, or breaks off before
// anything new has arrived, and how long between: twice as long each time.
const (
	mostTries = 6
	firstWait = time.Second
	mostWait  = time.Minute
)

// passing is what may be better in a while.
type passing struct {
	what  string
	after time.Duration // that the server asked for; 0 for none
	err   error
}

func (p *passing) Error() string { return p.what }
func (p *passing) Unwrap() error { return p.err }

// arrive has the whole file arrive in the part, in as many tries as it takes.
func (p Params) arrive(ctx context.Context) error {
	wait := firstWait
	restarts := 0
	for tries := 1; ; tries++ {
		before := p.arrived()
		again, err := p.attempt(ctx)
		if err == nil || ctx.Err() != nil {
			return errors.Join(context.Cause(ctx), err)
		}
		var later *passing
		if !errors.As(err, &later) {
			return err
		}
		if again {
			restarts++
		} else if p.arrived() > before {
			tries, wait = 0, firstWait
		}
		if tries >= mostTries || restarts >= mostTries {
			hint := "check the connection and retry: what has arrived is kept"
			if restarts > 0 {
				hint = "this server cannot go on in the middle of a file; retry over a steadier connection, or take it from elsewhere"
			}
			return engine.Bad(hint, "%s could not be fetched: %w", p.name(), err)
		}
		if err := p.Wait(ctx, max(wait, min(later.after, mostWait))); err != nil {
			return err
		}
		wait = min(2*wait, mostWait)
	}
}
