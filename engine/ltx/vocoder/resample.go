package vocoder

import (
	"math"
	"slices"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// resampling describes an interpolating low-pass filter and its counterpart that
// goes back. Both are convolutions over phases: between them a signal of r times
// the rate is kept as r signals, phase p holding the samples r·n + p, so nothing
// is interleaved and no zero is multiplied.
type resampling struct{ ratio, kernel int64 }

// floorDiv returns floor(a/b) for b > 0.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// pad is the number of samples by which UpSample1d extends a signal.
func (r resampling) pad() int64 { return r.kernel/r.ratio - 1 }

// crop is the number of samples that UpSample1d drops in front.
func (r resampling) crop() int64 { return r.pad()*r.ratio + (r.kernel-r.ratio)/2 }

// usable reports whether the filter never meets the end of the extended signal.
func (r resampling) usable() bool {
	if r.kernel <= r.ratio {
		return false
	}
	low, high := phases(r.kernel, r.ratio, r.crop())
	return low >= 0 && high <= 2*r.pad()
}

// phases returns the first and the last sample, relative to n, that the samples
// r·n to r·n+r-1 of a transposed convolution depend on, crop samples dropped.
func phases(kernel, ratio, crop int64) (low, high int64) {
	return floorDiv(crop-kernel+ratio, ratio), floorDiv(crop+ratio-1, ratio)
}

// upsample returns the weights [ratio, 1, 1, taps] of the interpolation, the
// factor ratio included, and how many samples before and after n they need.
// crop and pad are those of the transposed convolution that it replaces.
func upsample(filter []float32, ratio, crop, pad int64) (w *tensor.Tensor, before, after int64) {
	low, high := phases(int64(len(filter)), ratio, crop)
	taps := high - low + 1
	w = tensor.New(ratio, 1, 1, taps)
	for phase := range ratio {
		for at := range taps {
			if tap := crop + phase - (low+at)*ratio; tap >= 0 && tap < int64(len(filter)) {
				w.F32[phase*taps+at] = filter[tap] * float32(ratio)
			}
		}
	}
	return w, pad - low, high - pad
}

// downsample returns the weights [1, ratio, 1, taps] of DownSample1d over phases.
func downsample(filter []float32, ratio int64) (w *tensor.Tensor, before, after int64) {
	kernel := int64(len(filter))
	left := kernel/2 + kernel%2 - 1
	low, high := floorDiv(-left, ratio), floorDiv(kernel-1-left, ratio)
	taps := high - low + 1
	w = tensor.New(1, ratio, 1, taps)
	for j, f := range filter {
		at := floorDiv(int64(j)-left, ratio)
		phase := int64(j) - left - at*ratio
		w.F32[phase*taps+at-low] = f
	}
	return w, -low, high
}

// convolve applies such weights along time to x [batch, phases, channels, time].
func convolve(b *graph.Builder, x graph.Value, w *tensor.Tensor) graph.Value {
	return b.ConvWith(x, b.Constant(w), graph.Value{}, graph.ConvParams{Out: w.Shape[0], Kernel: []int64{1, w.Shape[3]}})
}

// interpolate turns x [batch, channels, time] into [batch, ratio, channels,
// time], with the outermost samples repeated beyond both ends.
func interpolate(b *graph.Builder, x graph.Value, w *tensor.Tensor, before, after int64) graph.Value {
	x = b.Pad(x, graph.PadEdge, []int64{0, 0, before}, []int64{0, 0, after})
	return convolve(b, b.Unsqueeze(x, 1), w)
}

// decimate undoes interpolate. Beyond the ends the first and the last sample of
// the interleaved signal are repeated: phase 0 of the first column and the last
// phase of the last.
func decimate(b *graph.Builder, x graph.Value, w *tensor.Tensor, before, after int64) graph.Value {
	ratio := w.Shape[1]
	edge := func(phase, from, to, columns int64) graph.Value {
		end := b.Slice(b.Slice(x, 1, phase, phase+1), 3, from, to)
		all := b.Concat(1, slices.Repeat([]graph.Value{end}, int(ratio))...)
		return b.Concat(3, slices.Repeat([]graph.Value{all}, int(columns))...)
	}
	parts := []graph.Value{x}
	if before > 0 {
		parts = append([]graph.Value{edge(0, 0, 1, before)}, parts...)
	}
	if after > 0 {
		parts = append(parts, edge(ratio-1, -1, graph.End, after))
	}
	return b.Squeeze(convolve(b, b.Concat(3, parts...), w), 1)
}

// hann returns the filter of the band-limited interpolation that the extension
// adds its band to: a sinc under a squared cosine of six zero crossings, rolled
// off at 0.99 of the band (as torchaudio's resample). Like the public class it
// computes in float32.
func hann(ratio int64) (filter []float32, crop, pad int64) {
	const rolloff, crossings = 0.99, 6
	width := int64(math.Ceil(crossings / rolloff))
	filter = make([]float32, 2*width*ratio+1)
	for i := range filter {
		t := (float32(i)/float32(ratio) - float32(width)) * float32(rolloff)
		clamped := float64(max(-crossings, min(crossings, t)))
		cosine := math.Cos(clamped * math.Pi / crossings / 2)
		sinc := 1.0
		if t != 0 {
			sinc = math.Sin(math.Pi*float64(t)) / (math.Pi * float64(t))
		}
		filter[i] = float32(sinc * cosine * cosine * rolloff / float64(ratio))
	}
	return filter, 2 * width * ratio, width
}
