package pieces_test

import (
	"slices"
	"testing"

	"github.com/kinora-studio/kinora/engine/ltx/internal/pieces"
	"github.com/kinora-studio/kinora/engine/tensor"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		n, size, before, after int64
		want                   []pieces.Span
	}{
		{0, 4, 1, 1, nil},
		{3, 4, 1, 1, []pieces.Span{{0, 3, 0, 3}}},
		{9, 4, 1, 2, []pieces.Span{{0, 4, 0, 6}, {4, 8, 3, 9}, {8, 9, 7, 9}}},
		{8, 4, 99, 0, []pieces.Span{{0, 4, 0, 4}, {4, 8, 0, 8}}},
	} {
		if got := pieces.Cut(c.n, c.size, c.before, c.after); !slices.Equal(got, c.want) {
			t.Errorf("%d by %d gave %v, want %v", c.n, c.size, got, c.want)
		}
	}
}

func numbered(shape ...int64) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.F32 {
		x.F32[i] = float32(i + 1)
	}
	return x
}

func TestRows(t *testing.T) {
	wave, picture := numbered(1, 2, 3), numbered(1, 2, 2, 2)
	if pieces.Rows(wave, 0, 3) != wave {
		t.Error("all rows are a copy")
	}
	for _, c := range []struct {
		x         *tensor.Tensor
		low, high int64
		want      []float32
	}{
		{wave, 1, 3, []float32{2, 3, 5, 6}},
		{wave, 2, 4, []float32{3, 0, 6, 0}},
		{wave, 4, 5, []float32{0, 0}},
		{picture, 1, 2, []float32{3, 4, 7, 8}},
	} {
		if got := pieces.Rows(c.x, c.low, c.high); !slices.Equal(got.F32, c.want) {
			t.Errorf("rows %d to %d of %v are %v, want %v", c.low, c.high, c.x.Shape, got.F32, c.want)
		}
	}
}

// TestPaste crops and leaves zeros where widths differ.
func TestPaste(t *testing.T) {
	for _, c := range []struct {
		width, at int64
		want      []float32
	}{
		{1, 0, []float32{3, 0, 7, 0}},
		{3, 1, []float32{0, 0, 0, 3, 4, 0, 0, 0, 0, 7, 8, 0}},
	} {
		out := tensor.New(1, 2, 2, c.width)
		pieces.Paste(out, c.at, numbered(1, 2, 2, 2), 1, 9)
		if !slices.Equal(out.F32, c.want) {
			t.Errorf("width %d at %d gave %v, want %v", c.width, c.at, out.F32, c.want)
		}
	}
}
