package videovae

import (
	"strings"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// TileParams says how a clip is cut for a stream. The zero value leaves it all
// to the size of the clip.
type TileParams struct {
	Extra
	Budget  int64 // bytes of memory beside the weights to aim for; 0 means 4 GiB
	Chunk   int64 // latents along time that go in at once; 0: by Budget
	Tile    int64 // largest edge of a tile in latents; 0: by Budget
	Overlap int64 // latents that neighbouring tiles share; 0 means 4
}

const (
	defaultBudget  = 4 << 30
	defaultOverlap = 4
	// mostAtOnce is how many latents go in at once at most, however much memory
	// there is: larger chunks are not faster, and the first frames come later.
	mostAtOnce = 16
	// smallTile times the overlap is the least edge: smaller tiles would be
	// mostly overlap, and take more time than they save memory.
	smallTile = 3
)

// plan is how one clip is decoded.
type plan struct {
	shape                 shape // of a tile
	frames, height, width int64 // of the clip, in latents
	rows, columns         []int64
	chunk                 int64
	whole                 bool // all frames go in at once
	bytes                 int64
}

func (p *plan) tiles() int { return len(p.rows) * len(p.columns) }

func (p *plan) places() []place {
	var out []place
	for _, top := range p.rows {
		for _, left := range p.columns {
			out = append(out, place{top, left, p.height, p.width})
		}
	}
	return out
}

// step returns how many latents go in next: at first so many that every layer
// has something to compute, then a chunk each time. Behind the clip's end, just
// those that push out its last frames.
func (p *plan) step(c *clock) int64 {
	if p.whole {
		return p.frames
	}
	least := c.least()
	if c.seen == 0 {
		return least - 1 + p.chunk
	}
	if c.seen < p.frames {
		return min(p.chunk, p.frames-c.seen)
	}
	for least < p.chunk && c.clone().advance(least, false).now.end < c.total {
		least++
	}
	return least
}

// DecodeBytes estimates the memory beside weights that DecodeStream takes for a
// clip of frames, height and width in latents. It is more than the budget where
// no way of cutting the clip stays within it.
func (v *VAE) DecodeBytes(frames, height, width int64, p TileParams) (int64, error) {
	plan, err := v.plan(frames, height, width, p)
	if err != nil {
		return 0, err
	}
	return plan.bytes, nil
}

// plan finds the fewest tiles and then the longest chunks that fit the budget;
// where none do, those that need the least.
func (v *VAE) plan(frames, height, width int64, p TileParams) (*plan, error) {
	budget, overlap := p.Budget, p.Overlap
	if budget <= 0 {
		budget = defaultBudget
	}
	if overlap <= 0 {
		overlap = defaultOverlap
	}
	var best *plan
	edge := max(height, width)
	if p.Tile > 0 {
		edge = min(edge, max(p.Tile, 2))
	}
	for ; ; edge = edge * 7 / 8 {
		for _, chunk := range chunks(frames, p.Chunk) {
			plan := &plan{
				frames: frames, height: height, width: width, chunk: chunk, whole: chunk >= frames,
				rows: spreadTiles(height, edge, overlap), columns: spreadTiles(width, edge, overlap),
			}
			plan.shape = shape{stream: !plan.whole, height: min(edge, height), width: min(edge, width)}
			if err := v.estimate(plan); err != nil {
				return nil, err
			}
			if best == nil || plan.bytes < best.bytes {
				best = plan
			}
			if plan.bytes <= budget {
				return plan, nil
			}
		}
		if p.Tile > 0 || edge*7/8 < smallTile*overlap {
			return best, nil
		}
	}
}

// chunks lists how many latents may go in at once, best first.
func chunks(frames, asked int64) []int64 {
	if asked > 0 {
		return []int64{min(asked, frames)}
	}
	var out []int64
	for n := min(frames, mostAtOnce); n > 1; n = (n + 1) / 2 {
		out = append(out, n)
	}
	return append(out, 1)
}

// spreadTiles returns where tiles of one edge start that cover an extent, evenly
// apart, so that all have the same size and none is left with a rest.
func spreadTiles(extent, edge, overlap int64) []int64 {
	if edge >= extent {
		return []int64{0}
	}
	overlap = min(overlap, edge/2)
	count := (extent - overlap + edge - overlap - 1) / (edge - overlap)
	starts := make([]int64, count)
	for i := range starts {
		starts[i] = (int64(i)*(extent-edge) + (count-1)/2) / (count - 1)
	}
	return starts
}

// estimate fills in the bytes of a plan.
func (v *VAE) estimate(p *plan) error {
	unit, err := v.unitDecoder()
	if err != nil {
		return err
	}
	area := float64(p.shape.height*p.shape.width) / float64(unit.height*unit.width)
	clock := newClock(unit.line, p.frames)
	peak, most := 0.0, int64(0)
	for round := 0; round < 3 && (round == 0 || !p.whole); round++ { // the first chunk and the one after are the largest
		m := clock.advance(p.step(clock), p.whole)
		peak, most = max(peak, m.peak), max(most, m.now.len())
	}
	kept := 0.0
	for _, in := range unit.model.Inputs {
		if strings.HasPrefix(in.Name, statePrefix) && !p.whole {
			kept += float64(4 * tensor.Count(in.Shape))
		}
	}
	scale := v.decoderStride().space
	picture := float64(most * 3 * 4 * scale * scale * p.shape.height * p.shape.width)
	if p.whole {
		peak *= 0.75 // measured: nothing is joined
	}
	p.bytes = int64(peak*area + kept*area*float64(p.tiles()+1) + 3*picture)
	if p.tiles() > 1 {
		p.bytes += most * 3 * 4 * scale * scale * p.height * p.width
	}
	return nil
}
