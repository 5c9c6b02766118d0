package graph

// Embedding looks up rows of name.weight [rows, width] by int64 ids and returns
// ids' shape with width appended, in the compute type. Only the rows that are
// asked for are cast: a vocabulary's table is often larger than all of a layer.
func (b *Builder) Embedding(name string, ids Value, rows, width int64) Value {
	at := b.At(name)
	return at.Cast(at.Gather(at.stored("weight", []int64{rows, width}), ids, 0), b.Profile.Compute)
}
