package ltx

import "gonum.org/v1/gonum/mat"

// affine maps in values to out values: a weighted sum and an offset.
type affine struct {
	in, out int
	rows    []float32 // [in+1, out]; the last row is the offset
}

// apply sets dst to the map of x.
func (a *affine) apply(dst, x []float32) {
	copy(dst, a.rows[a.in*a.out:])
	for i, v := range x {
		for k, weight := range a.rows[i*a.out:][:a.out] {
			dst[k] += v * weight
		}
	}
}

// fit finds the affine map that comes nearest to examples, by least squares. The
// weights are held back a little (ridge regression), so that few examples give a
// coarse map and not a wild one.
type fit struct {
	in, out int
	xx      *mat.SymDense // sum of x·xᵀ, x with a 1 behind it
	xy      *mat.Dense    // sum of x·yᵀ
	count   int
}

// ridge weighs as much as that many examples which say that nothing matters;
// values of a token have about the size of 1.
const ridge = 10

// enoughSamples bounds the work of a fit: more examples change little.
const enoughSamples = 8192

func newFit(in, out int) *fit {
	return &fit{in: in, out: out, xx: mat.NewSymDense(in+1, nil), xy: mat.NewDense(in+1, out, nil)}
}

func (f *fit) add(x []float32, y []float64) {
	v := mat.NewVecDense(f.in+1, nil)
	for i, value := range x {
		v.SetVec(i, float64(value))
	}
	v.SetVec(f.in, 1)
	f.xx.SymRankOne(f.xx, 1, v)
	f.xy.RankOne(f.xy, 1, v, mat.NewVecDense(f.out, y))
	f.count++
}

// solve returns the map, and nil where there were too few examples to say
// anything.
func (f *fit) solve() *affine {
	if f.count < 2 {
		return nil
	}
	for i := range f.in {
		f.xx.SetSym(i, i, f.xx.At(i, i)+ridge)
	}
	var factors mat.Cholesky
	var solution mat.Dense
	if !factors.Factorize(f.xx) || factors.SolveTo(&solution, f.xy) != nil {
		return nil
	}
	a := &affine{in: f.in, out: f.out, rows: make([]float32, (f.in+1)*f.out)}
	for i := range a.rows {
		a.rows[i] = float32(solution.At(i/f.out, i%f.out))
	}
	return a
}
