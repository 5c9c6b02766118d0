package videovae

import (
	"fmt"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// timeline is what a graph does along time, in the order of its layers. It is
// recorded while the graph is built, and followed by a clock while it runs.
type timeline struct {
	ops     []op
	joins   int
	windows int
	picks   int
}

type kind uint8

const (
	join   kind = iota // put the frames kept from the last chunk in front
	window             // choose the frames that each result of a convolution sees
	pick               // choose the frames that a shortcut carries past it
	spread             // one frame becomes several
	fold               // several become one
)

// op is one step along time. Result j of a window sees the frames from
// j·step-left on, kernel of them; frames outside the clip are its first or last.
type op struct {
	kind   kind
	id     int
	join   int   // of a window or pick: where its frames come from
	source int   // of a pick: the op that is that join
	keep   int64 // of a join
	kernel int64
	step   int64
	left   int64
	right  int64 // frames that a window sees behind the last one it needs
	group  int64 // results come in multiples of this
	offset int64 // of a pick: result j carries frame j-offset
	factor int64 // of spread and fold
	cost   cost  // of a window, for the estimate of memory
}

func (t *timeline) add(o op) op {
	switch o.kind {
	case join:
		o.id = t.joins
		t.joins++
	case window:
		o.id = t.windows
		t.windows++
	case pick:
		o.id = t.picks
		t.picks++
	}
	for i, other := range t.ops {
		if o.kind == pick && other.kind == join && other.id == o.join {
			o.source = i
		}
	}
	t.ops = append(t.ops, o)
	return o
}

// Prefixes of the ports through which layers keep frames.
const (
	statePrefix = "state."
	nextPrefix  = "next."
)

func stateName(id int) string  { return fmt.Sprint(statePrefix, id) }
func nextName(id int) string   { return fmt.Sprint(nextPrefix, id) }
func windowName(id int) string { return fmt.Sprintf("window.%d", id) }
func pickName(id int) string   { return fmt.Sprintf("pick.%d", id) }

// span is the frames [start, end) of a clip at one layer.
type span struct{ start, end int64 }

func (s span) len() int64 { return s.end - s.start }

// clock follows a clip of known length through a timeline, chunk by chunk.
type clock struct {
	line    *timeline
	ends    []int64 // frames of the whole clip in front of each op
	total   int64   // frames of the whole clip that come out
	ragged  bool    // frames are left over at the clip's end
	seen    int64   // frames that went in
	emitted []int64 // results of each window so far
}

// newClock starts a clip of so many frames.
func newClock(line *timeline, frames int64) *clock {
	c := &clock{line: line, ends: make([]int64, len(line.ops)), emitted: make([]int64, line.windows)}
	for i, o := range line.ops {
		c.ends[i] = frames
		switch o.kind {
		case window:
			frames = floorDiv(frames+o.left+o.right-o.kernel, o.step) + 1
			c.ragged = c.ragged || frames < 1 || frames%o.group != 0
		case spread:
			frames = frames*o.factor - (o.factor - 1)
		case fold:
			frames /= o.factor
		}
	}
	c.total = frames
	return c
}

func (c *clock) clone() *clock {
	twin := *c
	twin.emitted = append([]int64(nil), c.emitted...)
	return &twin
}

// moment is one chunk on its way.
type moment struct {
	now    span
	all    bool
	joined []span
	inputs map[string]*tensor.Tensor
	peak   float64 // bytes, see cost
	starve bool    // a layer has nothing to compute yet
}

// advance takes the next frames in and says which come out, with the inputs that
// tell the graph so. Frames behind the clip's end may go in to push out what
// waits for its neighbours: nothing looks at them. Where all is set, the frames
// that go in are the rest of the clip, and everything comes out at once.
//
// The result starves where some layer has nothing to compute yet: then more
// frames must go in together.
func (c *clock) advance(frames int64, all bool) *moment {
	m := &moment{
		now: span{c.seen, c.seen + frames}, all: all,
		joined: make([]span, c.line.joins), inputs: map[string]*tensor.Tensor{},
	}
	c.seen += frames
	for i, o := range c.line.ops {
		switch o.kind {
		case join:
			m.joined[o.id] = span{m.now.start - o.keep, m.now.end}
		case window:
			c.window(m, o, c.ends[i])
		case pick:
			m.inputs[pickName(o.id)] = index(m.joined[o.join], c.ends[o.source], m.now.len(), 1,
				func(j, _ int64) int64 { return m.now.start + j - o.offset })
		case spread:
			m.now = span{m.now.start*o.factor - (o.factor - 1), m.now.end*o.factor - (o.factor - 1)}
		case fold:
			m.now = span{m.now.start / o.factor, m.now.end / o.factor}
		}
	}
	return m
}

func (c *clock) window(m *moment, o op, end int64) {
	from, have := c.emitted[o.id], m.joined[o.join]
	at := have.end
	if m.all {
		at = end + o.right
	}
	to := max(from, floorDiv(at+o.left-o.kernel, o.step)+1)
	to -= (to - from) % o.group
	c.emitted[o.id] = to
	m.now = span{from, to}
	m.starve = m.starve || to == from
	m.inputs[windowName(o.id)] = index(have, end, to-from, o.kernel, func(j, k int64) int64 { return (from+j)*o.step - o.left + k })
	m.peak = max(m.peak, o.cost.bytes(have.len(), to-from))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && a < 0 {
		q--
	}
	return q
}

// index lists positions in the frames that are at hand: of frame at(j, k) of the
// clip, or of the clip's end that is nearest to it.
func index(have span, end, n, width int64, at func(j, k int64) int64) *tensor.Tensor {
	list := make([]int64, 0, n*width)
	for j := range n {
		for k := range width {
			frame := min(max(at(j, k), 0), end-1)
			list = append(list, max(frame, have.start)-have.start)
		}
	}
	if width == 1 {
		return tensor.Ints(list, n)
	}
	return tensor.Ints(list, n, width)
}
