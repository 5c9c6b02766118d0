package ltx

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/ltx/videovae"
	"github.com/kinora-studio/kinora/engine/packs"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/text"
)

// Family opens LTX-2 packs; it is registered as "LTX2Pipeline".
type Family struct{}

var _ engine.Family = Family{}

// pipeline is one opened pack.
type pipeline struct {
	pack      *packs.Pack
	params    engine.OpenParams
	options   runtime.Options
	profile   graph.Profile
	config    dit.Config
	shape     shape
	schedule  sampler.Config
	tokenizer *text.Tokenizer
	maxTokens int
	imageCRF  int
	leastSide int // pixels
	defaults  engine.Recipe
	adapters  []graph.Adapter
	models    *runtime.Residency
	tried     bool  // the provider works here
	soundRate int64 // samples a second, once a vocoder has been opened

	smallDecoder int64   // see the constant
	hearing      float64 // seconds that decoding a latent of sound took last
}

var _ engine.Pipeline = (*pipeline)(nil)

// Open reads the pack's configuration, tokenizer and schedule; weights are
// opened when a clip first needs them.
func (Family) Open(_ context.Context, params engine.OpenParams) (engine.Pipeline, error) {
	return open(params)
}

func open(params engine.OpenParams) (*pipeline, error) {
	if params.Provider == "" {
		params.Provider = "cpu"
	}
	p := &pipeline{params: params, smallDecoder: smallDecoder, options: runtime.Options{
		Provider: params.Provider, Device: params.Device, Threads: params.Threads, Int8: params.Int8, CacheDir: params.CacheDir,
	}}
	var err error
	if p.profile, err = p.options.Profile(); err != nil {
		return nil, err
	}
	if p.pack, err = packs.Open(params.Dir); err != nil {
		return nil, err
	}
	if err := p.readParts(); err != nil {
		return nil, err
	}
	if p.adapters, err = p.readAdapters(); err != nil {
		return nil, err
	}
	if p.defaults, err = p.defaultRecipe(); err != nil {
		return nil, err
	}
	if p.imageCRF, err = p.pictureQuality(); err != nil {
		return nil, err
	}
	p.models = runtime.NewResidency(params.Budget)
	return p, nil
}

// parts are the components without which nothing can be made.
var parts = []string{"tokenizer", "text_encoder", "connectors", "transformer", "vae", "audio_vae", "vocoder", "scheduler"}

func (p *pipeline) readParts() error {
	for _, name := range parts {
		if _, err := p.pack.Component(name); err != nil {
			return err
		}
	}
	var err error
	if p.config, err = dit.ReadConfig(p.dir("transformer")); err != nil {
		return err
	}
	if p.shape, err = shapeOf(p.config); err != nil {
		return err
	}
	decoder, err := videovae.ReadConfig(p.dir("vae"))
	if err != nil {
		return err
	}
	p.leastSide = p.shape.spatial
	if decoder.DecoderPadding == "reflect" {
		p.leastSide *= 2 // one latent has no neighbour to be reflected
	}
	if p.schedule, err = sampler.LoadConfig(filepath.Join(p.dir("scheduler"), schedulerFile)); err != nil {
		return engine.Bad("copy or download the pack again", "the schedule of %s cannot be used: %w", p.pack, err)
	}
	if p.tokenizer, err = text.LoadTokenizer(p.dir("tokenizer")); err != nil {
		return err
	}
	return nil
}

func (p *pipeline) dir(component string) string { return filepath.Join(p.pack.Dir, component) }

// The settings of the public pipeline, for packs that state none.
const (
	defaultTokens = 1024
	defaultSteps  = 30
	maxTokens     = 16384
)

func (p *pipeline) defaultRecipe() (engine.Recipe, error) {
	d := p.pack.About.Defaults
	p.maxTokens = d.MaxSequenceLength
	setDefault(&p.maxTokens, defaultTokens)
	if p.maxTokens < 1 || p.maxTokens > maxTokens {
		return engine.Recipe{}, engine.Bad(fmt.Sprintf("use 1 to %d", maxTokens), "max_sequence_length in kinora.json of %s is %d", p.pack, p.maxTokens)
	}
	r := engine.Recipe{
		Width: d.Width, Height: d.Height, Frames: d.Frames, Steps: d.Steps, Sigmas: d.Sigmas, Negative: d.Negative,
		Rate: engine.Rate{Num: 24, Den: 1},
	}
	setDefault(&r.Width, 24*p.shape.spatial)
	setDefault(&r.Height, 16*p.shape.spatial)
	setDefault(&r.Frames, 15*p.shape.temporal+1)
	setDefault(&r.Steps, defaultSteps)
	if d.FPS != "" {
		rate, err := engine.ParseRate(d.FPS)
		if err != nil {
			return r, engine.Bad("copy or download the pack again", "kinora.json of %s: %w", p.pack, err)
		}
		r.Rate = rate
	}
	r.Video, r.Sound = publicGuidance(p.config)
	if d.GuidanceScale > 0 {
		r.Video = engine.Guidance{Scale: d.GuidanceScale, Modality: 1, Rescale: d.GuidanceRescale}
		r.Sound = r.Video
	}
	if d.AudioGuidanceScale > 0 {
		r.Sound.Scale = d.AudioGuidanceScale
	}
	r.Blocks = []int{min(28, max(0, int(p.config.Layers)-1))}
	return r, nil
}

// publicGuidance is what the public pipeline uses where nothing else is said.
func publicGuidance(c dit.Config) (video, sound engine.Guidance) {
	video = engine.Guidance{Scale: 3, STG: 1, Modality: 3, Rescale: 0.7}
	sound = engine.Guidance{Scale: 7, STG: 1, Modality: 3, Rescale: 0.7}
	if !c.Perturbed { // 2.0 has no perturbed attention
		video.STG, sound.STG = 0, 0
	}
	return video, sound
}

func samplerGuidance(g engine.Guidance) sampler.Guidance {
	return sampler.Guidance{Scale: g.Scale, Skip: g.STG, Modality: g.Modality, Rescale: g.Rescale}
}

// Info describes the opened pack.
func (p *pipeline) Info() engine.Info {
	about := p.pack.About
	return engine.Info{
		Name: about.Name, Description: about.Description, Note: about.Note, Family: "LTX-2", Licence: about.Licence,
		Hash: p.pack.Hash, WeightBytes: p.pack.Bytes, Vocabulary: about.Vocabulary, MaxTokens: p.maxTokens,
		FrameUnit: p.shape.temporal, SizeUnit: p.shape.spatial, ImageCRF: p.imageCRF, Defaults: p.defaults,
	}
}

// Close releases every model.
func (p *pipeline) Close() error {
	if p.models == nil {
		return nil
	}
	return p.models.Close()
}

// with runs use with a component, which is loaded where it is not resident.
func with[T runtime.Component](p *pipeline, name string, load func(dir string) (T, error), use func(T) error) (err error) {
	size := p.componentBytes(name)
	value, release, err := p.models.Acquire(name, size, func() (runtime.Component, error) { return load(p.dir(name)) })
	if err != nil {
		return err
	}
	defer release()
	component, ok := value.(T)
	if !ok {
		return errors.New("ltx: two kinds of component under the name " + name)
	}
	return use(component)
}
