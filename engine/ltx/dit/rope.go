package dit

import (
	"math"
	"runtime"
	"sync"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/internal/rope"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Rope is a pair of rotary tables, cosine and sine, each [rows, tokens, width/2]
// (Su et al. 2021, with the frequencies of all axes side by side).
type Rope struct{ Cos, Sin *tensor.Tensor }

// ropeKind is one of the model's four embeddings.
type ropeKind struct {
	width int64   // of the vectors that are turned
	bases []int64 // what a coordinate of each axis is divided by
}

func (c *Config) ropes() (video, audio, videoCross, audioCross ropeKind) {
	cross := []int64{max(c.MaxPos, c.AudioMaxPos)}
	return ropeKind{c.width(), []int64{c.MaxPos, c.BaseHeight, c.BaseWidth}},
		ropeKind{c.audioWidth(), []int64{c.AudioMaxPos}},
		ropeKind{c.AudioCrossDim, cross},
		ropeKind{c.AudioCrossDim, cross}
}

// rope returns the tables of an embedding for coordinates [rows, axes, tokens, 2];
// axes beyond those of the embedding are not looked at.
//
// The precision of each step is the public implementation's and is part of the
// model: frequencies in float64 (or float32 where rope_double_precision is
// false) rounded to float32, then position and angle in float32. Angles reach
// 15,000 rad, where another rounding is another picture.
func (c *Config) rope(kind ropeKind, coords *tensor.Tensor) (Rope, error) {
	if err := checkCoords(coords); err != nil {
		return Rope{}, err
	}
	axes := int64(len(kind.bases))
	if coords.Shape[1] < axes {
		return Rope{}, engine.Broken("", "positions %s lack an axis: %d are needed", tensor.ShapeString(coords.Shape), axes)
	}
	freqs := rope.Frequencies(c.RopeTheta, c.RopeDouble, kind.width/(2*axes))
	rows, n, half := coords.Shape[0], coords.Shape[2], kind.width/2
	r := Rope{tensor.New(rows, n, half), tensor.New(rows, n, half)}
	// Long clips have tens of millions of angles.
	workers := int64(runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() { r.fill(kind, coords, freqs, rows*n*w/workers, rows*n*(w+1)/workers) })
	}
	group.Wait()
	return r, nil
}

// fill computes the entries of some tokens, counted over all rows. What the
// frequencies leave over of the width is not turned.
func (r Rope) fill(kind ropeKind, coords *tensor.Tensor, freqs []float32, first, end int64) {
	axes, half, n := int64(len(kind.bases)), kind.width/2, coords.Shape[2]
	pad := half - int64(len(freqs))*axes
	for i := first; i < end; i++ {
		row, token := i/n, i%n
		at := i * half
		for j := range pad {
			r.Cos.F32[at+j] = 1
		}
		for axis := range axes {
			from := 2 * ((row*coords.Shape[1]+axis)*n + token)
			middle := (coords.F32[from] + coords.F32[from+1]) / 2
			place := float32(middle/float32(kind.bases[axis]))*2 - 1
			for f, freq := range freqs {
				s, c := math.Sincos(float64(float32(place * freq)))
				k := at + pad + int64(f)*axes + axis
				r.Cos.F32[k], r.Sin.F32[k] = float32(c), float32(s)
			}
		}
	}
}
