package dit

import "github.com/kinora-studio/kinora/engine/graph"

// attnEps is that of the norms on queries and keys, which no key of the
// configuration changes.
const attnEps = 1e-6

// attention is one attention layer of a block.
type attention struct {
	name   string
	heads  int64
	inner  int64 // heads times their width
	gated  bool
	q, k   table       // rotations of queries and keys; absent for the prompt
	bias   graph.Value // added to scores, [rows, queries, keys]; may be absent
	pieces int         // in which queries with a bias are taken
	skip   bool        // take the values as they are (spatio-temporal guidance)
	unless graph.Value // and keep attention by this much, [batch, 1, 1]; absent for not at all
}

// attend is softmax(q·kᵀ/√d)·v for tokens x looking at y, where queries and keys
// are normalised over all heads together and then turned, and each head's
// result may be gated by 2·sigmoid of a projection of x.
func (n *network) attend(b *graph.Builder, a attention, x, y graph.Value) graph.Value {
	at := b.At(a.name)
	bias := n.c.AttentionBias
	v := at.Linear("to_v", y, a.inner, bias)
	out := v
	if !a.skip || a.unless.Rank() > 0 {
		q := at.RMSNorm(at.Linear("to_q", x, a.inner, bias), at.Weight("norm_q.weight", a.inner), attnEps)
		k := at.RMSNorm(at.Linear("to_k", y, a.inner, bias), at.Weight("norm_k.weight", a.inner), attnEps)
		out = attended(at, a, n.rotate(at, q, a.q), n.rotate(at, k, a.k), v)
	}
	if a.skip && a.unless.Rank() > 0 {
		out = at.Add(v, at.Mul(at.Sub(out, v), a.unless))
	}
	if a.gated {
		gate := at.Scale(at.Sigmoid(at.Linear("to_gate_logits", x, a.heads, true)), 2)
		heads := at.Reshape(out, out.Dim(0), out.Dim(1), a.heads, a.inner/a.heads)
		out = at.Reshape(at.Mul(heads, at.Unsqueeze(gate, 3)), out.Dim(0), out.Dim(1), a.inner)
	}
	width, _ := x.Dim(-1).Const()
	out = at.Linear("to_out.0", out, width, n.c.AttentionOutBias)
	b.Tap(a.name, out)
	return out
}

// attended is attention proper. With a bias some kernels hold the scores of all
// queries at once, so queries are taken in pieces.
func attended(b *graph.Builder, a attention, q, k, v graph.Value) graph.Value {
	if a.bias.Rank() == 0 {
		return b.Attention(q, k, v, graph.AttentionParams{Heads: a.heads})
	}
	return b.InPieces(1, a.pieces, func(parts []graph.Value) graph.Value {
		return b.Attention(parts[0], k, v, graph.AttentionParams{Heads: a.heads, Bias: b.Unsqueeze(parts[1], 1)})
	}, q, a.bias)
}

// rotate turns x by a table, where there is one.
func (n *network) rotate(b *graph.Builder, x graph.Value, t table) graph.Value {
	if t.cos.Rank() == 0 {
		return x
	}
	return b.Rotary(x, t.cos, t.sin, t.groups, n.c.RopeType == "interleaved")
}

// table is a rotary table in the graph, [tokens, width/2] or, where the rows of
// a batch differ, [batch·tokens, width/2].
type table struct {
	cos, sin graph.Value
	groups   int64 // parts of the width that are turned in themselves
}

func (n *network) table(b *graph.Builder, name string, tokens graph.Dim, width, groups int64) table {
	rows := tokens
	if n.v.RopeRows {
		rows = rows.Mul(graph.Sym("batch"))
	}
	return table{
		b.InputOf(name+".cos", f32, rows, width/2),
		b.InputOf(name+".sin", f32, rows, width/2), groups,
	}
}
