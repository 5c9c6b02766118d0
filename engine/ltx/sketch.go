package ltx

import (
	"path/filepath"

	"github.com/kinora-studio/kinora/engine"
)

// sketch guesses what a large pack's decoders would show, by one straight line
// for each value. It is fitted to what they did show of earlier clips, and gets
// better with each.
type sketch struct {
	picture *affine // from a token to the colours of cells·cells squares, 0 to 1; nil until a clip was seen
	sound   *affine // from a token to its loudness; nil until a sound was heard
	cells   int     // squares of a latent, each way
}

// cells is how finely a sketch shows a latent.
func (s shape) cells() int { return min(4, s.spatial) }

// What is kept of earlier clips, in the cache folder.
const (
	pictureExamples = "picture"
	soundExamples   = "sound"
)

// examples returns what was learnt for a sketch so far.
func (p *pipeline) examples(kind string) *fit {
	width, out := int(p.config.AudioInChannels), 1
	if kind == pictureExamples {
		width, out = int(p.config.InChannels), 3*p.shape.cells()*p.shape.cells()
	}
	return readFit(p.sketchPath(kind), width, out)
}

// sketchPath is empty where nothing is to be kept.
func (p *pipeline) sketchPath(kind string) string {
	if p.params.CacheDir == "" {
		return ""
	}
	return filepath.Join(p.params.CacheDir, "sketches", p.pack.Hash+"."+kind)
}

// readSketch returns the pack's sketch, nil where no clip was seen or heard yet.
func (p *pipeline) readSketch() *sketch {
	s := &sketch{cells: p.shape.cells(), picture: p.examples(pictureExamples).solve(), sound: p.examples(soundExamples).solve()}
	if s.picture == nil && s.sound == nil {
		return nil
	}
	return s
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

// watch returns emit, which also learns what latents look like where the pack is
// large, and a function to be called when all frames were seen.
func (p *pipeline) watch(r engine.Recipe, tokens []float32, emit func(*engine.Picture) error) (seen func(*engine.Picture) error, done func()) {
	path := p.sketchPath(pictureExamples)
	if path == "" || p.componentBytes("vae") <= p.smallDecoder {
		return emit, func() {}
	}
	fit := p.examples(pictureExamples)
	if fit.count >= enoughPictures {
		return emit, func() {}
	}
	f, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	width, cells := int(p.config.InChannels), p.shape.cells()
	stride := 1 + f*h*w/examplesAtOnce // latents along time that are looked at
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
	return seen, func() { fit.keep(path) }
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

// listen learns how loud latents of sound are.
func (p *pipeline) listen(tokens []float32, sound *engine.Sound) {
	path := p.sketchPath(soundExamples)
	if path == "" {
		return
	}
	fit := p.examples(soundExamples)
	if fit.count >= enoughSounds {
		return
	}
	width := int(p.config.AudioInChannels)
	n := len(tokens) / width
	for i, v := range soundLoudness(sound, n) {
		fit.add(tokens[i*width:][:width], []float64{float64(v)})
	}
	fit.keep(path)
}
