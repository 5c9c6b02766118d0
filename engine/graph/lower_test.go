package graph_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/runtime/runtimetest"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// waves returns numbers from -1 to 1 that differ from each other.
func waves(phase float64, shape ...int64) *tensor.Tensor {
	t := tensor.New(shape...)
	for i := range t.F32 {
		t.F32[i] = float32(math.Sin(float64(i)*0.7 + phase))
	}
	return t
}

// evaluate builds, opens and runs a graph whose output is "y".
func evaluate(t *testing.T, profile graph.Profile, inputs map[string]*tensor.Tensor, describe func(b *graph.Builder)) *tensor.Tensor {
	t.Helper()
	b := graph.New(graph.Params{Name: "test graph", Profile: profile})
	describe(b)
	out := runtimetest.Run(t, b, inputs)
	return out["y"]
}

func near(t *testing.T, got *tensor.Tensor, want []float64) {
	t.Helper()
	if len(got.F32) != len(want) {
		t.Fatalf("%d values, want %d", len(got.F32), len(want))
	}
	for i, w := range want {
		if d := math.Abs(float64(got.F32[i]) - w); d > 2e-6 || math.IsNaN(d) {
			t.Fatalf("value %d is %v, want %v", i, got.F32[i], w)
		}
	}
}

// plain is a provider with no kernel of its own kind.
func plain() graph.Profile {
	p := graph.CPU()
	p.FusedRotary, p.WideNorm, p.FusedGelu = false, false, false
	return p
}

func TestRotary(t *testing.T) {
	const batch, tokens, width, groups = 2, 3, 24, 4
	x := waves(0, batch, tokens, width)
	for _, rows := range []int64{1, batch} {
		cos, sin := waves(1, rows*tokens, width/2), waves(2, rows*tokens, width/2)
		for _, interleaved := range []bool{false, true} {
			want := make([]float64, len(x.F32))
			for i := range batch * tokens * width / 2 {
				row, pair := i/(width/2), i%(width/2)
				group, k := pair/(width/2/groups), pair%(width/2/groups)
				a := row*width + group*(width/groups) + k
				b := a + width/2/groups
				if interleaved {
					a = row*width + 2*pair
					b = a + 1
				}
				at := row%(int(rows)*tokens)*width/2 + pair
				c, s := float64(cos.F32[at]), float64(sin.F32[at])
				want[a] = float64(x.F32[a])*c - float64(x.F32[b])*s
				want[b] = float64(x.F32[b])*c + float64(x.F32[a])*s
			}
			for name, profile := range map[string]graph.Profile{"fused": graph.CPU(), "plain": plain()} {
				t.Run(fmt.Sprintf("%s/rows=%d/interleaved=%v", name, rows, interleaved), func(t *testing.T) {
					near(t, evaluate(t, profile, map[string]*tensor.Tensor{"x": x, "cos": cos, "sin": sin}, func(b *graph.Builder) {
						n := graph.Sym("tokens")
						if rows > 1 {
							n = n.Mul(graph.Sym("batch"))
						}
						y := b.Rotary(b.Input("x", "batch", "tokens", width), b.InputOf("cos", tensor.F32, n, width/2),
							b.InputOf("sin", tensor.F32, n, width/2), groups, interleaved)
						b.Output("y", y)
					}), want)
				})
			}
		}
	}
}

func TestRotaryChecksShapes(t *testing.T) {
	b := graph.New(graph.Params{Name: "test graph", Profile: graph.CPU()})
	b.Rotary(b.Input("x", 1, 3, 24), b.Input("cos", 4, 12), b.Input("sin", 4, 12), 4, false)
	if b.Err() == nil {
		t.Error("a table of four tokens turned three")
	}
}

// TestModulatedNorms scales and shifts by row of the batch and by token.
func TestModulatedNorms(t *testing.T) {
	const batch, tokens, width, eps = 2, 3, 8, 1e-6
	x := waves(0, batch, tokens, width)
	for _, each := range []int64{1, tokens} {
		scale, shift := waves(1, batch, each, width), waves(2, batch, each, width)
		for _, centred := range []bool{false, true} {
			want := make([]float64, len(x.F32))
			for r := range batch * tokens {
				row := x.F32[r*width : (r+1)*width]
				mean, square := 0.0, 0.0
				for _, v := range row {
					mean += float64(v) / width
				}
				if !centred {
					mean = 0
				}
				for _, v := range row {
					square += (float64(v) - mean) * (float64(v) - mean) / width
				}
				for i, v := range row {
					at := (r/tokens*int(each)+r%tokens%int(each))*width + i
					want[r*width+i] = (float64(v)-mean)/math.Sqrt(square+eps)*float64(scale.F32[at]) + float64(shift.F32[at])
				}
			}
			for name, profile := range map[string]graph.Profile{"wide": graph.CPU(), "plain": plain()} {
				t.Run(fmt.Sprintf("%s/each=%d/centred=%v", name, each, centred), func(t *testing.T) {
					near(t, evaluate(t, profile, map[string]*tensor.Tensor{"x": x, "scale": scale, "shift": shift}, func(b *graph.Builder) {
						norm := b.ModulatedRMSNorm
						if centred {
							norm = b.ModulatedLayerNorm
						}
						v := b.Input("x", "batch", "tokens", width)
						n := v.Dim(1)
						if each == 1 {
							n = graph.N(1)
						}
						b.Output("y", norm(v, b.Input("scale", "batch", n, width), b.Input("shift", "batch", n, width), eps))
					}), want)
				})
			}
		}
	}
}
