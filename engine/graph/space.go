package graph

// DepthToSpace turns channels into pixels: x [batch, c·block², height, width]
// becomes [batch, c, height·block, width·block], where a channel's entries are
// ordered (c, row, column), as in pixel shuffle (Shi et al. 2016).
func (b *Builder) DepthToSpace(x Value, block int64) Value {
	channels, ok := x.Dim(1).Div(block * block)
	if b.err == nil && (!ok || len(x.Shape) != 4) {
		return b.Fail("cannot turn the channels of %s into squares of %d", x.Shape, block)
	}
	if b.err != nil || block == 1 {
		return x
	}
	shape := Shape{x.Dim(0), channels, x.Dim(2).Mul(N(block)), x.Dim(3).Mul(N(block))}
	return b.op("DepthToSpace", x.DType, shape, []Value{x}, intAttr("blocksize", block), textAttr("mode", "CRD"))
}
