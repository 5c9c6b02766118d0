package videovae

// cost is what one convolution needs while it runs, for the picture that its
// graph was built for.
type cost struct {
	in  float64 // bytes of a frame that goes in
	out float64 // and of one that comes out
}

func costOf(x frames, in int64, c conv) cost {
	h, _ := x.Dim(2).Const()
	w, _ := x.Dim(3).Const()
	area := float64(4 * h * w)
	return cost{in: area * float64(in), out: area * float64(c.out) / float64(c.space*c.space)}
}

// bytes is the memory for given frames in and out: what the convolution reads,
// its windows as they are and in the kernel's blocked layout, and its result in
// both layouts.
func (c cost) bytes(in, out int64) float64 {
	return 2*float64(in)*c.in + 2*kernel*float64(out)*c.in + 2*float64(out)*c.out
}
