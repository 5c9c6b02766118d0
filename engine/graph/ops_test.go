package graph_test

import (
	"math"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

type inputs = map[string]*tensor.Tensor

// positive returns numbers from 0.2 to 1.8.
func positive(shape ...int64) *tensor.Tensor {
	x := waves(0.4, shape...)
	for i := range x.F32 {
		x.F32[i] = 1 + 0.8*x.F32[i]
	}
	return x
}

// each applies a function to every value.
func each(x *tensor.Tensor, f func(float64) float64) []float64 {
	out := make([]float64, len(x.F32))
	for i, v := range x.F32 {
		out[i] = f(float64(v))
	}
	return out
}

func TestUnary(t *testing.T) {
	const slope, edge = 0.3, 0.25
	sigmoid := func(v float64) float64 { return 1 / (1 + math.Exp(-v)) }
	for name, c := range map[string]struct {
		x    *tensor.Tensor
		op   func(b *graph.Builder, x graph.Value) graph.Value
		want func(float64) float64
	}{
		"Sigmoid":    {waves(0, 3, 5), (*graph.Builder).Sigmoid, sigmoid},
		"Tanh":       {waves(0, 3, 5), (*graph.Builder).Tanh, math.Tanh},
		"Exp":        {waves(0, 3, 5), (*graph.Builder).Exp, math.Exp},
		"Log":        {positive(3, 5), (*graph.Builder).Log, math.Log},
		"Sqrt":       {positive(3, 5), (*graph.Builder).Sqrt, math.Sqrt},
		"Sin":        {waves(0, 3, 5), (*graph.Builder).Sin, math.Sin},
		"Abs":        {waves(0, 3, 5), (*graph.Builder).Abs, math.Abs},
		"Reciprocal": {positive(3, 5), (*graph.Builder).Reciprocal, func(v float64) float64 { return 1 / v }},
		"ReLU":       {waves(0, 3, 5), (*graph.Builder).ReLU, func(v float64) float64 { return max(v, 0) }},
		"SiLU":       {waves(0, 3, 5), (*graph.Builder).SiLU, func(v float64) float64 { return v * sigmoid(v) }},
		"GELU": {waves(0, 3, 5), (*graph.Builder).GELU, func(v float64) float64 {
			return v / 2 * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(v+0.044715*v*v*v)))
		}},
		"LeakyReLU": {waves(0, 3, 5), func(b *graph.Builder, x graph.Value) graph.Value { return b.LeakyReLU(x, slope) }, func(v float64) float64 {
			if v < 0 {
				return v * slope
			}
			return v
		}},
		"Clip": {waves(0, 3, 5), func(b *graph.Builder, x graph.Value) graph.Value { return b.Clip(x, -edge, 0.5) }, func(v float64) float64 {
			return max(-edge, min(0.5, v))
		}},
		"Maximum":   {waves(0, 3, 5), func(b *graph.Builder, x graph.Value) graph.Value { return b.Maximum(x, edge) }, func(v float64) float64 { return max(v, edge) }},
		"AddScalar": {waves(0, 3, 5), func(b *graph.Builder, x graph.Value) graph.Value { return b.AddScalar(x, edge) }, func(v float64) float64 { return v + edge }},
		"Scale":     {waves(0, 3, 5), func(b *graph.Builder, x graph.Value) graph.Value { return b.Scale(x, edge) }, func(v float64) float64 { return v * edge }},
	} {
		for _, profile := range []graph.Profile{graph.CPU(), plain()} {
			got := evaluate(t, profile, inputs{"x": c.x}, func(b *graph.Builder) { b.Output("y", c.op(b, b.Input("x", "n", 5))) })
			t.Run(name, func(t *testing.T) { near(t, got, each(c.x, c.want)) })
		}
	}
}

func TestBinary(t *testing.T) {
	x, y := positive(2, 3, 4), positive(3, 1)
	for name, c := range map[string]struct {
		op   func(b *graph.Builder, x, y graph.Value) graph.Value
		want func(x, y float64) float64
	}{
		"Add": {(*graph.Builder).Add, func(x, y float64) float64 { return x + y }},
		"Sub": {(*graph.Builder).Sub, func(x, y float64) float64 { return x - y }},
		"Mul": {(*graph.Builder).Mul, func(x, y float64) float64 { return x * y }},
		"Div": {(*graph.Builder).Div, func(x, y float64) float64 { return x / y }},
		"Pow": {(*graph.Builder).Pow, math.Pow},
	} {
		t.Run(name, func(t *testing.T) {
			got := evaluate(t, graph.CPU(), inputs{"x": x, "z": y}, func(b *graph.Builder) {
				b.Output("y", c.op(b, b.Input("x", 2, "rows", 4), b.Input("z", "rows", 1)))
			})
			want := make([]float64, x.Len())
			for i := range want {
				want[i] = c.want(float64(x.F32[i]), float64(y.F32[i/4%3]))
			}
			near(t, got, want)
		})
	}
}

