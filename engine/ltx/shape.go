package ltx

import (
	"math"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
)

// shape is how pictures and sound become latents in one pack.
type shape struct {
	temporal int     // frames a latent, but for the first
	spatial  int     // pixels a latent, each way
	sounds   float64 // latents of sound a second
}

func shapeOf(c dit.Config) (shape, error) {
	if c.PatchSize != 1 || c.PatchSizeT != 1 || c.AudioPatchSizeT != 1 {
		return shape{}, engine.Bad("use a pack without patches", "patches of %d×%d latents are not supported", c.PatchSizeT, c.PatchSize)
	}
	if c.VAEScale[1] != c.VAEScale[2] {
		return shape{}, engine.Bad("use a pack with square latents", "latents of %d×%d pixels are not supported", c.VAEScale[1], c.VAEScale[2])
	}
	return shape{
		temporal: int(c.VAEScale[0]), spatial: int(c.VAEScale[1]),
		sounds: float64(c.SamplingRate) / float64(c.HopLength) / float64(c.AudioScale),
	}, nil
}

// latents returns the frames, rows and columns of latents for a clip.
func (s shape) latents(frames, height, width int) (f, h, w int) {
	return (frames-1)/s.temporal + 1, height / s.spatial, width / s.spatial
}

func (s shape) videoTokens(r engine.Recipe) int64 {
	f, h, w := s.latents(r.Frames, r.Height, r.Width)
	return int64(f) * int64(h) * int64(w)
}

// audioTokens rounds halves to even, as the public pipeline's language does.
func (s shape) audioTokens(r engine.Recipe) int64 {
	return max(1, int64(math.RoundToEven(float64(r.Frames)/r.Rate.Float()*s.sounds)))
}
