package dit

import (
	"slices"

	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

const f32 = tensor.F32

// clock is a source of timesteps: encoded values, and which of them each token
// has. Without rows, there is one value for each row of the batch.
type clock struct {
	times graph.Value // [values, 256]
	gate  graph.Value // the same, times the scale of the cross-attention gates
	rows  graph.Value // int64 [batch, tokens]; absent for one value a row
}

// clock declares the inputs of a source of timesteps.
func (n *network) clock(b *graph.Builder, name string, perToken, gates bool, tokens string) clock {
	values := "batch"
	if perToken {
		values = name + ".values"
	}
	c := clock{times: b.Input(name, values, sinusoid)}
	if gates {
		c.gate = c.times
		if n.c.gateScale() != 1 {
			c.gate = b.Input(name+".gate", values, sinusoid)
		}
	}
	if perToken {
		c.rows = b.InputOf(name+".rows", tensor.I64, "batch", tokens)
	}
	return c
}

// gateScale is by how much timesteps are multiplied for cross-attention gates.
func (c *Config) gateScale() float64 { return c.CrossTimeScale / c.TimeScale }

// modulation is a set of shifts, scales and gates that depend on the timestep:
// [values, parameters, width], for each token the one that rows names.
type modulation struct {
	params graph.Value
	rows   graph.Value
}

// adaLN is adaptive layer norm with one projection for all blocks (PixArt-α,
// Chen et al. 2023): parameters from an encoded timestep, and the timestep's
// embedding itself. The parameters named in plusOne are scales, of which the
// blocks need 1 + scale: the one is added here, once.
func (n *network) adaLN(b *graph.Builder, name string, c clock, times graph.Value, width int64, plusOne ...float32) (params modulation, embedded modulation) {
	at := b.At(name)
	count := int64(len(plusOne))
	in := at.At("emb.timestep_embedder")
	emb := in.Linear("linear_2", in.SiLU(in.Linear("linear_1", times, width, true)), width, true)
	all := at.Linear("linear", at.SiLU(emb), count*width, true)
	at.Tap("0", all)
	at.Tap("1", emb)
	values := times.Dim(0)
	all = at.Reshape(all, values, count, width)
	all = at.Add(all, at.Constant(tensor.Floats(plusOne, count, 1)))
	return modulation{all, c.rows}, modulation{at.Reshape(emb, values, 1, width), c.rows}
}

// The patterns of parameters: shift, scale, gate by block part, then the
// prompt's; scale before shift between the streams.
var (
	plusBlock  = []float32{0, 1, 0, 0, 1, 0}
	plusPrompt = []float32{0, 1}
	plusCross  = []float32{1, 0, 1, 0}
	plusGate   = []float32{0}
)

// plusParts is the pattern of a stream's parameters: those of queries to the
// prompt follow where it has them.
func plusParts(crossMod bool) []float32 {
	if crossMod {
		return append(slices.Clone(plusBlock), 0, 1, 0)
	}
	return plusBlock
}

func partCount(crossMod bool) int64 { return int64(len(plusParts(crossMod))) }

// with adds a block's own table [parameters, width].
func (m modulation) with(b *graph.Builder, own graph.Value) parameters {
	sum := b.Add(m.params, own)
	if count, _ := sum.Dim(1).Const(); count > 1 {
		return parameters{b.Split(sum, 1, int(count)), m.rows}
	}
	return parameters{[]graph.Value{sum}, m.rows}
}

// parameters are a block's own shifts, scales and gates, each [values, 1, width].
type parameters struct {
	each []graph.Value
	rows graph.Value
}

// at returns parameter i as [batch, tokens or 1, width]. It is spread over the
// tokens where it is used, and not before: nine of them at once would be larger
// than the stream.
func (p parameters) at(b *graph.Builder, i int) graph.Value {
	if i >= len(p.each) { // after a mistake, which Build returns
		return graph.Value{}
	}
	if p.rows.Rank() == 0 {
		return p.each[i]
	}
	return b.Gather(b.Squeeze(p.each[i], 1), p.rows, 0)
}

// norm is x over its root mean square, times scale, plus shift. The norm's own
// weight exists in a variant of the family only.
func (n *network) norm(b *graph.Builder, name string, x, scale, shift graph.Value) graph.Value {
	if n.c.NormAffine {
		width, _ := x.Dim(-1).Const()
		weight := b.At(name).Weight("weight", width)
		if scale.Rank() > 0 {
			scale = b.Mul(scale, weight)
		} else {
			scale = weight
		}
	}
	return b.ModulatedRMSNorm(x, scale, shift, float32(n.c.NormEps))
}
