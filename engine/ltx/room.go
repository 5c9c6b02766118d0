package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
)

// ampleRoom is the free memory beside which models may stay that are done with:
// twice what decoding aims for. They are wanted again by the next take.
const ampleRoom = 1 << 30

// decoded runs a decoder. Where memory is short, models that nobody uses leave
// before; where that is not known, as on accelerators, when it has run out. retry
// says whether decoding may then begin again.
func (p *pipeline) decoded(ctx context.Context, retry func() bool, run func() error) error {
	if free := p.room(); free > 0 && free < ampleRoom {
		if _, err := p.models.ReleaseIdle(); err != nil {
			return err
		}
	}
	err := run()
	if engine.KindOf(err) != engine.NoRoom || ctx.Err() != nil || !retry() {
		return err
	}
	if n, failed := p.models.ReleaseIdle(); n == 0 || failed != nil {
		return err
	}
	return run()
}