func TestWhere(t *testing.T) {
	x, y := waves(0, 2, 3), waves(1, 3)
	cond := &tensor.Tensor{Shape: []int64{2, 1}, Bool: []bool{true, false}}
	got := evaluate(t, graph.CPU(), inputs{"c": cond, "x": x, "z": y}, func(b *graph.Builder) {
		b.Output("y", b.Where(b.InputOf("c", tensor.Bool, 2, 1), b.Input("x", 2, 3), b.Input("z", 3)))
	})
	near(t, got, []float64{float64(x.F32[0]), float64(x.F32[1]), float64(x.F32[2]), float64(y.F32[0]), float64(y.F32[1]), float64(y.F32[2])})
}

func TestReduce(t *testing.T) {
	x := waves(0, 2, 3, 4)
	for name, c := range map[string]struct {
		op    func(b *graph.Builder, x graph.Value, axes ...int) graph.Value
		start float64
		join  func(sum, v float64) float64
	}{
		"Mean": {(*graph.Builder).Mean, 0, func(sum, v float64) float64 { return sum + v/8 }},
		"Sum":  {(*graph.Builder).Sum, 0, func(sum, v float64) float64 { return sum + v }},
		"Max":  {(*graph.Builder).Max, math.Inf(-1), math.Max},
		"Min":  {(*graph.Builder).Min, math.Inf(1), math.Min},
	} {
		t.Run(name, func(t *testing.T) {
			got := evaluate(t, graph.CPU(), inputs{"x": x}, func(b *graph.Builder) { b.Output("y", c.op(b, b.Input("x", "n", 3, 4), 0, -1)) })
			want := []float64{c.start, c.start, c.start}
			for i, v := range x.F32 {
				want[i/4%3] = c.join(want[i/4%3], float64(v))
			}
			if tensor.ShapeString(got.Shape) != "[1, 3, 1]" {
				t.Errorf("the shape is %v", got.Shape)
			}
			near(t, got, want)
		})
	}
}

func TestSoftmax(t *testing.T) {
	x := waves(0, 3, 5)
	got := evaluate(t, graph.CPU(), inputs{"x": x}, func(b *graph.Builder) { b.Output("y", b.Softmax(b.Input("x", "n", 5))) })
	want := each(x, math.Exp)
	for row := range 3 {
		sum := 0.0
		for _, v := range want[row*5 : row*5+5] {
			sum += v
		}
		for i := range 5 {
			want[row*5+i] /= sum
		}
	}
	near(t, got, want)
}

func TestMatMul(t *testing.T) {
	x, y := waves(0, 2, 1, 3, 4), waves(1, 5, 4, 2)
	got := evaluate(t, graph.CPU(), inputs{"x": x, "z": y}, func(b *graph.Builder) {
		b.Output("y", b.MatMul(b.Input("x", 2, 1, "n", 4), b.Input("z", 5, 4, 2)))
	})
	var want []float64
	for i := range 2 {
		for j := range 5 {
			for row := range 3 {
				for column := range 2 {
					sum := 0.0
					for k := range 4 {
						sum += float64(x.F32[(i*3+row)*4+k]) * float64(y.F32[(j*4+k)*2+column])
					}
					want = append(want, sum)
				}
			}
		}
	}
	near(t, got, want)
}

