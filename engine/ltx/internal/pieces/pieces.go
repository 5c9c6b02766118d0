// Package pieces cuts long sound into parts that a network can take one after
// the other and gives the same for as for the whole: each part comes with as
// many entries around it as its results depend on.
package pieces

import "github.com/kinora-studio/kinora/engine/tensor"

// Span is one piece of work: entries [From, To) are wanted, and [Low, High) have
// to be there for their values to be those of the whole.
type Span struct{ From, To, Low, High int64 }

// Cut divides n entries into pieces of at most size, each with at most before
// entries more in front of it and after behind it.
func Cut(n, size, before, after int64) []Span {
	var out []Span
	for from := int64(0); from < n; from += size {
		to := min(n, from+size)
		out = append(out, Span{from, to, max(0, from-before), min(n, to+after)})
	}
	return out
}

// Rows returns x[:, :, low:high, ...], with zeros behind the end of x. All of x
// is x itself.
func Rows(x *tensor.Tensor, low, high int64) *tensor.Tensor {
	if low == 0 && high == x.Shape[2] {
		return x
	}
	shape := append([]int64{x.Shape[0], x.Shape[1], high - low}, x.Shape[3:]...)
	out := tensor.New(shape...)
	Paste(out, 0, x, low, high)
	return out
}

// Paste copies x[:, :, low:high, ...] to out from row at on, less what lies
// outside either, in rows or behind them.
func Paste(out *tensor.Tensor, at int64, x *tensor.Tensor, low, high int64) {
	n := min(high, x.Shape[2], low+out.Shape[2]-at) - low
	if n <= 0 {
		return
	}
	wide, room := tensor.Count(x.Shape[3:]), tensor.Count(out.Shape[3:])
	for plane := range x.Shape[0] * x.Shape[1] {
		from, to := x.F32[(plane*x.Shape[2]+low)*wide:], out.F32[(plane*out.Shape[2]+at)*room:]
		if wide == room {
			copy(to[:n*room], from)
			continue
		}
		for row := range n {
			copy(to[row*room:(row+1)*room], from[row*wide:(row+1)*wide])
		}
	}
}
