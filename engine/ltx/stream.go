package ltx

import (
	"fmt"
	"slices"

	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// stream is the tokens of one modality while they are sampled: those of the
// clip first, and behind them conditions that the model only looks at.
type stream struct {
	width  int            // values a token
	base   int            // tokens that make the clip
	x      []float32      // noisy latents, normalised, [tokens·width]
	clean  []float32      // what a condition says, 0 elsewhere
	keep   []float32      // how much of clean is kept, 0 to 1, [tokens]
	coords *tensor.Tensor // positions, [1, axes, tokens, 2]
}

// newStream returns a stream of zeros with a token for each position.
func newStream(width int, coords *tensor.Tensor) *stream {
	n := int(coords.Shape[2])
	return &stream{
		width: width, base: n, coords: coords,
		x: make([]float32, n*width), clean: make([]float32, n*width), keep: make([]float32, n),
	}
}

func (s *stream) tokens() int { return len(s.keep) }

// hold says what the tokens from first on show, and how firmly.
func (s *stream) hold(first int, latents []float32, strength float64) error {
	n := len(latents) / s.width
	if first < 0 || first+n > s.tokens() {
		return fmt.Errorf("ltx: a condition of %d tokens does not fit at token %d of %d", n, first, s.tokens())
	}
	copy(s.clean[first*s.width:], latents)
	for i := range n {
		s.keep[first+i] = float32(strength)
	}
	return nil
}

// attach adds tokens that are looked at and dropped at the end.
func (s *stream) attach(latents []float32, coords *tensor.Tensor, strength float64) error {
	first := s.tokens()
	n := len(latents) / s.width
	if int64(n) != coords.Shape[2] || coords.Shape[1] != s.coords.Shape[1] {
		return fmt.Errorf("ltx: %d reference tokens have positions %s", n, tensor.ShapeString(coords.Shape))
	}
	s.x = append(s.x, make([]float32, n*s.width)...)
	s.clean = append(s.clean, make([]float32, n*s.width)...)
	s.keep = append(s.keep, make([]float32, n)...)
	joined, err := dit.JoinCoords(s.coords, coords)
	if err != nil {
		return err
	}
	s.coords = joined
	return s.hold(first, latents, strength)
}

// start mixes noise into what is there: level 1 begins from nothing, a lower one
// refines start. A token that is kept gets that much less noise.
func (s *stream) start(from, noise []float32, level float32) {
	for t, keep := range s.keep {
		amount := (1 - keep) * level
		for i := t * s.width; i < (t+1)*s.width; i++ {
			base := s.clean[i]
			if keep == 0 && from != nil && i < len(from) {
				base = from[i]
			}
			s.x[i] = noise[i]*amount + base*(1-amount)
		}
	}
}

// conditioned reports whether any token is held.
func (s *stream) conditioned() bool {
	return slices.ContainsFunc(s.keep, func(k float32) bool { return k != 0 })
}

// timesteps returns t for the whole stream as one value, or one for each token
// where some are held: those are less noisy.
func (s *stream) timesteps(t float32) *tensor.Tensor {
	if !s.conditioned() {
		return tensor.Floats([]float32{t}, 1)
	}
	out := make([]float32, len(s.keep))
	for i, keep := range s.keep {
		out[i] = t * (1 - keep)
	}
	return tensor.Floats(out, 1, int64(len(out)))
}

// settle pulls a prediction of the clean latents towards what is held.
func (s *stream) settle(x0 []float32) {
	for t, keep := range s.keep {
		if keep == 0 {
			continue
		}
		for i := t * s.width; i < (t+1)*s.width; i++ {
			x0[i] = x0[i]*(1-keep) + s.clean[i]*keep
		}
	}
}

// tensor returns the noisy latents as [1, tokens, width].
func (s *stream) tensor() *tensor.Tensor {
	return tensor.Floats(s.x, 1, int64(s.tokens()), int64(s.width))
}

// result returns the clip's own tokens.
func (s *stream) result() []float32 { return s.x[:s.base*s.width] }

// noise draws the noise of a recipe: stream 0 is the picture, 1 the sound; the
// conditions behind have numbers of their own, so that adding one changes
// nothing else.
func (s *stream) noise(seed, number uint64) []float32 {
	out := make([]float32, len(s.x))
	sampler.FillNoise(out[:s.base*s.width], seed, number)
	sampler.FillNoise(out[s.base*s.width:], seed, number+2)
	return out
}

// pack turns latents [channels, positions] into tokens [positions, channels].
func pack(latents []float32, channels int) []float32 {
	n := len(latents) / channels
	out := make([]float32, len(latents))
	for c := range channels {
		for p := range n {
			out[p*channels+c] = latents[c*n+p]
		}
	}
	return out
}

// unpack is the inverse of pack.
func unpack(tokens []float32, channels int) []float32 {
	n := len(tokens) / channels
	out := make([]float32, len(tokens))
	for c := range channels {
		for p := range n {
			out[c*n+p] = tokens[p*channels+c]
		}
	}
	return out
}
