package audiovae

import "github.com/kinora-studio/kinora/engine/ltx/internal/pieces"

// reach bounds, in latents, how far back in time a latent or a mel frame
// depends on others; forward as well where the network is not causal. Each
// convolution over three entries adds two at its own rate, in front or shared
// between both sides.
func (c *Config) reach() int64 {
	last := c.levels() - 1
	frames := int64(0) // counted in entries of the finest level
	for level := range c.levels() {
		convolutions := 2*(c.NumResBlocks+1) + 2 // blocks, resampling, first or last
		if level == last {
			convolutions += 5 // middle, first or last
		}
		frames += 2 * convolutions << level
	}
	return (frames+c.factor()-1)/c.factor() + int64(last) + 1
}

// pieceLatents is the work done at once, about eight seconds of the shipped
// models: with them each activation of a piece has at most 31 MB.
const pieceLatents = 192

// plan cuts length latents for both directions.
func (c *Config) plan(length, piece int64) []pieces.Span {
	switch {
	case !c.local():
		return pieces.Cut(length, length, 0, 0)
	case c.causal():
		return pieces.Cut(length, piece, c.reach(), 0)
	}
	return pieces.Cut(length, piece, c.reach(), c.reach())
}

// latentLength returns how many latents a number of mel frames makes.
func (c *Config) latentLength(frames int64) int64 {
	for range c.levels() - 1 {
		if c.causal() {
			frames++
		}
		frames /= 2
	}
	return frames
}

// firstFrame returns the mel frame that the latents from at on begin with, which
// is also the number of frames of those before: with a causal network latent 0
// makes one frame and each further one factor of them.
func (c *Config) firstFrame(at int64) int64 {
	f := c.factor()
	if c.causal() {
		return max(0, f*at-(f-1))
	}
	return f * at
}
