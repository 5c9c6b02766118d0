package vocoder

import "github.com/kinora-studio/kinora/engine/tensor"

// pieceBytes is the size of the largest activation of one piece. About ten of
// them live at a time.
const pieceBytes = 16 << 20

// piece returns how many frames are made at once.
func (g *Generator) piece() int64 {
	most, rate := int64(1), int64(1)
	for i, f := range g.UpsampleFactors {
		rate *= f
		most = max(most, g.width(i)*rate)
	}
	most *= 4 // bytes
	if g.Antialias {
		most *= g.AntialiasRatio
	}
	return max(pieceBytes/most, g.reach())
}

// span is one piece of work: frames [from, to) are wanted, and [low, high) have
// to be there for their samples to be those of the whole.
type span struct{ from, to, low, high int64 }

// spans cuts frames into pieces with reach frames more on both sides.
func spans(frames, piece, reach int64) []span {
	var out []span
	for from := int64(0); from < frames; from += piece {
		to := min(frames, from+piece)
		out = append(out, span{from, to, max(0, from-reach), min(frames, to+reach)})
	}
	return out
}

// samples returns x[:, :, low:high]; what lies behind the end of x is silence.
func samples(x *tensor.Tensor, low, high int64) *tensor.Tensor {
	out := tensor.New(x.Shape[0], x.Shape[1], high-low)
	paste(out, 0, x, low, high)
	return out
}

// paste copies x[:, :, low:high] to out from sample at on, less what lies
// outside either.
func paste(out *tensor.Tensor, at int64, x *tensor.Tensor, low, high int64) {
	n := min(high, x.Shape[2]) - low
	n = min(n, out.Shape[2]-at)
	for row := range x.Shape[0] * x.Shape[1] {
		if n > 0 {
			from, to := row*x.Shape[2]+low, row*out.Shape[2]+at
			copy(out.F32[to:to+n], x.F32[from:from+n])
		}
	}
}

// frames returns mel[:, :, low:high, :] as [batch, channels·bands, time].
func frames(mel *tensor.Tensor, low, high int64) *tensor.Tensor {
	batch, channels, time, bands := mel.Shape[0], mel.Shape[1], mel.Shape[2], mel.Shape[3]
	out := tensor.New(batch, channels*bands, high-low)
	for plane := range batch * channels {
		for t := low; t < high; t++ {
			for band := range bands {
				out.F32[(plane*bands+band)*(high-low)+t-low] = mel.F32[(plane*time+t)*bands+band]
			}
		}
	}
	return out
}
