package ltx

import (
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/videovae"
	"github.com/kinora-studio/kinora/engine/weights"
)

// stored returns the bytes of a stored number of a component, by its largest
// tensor; 4 where the component cannot be read, which is reported elsewhere.
func (p *pipeline) stored(name string) int {
	store, err := weights.Open(p.dir(name))
	if err != nil {
		return 4
	}
	size, largest := 4, int64(0)
	for _, n := range store.Names() {
		if t, _ := store.Lookup(n); t.Length > largest {
			largest, size = t.Length, t.DType.Size()
		}
	}
	return size
}

// modelBytes is what all components of a take need when none is released.
func (p *pipeline) modelBytes() int64 {
	var sum int64
	for _, name := range []string{"text_encoder", "connectors", "transformer", "vae", "audio_vae", "vocoder"} {
		sum += p.componentBytes(name)
	}
	return sum
}

// decodeBudget is the memory that decoding pictures may take beside the models:
// enough for whole frames of a small clip, tiles of a large one.
func (p *pipeline) decodeBudget() int64 {
	const usual = 512 << 20
	if room := p.room(); room > 0 {
		return max(128<<20, min(usual, room/2))
	}
	return usual
}

// decodeMemory estimates the peak of decoding; 0 where the decoder cannot be
// opened, which is reported when it is needed.
func (p *pipeline) decodeMemory(r engine.Recipe) int64 {
	v, err := p.openVideoVAE(p.dir("vae"))
	if err != nil {
		return 0
	}
	defer func() { _ = v.Close() }()
	f, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	bytes, err := v.DecodeBytes(int64(f), int64(h), int64(w), videovae.TileParams{Budget: p.decodeBudget()})
	if err != nil {
		return p.decodeBudget()
	}
	return bytes
}
