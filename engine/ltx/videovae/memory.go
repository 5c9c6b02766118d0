package videovae

// cost is what one convolution needs while it runs.
type cost struct {
	in  int64 // bytes of a frame that goes in
	out int64 // and of one that comes out
}

func costOf(x frames, in int64, c conv) cost {
	h, _ := x.Dim(2).Const()
	w, _ := x.Dim(3).Const()
	return cost{in: 4 * in * h * w, out: 4 * c.out * h * w / (c.space * c.space)}
}

// bytes is the memory for given frames in and out: what the convolution reads,
// its windows as they are and in the kernel's blocked layout, and its result in
// both layouts.
func (c cost) bytes(in, out int64) int64 {
	return 2*in*c.in + 2*kernel*out*c.in + 2*out*c.out
}
