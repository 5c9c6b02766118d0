package vocoder

import "github.com/kinora-studio/kinora/engine/graph"

// extend maps a wave [batch, channels, frames·hop] of the first stage to one of
// ratio times the rate.
func (e *Extension) extend(b *graph.Builder, x graph.Value) graph.Value {
	mel := e.melSTFT(b.At("mel_stft"), x)
	residual := e.Generator.generate(b.At("bwe_generator"), mel)
	b.Tap("bwe_generator", residual)
	filter, crop, pad := hann(e.ratio())
	w, before, after := upsample(filter, e.ratio(), crop, pad)
	skip := b.Transpose(interpolate(b, x, w, before, after), 0, 2, 3, 1)
	skip = b.Reshape(skip, x.Dim(0), x.Dim(1), x.Dim(2).Mul(graph.N(e.ratio())))
	b.Tap("resampler", skip)
	return b.Clip(b.Add(residual, skip), -1, 1)
}

// melSTFT is the log-mel [batch, channels·bands, frames] of x. Its Fourier bases
// are stored, window included, and see only what came before a frame's end.
func (e *Extension) melSTFT(b *graph.Builder, x graph.Value) graph.Value {
	bins := e.FilterLength/2 + 1
	rows := b.Reshape(x, x.Dim(0).Mul(x.Dim(1)), 1, x.Dim(2))
	front := max(0, e.WindowLength-e.HopLength)
	// Where the window is longer than the bases, its end is seen by no frame.
	if unseen := front + e.HopLength - e.FilterLength; unseen > 0 {
		rows = b.Slice(rows, 2, 0, -unseen)
	}
	spectrum := b.ConvWith(rows, b.Weight("stft_fn.forward_basis", 2*bins, 1, e.FilterLength), graph.Value{}, graph.ConvParams{
		Out: 2 * bins, Kernel: []int64{e.FilterLength}, Stride: []int64{e.HopLength}, Before: []int64{front},
	})
	re, im := b.Slice(spectrum, 1, 0, bins), b.Slice(spectrum, 1, bins, 2*bins)
	magnitude := b.Sqrt(b.Add(b.Mul(re, re), b.Mul(im, im)))
	mel := b.MatMul(b.Weight("mel_basis", e.NumMelChannels, bins), magnitude)
	mel = b.Log(b.Maximum(mel, 1e-5))
	b.Tap("0", mel)
	b.Tap("1", magnitude)
	b.Tap("3", b.Squeeze(b.Sqrt(b.Sum(b.Mul(magnitude, magnitude), 1)), 1))
	return b.Reshape(mel, x.Dim(0), x.Dim(1).Mul(graph.N(e.NumMelChannels)), mel.Dim(2))
}