func TestNorms(t *testing.T) {
	const eps = 1e-3
	x, w, shift := waves(0, 2, 3, 4), waves(1, 4), waves(2, 4)
	moments := func(at func(i int) float64, n int) (mean, square float64) {
		for i := range n {
			mean += at(i) / float64(n)
			square += at(i) * at(i) / float64(n)
		}
		return mean, square
	}
	last := func(weigh func(i int, v, mean, square float64) float64) []float64 {
		out := make([]float64, x.Len())
		for i := range out {
			row := i / 4 * 4
			mean, square := moments(func(j int) float64 { return float64(x.F32[row+j]) }, 4)
			out[i] = weigh(i%4, float64(x.F32[i]), mean, square)
		}
		return out
	}
	for name, c := range map[string]struct {
		op   func(b *graph.Builder, x, w, shift graph.Value) graph.Value
		want []float64
	}{
		"RMSNorm": {
			func(b *graph.Builder, x, w, _ graph.Value) graph.Value { return b.RMSNorm(x, w, eps) },
			last(func(i int, v, _, square float64) float64 { return v / math.Sqrt(square+eps) * float64(w.F32[i]) }),
		},
		"RMSNorm without weight": {
			func(b *graph.Builder, x, _, _ graph.Value) graph.Value { return b.RMSNorm(x, graph.Value{}, eps) },
			last(func(_ int, v, _, square float64) float64 { return v / math.Sqrt(square+eps) }),
		},
		"LayerNorm": {
			func(b *graph.Builder, x, w, shift graph.Value) graph.Value { return b.LayerNorm(x, w, shift, eps) },
			last(func(i int, v, mean, square float64) float64 {
				return (v-mean)/math.Sqrt(square-mean*mean+eps)*float64(w.F32[i]) + float64(shift.F32[i])
			}),
		},
		"LayerNorm without weight": {
			func(b *graph.Builder, x, _, _ graph.Value) graph.Value {
				return b.LayerNorm(x, graph.Value{}, graph.Value{}, eps)
			},
			last(func(_ int, v, mean, square float64) float64 { return (v - mean) / math.Sqrt(square-mean*mean+eps) }),
		},
		"ChannelRMSNorm": {
			func(b *graph.Builder, x, _, _ graph.Value) graph.Value { return b.ChannelRMSNorm(x, eps) },
			func() []float64 {
				out := make([]float64, x.Len())
				for i := range out {
					_, square := moments(func(c int) float64 { return float64(x.F32[i/12*12+c*4+i%4]) }, 3)
					out[i] = float64(x.F32[i]) / math.Sqrt(square+eps)
				}
				return out
			}(),
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := inputs{"x": x, "w": w, "shift": shift}
			got := evaluate(t, graph.CPU(), in, func(b *graph.Builder) {
				b.Output("y", c.op(b, b.Input("x", "n", 3, 4), b.Input("w", 4), b.Input("shift", 4)))
			})
			near(t, got, c.want)
		})
	}
}

func TestGroupNorm(t *testing.T) {
	const eps = 1e-3
	x, w, shift := waves(0, 2, 6, 3, 2), waves(1, 6), waves(2, 6)
	got := evaluate(t, graph.CPU(), inputs{"x": x, "w": w, "shift": shift}, func(b *graph.Builder) {
		b.Output("y", b.GroupNorm(b.Input("x", "n", 6, "h", 2), b.Input("w", 6), b.Input("shift", 6), 2, eps))
	})
	want := make([]float64, x.Len())
	for i := range want {
		group := x.F32[i/18*18 : i/18*18+18]
		mean, square := 0.0, 0.0
		for _, v := range group {
			mean += float64(v) / 18
			square += float64(v) * float64(v) / 18
		}
		c := i / 6 % 6
		want[i] = (float64(x.F32[i])-mean)/math.Sqrt(square-mean*mean+eps)*float64(w.F32[c]) + float64(shift.F32[c])
	}
	near(t, got, want)
}

// TestAttentionWithBias compares the fused kernel and the spelled-out form, with
// a bias for one head and batch and one for all, with Go.
func TestAttentionWithBias(t *testing.T) {
	const batch, heads, queries, keys, width, scale = 2, 2, 3, 5, 4, 0.3
	q, k, v := waves(0, batch, queries, heads*width), waves(1, batch, keys, heads*width), waves(2, batch, keys, heads*width)
	for _, wide := range []int64{1, heads} {
		bias := waves(3, batch, wide, queries, keys)
		want := make([]float64, q.Len())
		for b := range batch {
			for h := range heads {
				for i := range queries {
					scores, sum := [keys]float64{}, 0.0
					for j := range keys {
						for d := range width {
							scores[j] += scale * float64(q.F32[((b*queries+i)*heads+h)*width+d]) * float64(k.F32[((b*keys+j)*heads+h)*width+d])
						}
						scores[j] = math.Exp(scores[j] + float64(bias.F32[((b*int(wide)+h%int(wide))*queries+i)*keys+j]))
						sum += scores[j]
					}
					for j := range keys {
						for d := range width {
							want[((b*queries+i)*heads+h)*width+d] += scores[j] / sum * float64(v.F32[((b*keys+j)*heads+h)*width+d])
						}
					}
				}
			}
		}
		for _, fused := range []int64{256, 2} {
			got := evaluate(t, graph.CPU(), inputs{"q": q, "k": k, "v": v, "bias": bias}, func(b *graph.Builder) {
				b.Profile.MaxFusedHead = fused
				b.Output("y", b.Attention(b.Input("q", batch, "n", heads*width), b.Input("k", batch, "m", heads*width), b.Input("v", batch, "m", heads*width),
					graph.AttentionParams{Heads: heads, Scale: scale, Bias: b.Input("bias", batch, wide, "n", "m")}))
			})
			near(t, got, want)
		}
	}
}
