package audiovae

import "github.com/kinora-studio/kinora/engine/tensor"

// rows returns x[:, :, low:high, :].
func rows(x *tensor.Tensor, low, high int64) *tensor.Tensor {
	if low == 0 && high == x.Shape[2] {
		return x
	}
	out := tensor.New(x.Shape[0], x.Shape[1], high-low, x.Shape[3])
	paste(out, 0, x, low, high)
	return out
}

// paste copies x[:, :, low:high, :] to out at row at, less what lies outside
// out, in time or in bands.
func paste(out *tensor.Tensor, at int64, x *tensor.Tensor, low, high int64) {
	high = min(high, x.Shape[2], low+out.Shape[2]-at)
	wide, narrow := x.Shape[3], min(x.Shape[3], out.Shape[3])
	for plane := range x.Shape[0] * x.Shape[1] {
		for row := low; row < high; row++ {
			from := (plane*x.Shape[2] + row) * wide
			to := (plane*out.Shape[2] + at + row - low) * out.Shape[3]
			copy(out.F32[to:to+narrow], x.F32[from:from+narrow])
		}
	}
}
