package vocoder

import (
	"fmt"

	"github.com/kinora-studio/kinora/engine/graph"
)

func indexed(name string, i int) string { return fmt.Sprintf("%s.%d", name, i) }

// nesting returns how many pairs of resampling filters stand around the j-th
// activation before the first or the second convolution of a residual block.
//
// With leaky_relu the public class wraps the second ones again and again: each
// takes the previous one, filters included, for its activation.
func (g *Generator) nesting(convolution, j int) int64 {
	switch {
	case !g.Antialias:
		return 0
	case g.ActFn == actLeaky && convolution == 2:
		return int64(j) + 2
	}
	return 1
}

// activate applies the activation at r times the rate inside each pair of
// filters, so that the harmonics it makes do not fold back (Lee et al. 2023).
func (g *Generator) activate(b *graph.Builder, x graph.Value, nesting int64, kind string) graph.Value {
	if nesting == 0 {
		return g.nonlinearity(b, x, kind)
	}
	r := g.resampling()
	up := b.Host("upsample.filter", 1, 1, r.kernel)
	down := b.Host("downsample.filter", 1, 1, r.kernel)
	if b.Err() != nil {
		return x
	}
	w, before, after := upsample(up.F32, r.ratio, r.crop(), r.pad())
	x = interpolate(b, x, w, before, after)
	if nesting > 1 {
		x = g.nested(b, x, nesting-1, kind)
	} else {
		x = g.nonlinearity(b.At("act"), x, kind)
	}
	w, before, after = downsample(down.F32, r.ratio)
	return decimate(b, x, w, before, after)
}

// nested activates a signal of phases inside further pairs of filters, which
// need it interleaved.
func (g *Generator) nested(b *graph.Builder, x graph.Value, nesting int64, kind string) graph.Value {
	channels, _ := x.Dim(2).Const()
	ratio := g.AntialiasRatio
	x = b.Reshape(b.Transpose(x, 0, 2, 3, 1), x.Dim(0), channels, x.Dim(3).Mul(graph.N(ratio)))
	x = g.activate(b.At("act"), x, nesting, kind)
	time, _ := x.Dim(2).Div(ratio)
	return b.Transpose(b.Reshape(x, x.Dim(0), channels, time, ratio), 0, 3, 1, 2)
}

// nonlinearity is the activation itself, for x [batch, channels, time] or, with
// phases, [batch, phases, channels, time].
func (g *Generator) nonlinearity(b *graph.Builder, x graph.Value, kind string) graph.Value {
	if kind == actLeaky {
		return b.LeakyReLU(x, float32(g.LeakySlope))
	}
	channels, _ := x.Dim(-2).Const()
	frequency := b.Exp(b.Reshape(b.Weight("alpha", channels), channels, 1))
	amplitude := frequency
	if kind == actSnakeBeta {
		amplitude = b.Exp(b.Reshape(b.Weight("beta", channels), channels, 1))
	}
	// Snake, x + sin²(αx)/β, with logarithms of α and β stored.
	wave := b.Sin(b.Mul(x, frequency))
	return b.Add(x, b.Mul(b.Reciprocal(b.AddScalar(amplitude, 1e-9)), b.Mul(wave, wave)))
}
