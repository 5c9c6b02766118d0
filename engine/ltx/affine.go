package ltx

import (
	"os"
	"path/filepath"

	"gonum.org/v1/gonum/mat"

	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

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

// fit finds the affine map that comes nearest to examples, by least squares. It
// keeps sums over the examples, so that others can be added at any time. The
// weights are held back a little (ridge regression): few examples give a coarse
// map and not a wild one.
type fit struct {
	in, out int
	xx      *mat.SymDense // sum of x·xᵀ, x with a 1 behind it, whose last value is the number of examples
	xy      *mat.Dense    // sum of x·yᵀ
	count   int
}

const (
	// ridge weighs as much as that many examples which say that nothing matters;
	// values of a token have about the size of 1.
	ridge = 50
	// examplesAtOnce bounds what the pictures of one clip teach, and the others what
	// those and the sounds of all clips do: more change little.
	examplesAtOnce = 8192
	enoughPictures = 20 * examplesAtOnce
	enoughSounds   = 4096
)

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
	if f.count < 2*f.in {
		return nil
	}
	held := mat.NewSymDense(f.in+1, nil)
	held.CopySym(f.xx)
	for i := range f.in {
		held.SetSym(i, i, held.At(i, i)+ridge)
	}
	var factors mat.Cholesky
	var solution mat.Dense
	if !factors.Factorize(held) || factors.SolveTo(&solution, f.xy) != nil {
		return nil
	}
	a := &affine{in: f.in, out: f.out, rows: make([]float32, (f.in+1)*f.out)}
	for i := range a.rows {
		a.rows[i] = float32(solution.At(i/f.out, i%f.out))
	}
	return a
}

// keep stores the sums; what is learnt here is not worth an error.
func (f *fit) keep(path string) {
	if os.MkdirAll(filepath.Dir(path), 0o755) != nil {
		return
	}
	n, m := int64(f.in+1), int64(f.out)
	xx, xy := tensor.New(n, n), tensor.New(n, m)
	for i := range f.in + 1 {
		for k := range f.in + 1 {
			xx.F32[i*(f.in+1)+k] = float32(f.xx.At(i, k))
		}
		for k := range f.out {
			xy.F32[i*f.out+k] = float32(f.xy.At(i, k))
		}
	}
	_ = weights.Save(path, map[string]*tensor.Tensor{"xx": xx, "xy": xy}, nil)
}

// readFit returns the sums that were kept under path, or none where that is no
// file of such sums.
func readFit(path string, in, out int) *fit {
	f := newFit(in, out)
	store, err := weights.OpenFile(path)
	if err != nil {
		return f
	}
	xx, errX := store.Floats("xx")
	xy, errY := store.Floats("xy")
	n := int64(in + 1)
	if errX != nil || errY != nil || xx.Len() != n*n || xy.Len() != n*int64(out) || !tensor.Finite(xx.F32) || !tensor.Finite(xy.F32) {
		return f
	}
	for i := range in + 1 {
		for k := i; k <= in; k++ {
			f.xx.SetSym(i, k, float64(xx.F32[i*(in+1)+k]))
		}
		for k := range out {
			f.xy.Set(i, k, float64(xy.F32[i*out+k]))
		}
	}
	f.count = int(f.xx.At(in, in))
	return f
}
