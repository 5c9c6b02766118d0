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
	keep   int64 // of a join
	kernel int64
	step   int64
	left   int64
	right  int64 // frames behind the clip's end that a window may see
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
	t.ops = append(t.ops, o)
	return o
}

func stateName(id int) string  { return fmt.Sprintf("state.%d", id) }
func nextName(id int) string   { return fmt.Sprintf("next.%d", id) }
func windowName(id int) string { return fmt.Sprintf("window.%d", id) }
func pickName(id int) string   { return fmt.Sprintf("pick.%d", id) }

// span is the frames [start, end) of a clip at one layer.
type span struct{ start, end int64 }

func (s span) len() int64 { return s.end - s.start }

// clock follows a clip through a timeline, chunk by chunk.
type clock struct {
	line    *timeline
	seen    int64   // frames that went in
	emitted []int64 // results of each window so far
}

func newClock(line *timeline) *clock {
	return &clock{line: line, emitted: make([]int64, line.windows)}
}

func (c *clock) clone() *clock {
	return &clock{line: c.line, seen: c.seen, emitted: append([]int64(nil), c.emitted...)}
}

// moment is one chunk on its way.
type moment struct {
	now    span
	last   bool // no frames follow
	joined []span
	inputs map[string]*tensor.Tensor
	peak   int64 // bytes, see cost
	starve bool  // a layer has nothing to compute yet
	ragged bool  // frames are left over at the clip's end
}

// advance takes the next frames in and says which come out, with the inputs that
// tell the graph so. The result starves where some layer has no result yet: then
// more frames must go in at once.
func (c *clock) advance(frames int64, last bool) *moment {
	m := &moment{
		now: span{c.seen, c.seen + frames}, last: last,
		joined: make([]span, c.line.joins), inputs: map[string]*tensor.Tensor{},
	}
	c.seen += frames
	for _, o := range c.line.ops {
		switch o.kind {
		case join:
			m.joined[o.id] = span{m.now.start - o.keep, m.now.end}
		case window:
			c.window(m, o)
		case pick:
			m.inputs[pickName(o.id)] = index(m.joined[o.join], m.now.len(), 1, func(j, _ int64) int64 { return m.now.start + j - o.offset })
		case spread:
			m.now = span{m.now.start*o.factor - (o.factor - 1), m.now.end*o.factor - (o.factor - 1)}
		case fold:
			m.now = span{m.now.start / o.factor, m.now.end / o.factor}
		}
	}
	return m
}

func (c *clock) window(m *moment, o op) {
	from, have := c.emitted[o.id], m.joined[o.join]
	end := have.end
	if m.last {
		end += o.right
	}
	to := max(from, floorDiv(end+o.left-o.kernel, o.step)+1)
	if extra := (to - from) % o.group; extra != 0 {
		to -= extra
		m.ragged = m.ragged || m.last
	}
	c.emitted[o.id] = to
	m.now = span{from, to}
	m.starve = m.starve || to == from
	m.inputs[windowName(o.id)] = index(have, to-from, o.kernel, func(j, k int64) int64 { return (from+j)*o.step - o.left + k })
	m.peak = max(m.peak, o.cost.bytes(have.len(), to-from))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && a < 0 {
		q--
	}
	return q
}

// index lists positions in the frames that are at hand: of the frame at(j, k) of
// the clip, or of the clip's end that is nearest to it.
func index(have span, n, width int64, at func(j, k int64) int64) *tensor.Tensor {
	list := make([]int64, 0, n*width)
	for j := range n {
		for k := range width {
			frame := min(max(at(j, k), 0), have.end-1)
			list = append(list, frame-have.start)
		}
	}
	if width == 1 {
		return tensor.Ints(list, n)
	}
	return tensor.Ints(list, n, width)
}
