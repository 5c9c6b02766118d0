package dit

import (
	"slices"
	"testing"

	"github.com/kinora-studio/kinora/engine/tensor"
)

func TestMoments(t *testing.T) {
	for _, c := range []struct {
		name   string
		in     *tensor.Tensor
		values []float32
		rows   []int64
		bad    bool
	}{
		{name: "one a row", in: tensor.Floats([]float32{5, 6}, 2), values: []float32{5, 6}},
		{name: "even tokens", in: tensor.Floats([]float32{5, 5, 5, 6, 6, 6}, 2, 3), values: []float32{5, 6}},
		{name: "tokens", in: tensor.Floats([]float32{0, 5, 5, 5, 0, 7}, 2, 3), values: []float32{0, 5, 7}, rows: []int64{0, 1, 1, 1, 0, 2}},
		{name: "other batch", in: tensor.Floats([]float32{5}, 1), bad: true},
		{name: "other tokens", in: tensor.Floats([]float32{5, 5, 5, 5}, 2, 2), bad: true},
		{name: "absent", bad: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := momentsOf("timestep", c.in, 2, 3)
			if (err != nil) != c.bad {
				t.Fatalf("got %v", err)
			}
			if !slices.Equal(m.values, c.values) || (m.rows == nil) != (c.rows == nil) || m.rows != nil && !slices.Equal(m.rows.I64, c.rows) {
				t.Errorf("got %v %v", m.values, m.rows)
			}
		})
	}
}

func TestCoords(t *testing.T) {
	c := defaults()
	video, audio := c.VideoCoords(2, 1, 2, 8), c.AudioCoords(2, 0)
	// Frames start at 0, 1, 9, ... of which the first latent takes one.
	want := []float32{0, 0.125, 0, 0.125, 0.125, 1.125, 0.125, 1.125, 0, 32, 0, 32, 0, 32, 0, 32, 0, 32, 32, 64, 0, 32, 32, 64}
	if !slices.Equal(video.F32, want) {
		t.Errorf("the picture lies at %v", video.F32)
	}
	if !slices.Equal(audio.F32, []float32{0, 0.01, 0.01, 0.05}) {
		t.Errorf("the sound lies at %v", audio.F32)
	}
	before, err := JoinCoords(audio, MoveTime(audio, -0.5))
	if err != nil || before.Shape[2] != 4 || before.F32[4] != -0.5 || audio.F32[0] != 0 {
		t.Errorf("with a reference before it: %v %v", before, err)
	}
	if wide := ScaleSpace(video, 2); wide.F32[5] != 1.125 || wide.F32[9] != 64 || video.F32[9] != 32 {
		t.Errorf("at twice the size: %v", wide.F32)
	}
	if _, err := JoinCoords(audio, video); err == nil {
		t.Error("sound and picture were joined")
	}
}

// TestRopeOfEqualRows keeps one table where all rows of a batch have the same
// positions.
func TestRopeOfEqualRows(t *testing.T) {
	c := defaults()
	twice := repeatRows(c.AudioCoords(3, 0), 2)
	if shared := shareRows(twice); shared.Shape[0] != 1 {
		t.Errorf("equal rows stayed %v", shared.Shape)
	}
	twice.F32[7] = 9
	if shared := shareRows(twice); shared.Shape[0] != 2 {
		t.Errorf("different rows became %v", shared.Shape)
	}
}

func TestPieces(t *testing.T) {
	for _, c := range []struct {
		tokens, width int64
		want          int
	}{{252, 256, 1}, {1536, 4096, 1}, {6144, 4096, 4}, {24576, 4096, 16}, {1 << 20, 4096, 16}, {4, 1 << 30, 1}} {
		if got := piecesFor(1, c.tokens, 4*c.width); got != c.want {
			t.Errorf("%d tokens of width %d go in %d pieces, want %d", c.tokens, c.width, got, c.want)
		}
	}
}
