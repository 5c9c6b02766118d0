package ltx

import (
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// sketch guesses what a large pack's decoders would show, by one straight line
// for each value: it is fitted to the first clip that they decode, and kept in
// the cache folder.
type sketch struct {
	picture *affine // from a token to the colours of cells·cells squares, 0 to 1
	sound   *affine // from a token to its loudness; nil until a sound was heard
	cells   int     // squares of a latent, each way
}

// cellsFor is how finely a sketch shows a latent.
func (s shape) cells() int { return min(4, s.spatial) }

func (p *pipeline) sketchPath() string {
	if p.params.CacheDir == "" {
		return ""
	}
	return filepath.Join(p.params.CacheDir, "sketches", p.pack.Hash+".safetensors")
}

// readSketch returns the pack's sketch, nil where there is none that can be used.
func (p *pipeline) readSketch() *sketch {
	path := p.sketchPath()
	if path == "" {
		return nil
	}
	store, err := weights.OpenFile(path)
	if err != nil {
		return nil
	}
	s := &sketch{cells: p.shape.cells()}
	s.picture = readAffine(store, "picture", int(p.config.InChannels), 3*s.cells*s.cells)
	s.sound = readAffine(store, "sound", int(p.config.AudioInChannels), 1)
	if s.picture == nil && s.sound == nil {
		return nil
	}
	return s
}

// readAffine returns a map that fits the pack, or nil.
func readAffine(store *weights.Store, name string, in, out int) *affine {
	t, err := store.Floats(name)
	if err != nil || len(t.Shape) != 2 || t.Shape[0] != int64(in+1) || t.Shape[1] != int64(out) || !tensor.Finite(t.F32) {
		return nil
	}
	return &affine{in: in, out: out, rows: t.F32}
}

// keepSketch stores a fitted map beside what is there; a preview is not worth an
// error.
func (p *pipeline) keepSketch(name string, a *affine) {
	path := p.sketchPath()
	if path == "" || a == nil || os.MkdirAll(filepath.Dir(path), 0o755) != nil {
		return
	}
	s := p.readSketch()
	if s == nil {
		s = &sketch{}
	}
	values := map[string]*tensor.Tensor{}
	for n, part := range map[string]*affine{"picture": s.picture, "sound": s.sound, name: a} {
		if part != nil {
			values[n] = tensor.Floats(part.rows, int64(part.in+1), int64(part.out))
		}
	}
	values[name] = tensor.Floats(a.rows, int64(a.in+1), int64(a.out))
	_ = weights.Save(path, values, nil)
}

// show draws the middle of a clip of normalised tokens, cells pixels a latent
// each way.
func (s *sketch) show(p *pipeline, r engine.Recipe, tokens []float32) *engine.Picture {
	if s.picture == nil {
		return nil
	}
	f, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	out := &engine.Picture{Width: w * s.cells, Height: h * s.cells, Pix: make([]byte, h*w*s.cells*s.cells*3)}
	colours := make([]float32, s.picture.out)
	for i := range h * w {
		at := (f/2*h*w + i) * s.picture.in
		s.picture.apply(colours, tokens[at:at+s.picture.in])
		for k, v := range colours {
			x, y := i%w*s.cells+k/3%s.cells, i/w*s.cells+k/3/s.cells
			out.Pix[(y*out.Width+x)*3+k%3] = byte(min(max(v, 0), 1)*255 + 0.5)
		}
	}
	return shrink(out)
}

// hear returns how loud each token of sound is.
func (s *sketch) hear(tokens []float32) []float32 {
	if s.sound == nil {
		return nil
	}
	out := make([]float32, len(tokens)/s.sound.in)
	for i := range out {
		s.sound.apply(out[i:i+1], tokens[i*s.sound.in:][:s.sound.in])
		out[i] = min(max(out[i], 0), 1)
	}
	return out
}

// watch returns emit, which also learns what latents look like where the pack has
// no sketch yet, and a function to be called when all frames were seen.
func (p *pipeline) watch(r engine.Recipe, tokens []float32, emit func(*engine.Picture) error) (seen func(*engine.Picture) error, done func()) {
	if p.sketchPath() == "" || p.componentBytes("vae") <= p.smallDecoder {
		return emit, func() {}
	}
	if s := p.readSketch(); s != nil && s.picture != nil {
		return emit, func() {}
	}
	f, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	width, cells := int(p.config.InChannels), p.shape.cells()
	fit := newFit(width, 3*cells*cells)
	stride := 1 + f*h*w/enoughSamples // latents along time that are looked at
	frame, colours := -1, make([]float64, fit.out)
	seen = func(picture *engine.Picture) error {
		frame++
		latent := (frame + p.shape.temporal - 1) / p.shape.temporal
		if latent%stride == 0 && latent < f && frame == p.midFrame(latent) {
			for i := range h * w {
				coloursOf(picture, i%w*p.shape.spatial, i/w*p.shape.spatial, p.shape.spatial/cells, cells, colours)
				fit.add(tokens[(latent*h*w+i)*width:][:width], colours)
			}
		}
		return emit(picture)
	}
	return seen, func() { p.keepSketch("picture", fit.solve()) }
}

// midFrame is the frame in the middle of those that a latent stands for.
func (p *pipeline) midFrame(latent int) int {
	return max(0, (latent-1)*p.shape.temporal+1+p.shape.temporal/2)
}

// coloursOf averages squares of side pixels, cells each way, from 0 to 1.
func coloursOf(p *engine.Picture, left, top, side, cells int, into []float64) {
	for k := range into {
		x, y := k/3%cells, k/3/cells
		into[k] = mean(p, left+x*side, top+y*side, side, k%3) / 255
	}
}

// listen learns how loud latents of sound are where the pack has no sketch of it
// yet.
func (p *pipeline) listen(tokens []float32, sound *engine.Sound) {
	if p.sketchPath() == "" || p.componentBytes("audio_vae") <= p.smallDecoder {
		return
	}
	if s := p.readSketch(); s != nil && s.sound != nil {
		return
	}
	width := int(p.config.AudioInChannels)
	n := len(tokens) / width
	fit := newFit(width, 1)
	for i, v := range soundLoudness(sound, n) {
		fit.add(tokens[i*width:][:width], []float64{float64(v)})
	}
	p.keepSketch("sound", fit.solve())
}
