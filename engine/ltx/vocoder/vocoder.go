package vocoder

import (
	"context"
	"errors"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/ltx/internal/pieces"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
)

// Params says which vocoder to open.
type Params struct {
	Dir     string // the component folder
	Options runtime.Options
}

// Vocoder is ready to turn mel pictures into waves. Its sessions are opened when
// first used.
type Vocoder struct {
	Config    Config
	dir       string
	options   runtime.Options
	profile   graph.Profile
	store     *weights.Store
	first     *runtime.Session
	extension *runtime.Session
	piece     func(*Generator) int64
	taps      func(string) bool
	tapped    map[string]*tensor.Tensor
}

// Open reads the configuration and the headers of the weights.
func Open(p Params) (*Vocoder, error) {
	config, err := ReadConfig(p.Dir)
	if err != nil {
		return nil, err
	}
	profile, err := p.Options.Profile()
	if err != nil {
		return nil, err
	}
	// Rounding adds up along a hundred layers into noise that can be heard, so
	// waves are made in single precision everywhere.
	profile.Compute = tensor.F32
	store, err := weights.Open(p.Dir)
	if err != nil {
		return nil, err
	}
	return &Vocoder{
		Config: config, dir: p.Dir, options: p.Options, profile: profile, store: store,
		piece: (*Generator).piece, tapped: map[string]*tensor.Tensor{},
	}, nil
}

// SampleRate returns the rate of the waves in Hz.
func (v *Vocoder) SampleRate() int64 { return v.Config.OutputSampleRate }

// Samples returns how many samples a number of mel frames makes.
func (v *Vocoder) Samples(frames int64) int64 {
	n := v.Config.samples(frames)
	if e := v.Config.Extension; e != nil {
		n *= e.ratio()
	}
	return n
}

// WeightBytes returns the size of all weights in their files.
func (v *Vocoder) WeightBytes() int64 { return v.store.Bytes() }

// Close releases the sessions.
func (v *Vocoder) Close() error {
	return errors.Join(v.first.Close(), v.extension.Close())
}

// Decode maps mel [batch, channels, frames, bands] to waves [batch, channels,
// samples] at SampleRate, within [-1, 1] where the configuration ends so.
func (v *Vocoder) Decode(ctx context.Context, mel *tensor.Tensor) (*tensor.Tensor, error) {
	if len(mel.Shape) != 4 || mel.Shape[1]*mel.Shape[3] != v.Config.InChannels || mel.Len() == 0 || mel.F32 == nil {
		return nil, engine.Bad("use the vocoder and the audio VAE of one model",
			"sound pictures %s do not fit %s, which takes [batch, channels, frames, bands] with %d channels times bands",
			tensor.ShapeString(mel.Shape), v.dir, v.Config.InChannels)
	}
	wave, err := v.generate(ctx, mel)
	if err != nil || v.Config.Extension == nil {
		return wave, err
	}
	return v.extend(ctx, wave)
}

func (v *Vocoder) generate(ctx context.Context, mel *tensor.Tensor) (*tensor.Tensor, error) {
	g := &v.Config.Generator
	if err := v.open(&v.first, func(b *graph.Builder) {
		if v.Config.Extension != nil {
			b = b.At("vocoder")
		}
		y := g.generate(b, b.Input("x", "batch", g.InChannels, "time"))
		b.Tap("", y)
		b.Output("y", y)
	}); err != nil {
		return nil, err
	}
	out := tensor.New(mel.Shape[0], g.OutChannels, g.samples(mel.Shape[2]))
	for _, s := range pieces.Cut(mel.Shape[2], v.piece(g), g.reach(), g.reach()) {
		y, err := v.run(ctx, v.first, frames(mel, s.Low, s.High))
		if err != nil {
			return nil, err
		}
		// The samples that excess adds come out behind the last piece.
		high := (s.To - s.Low) * g.total()
		if s.To == mel.Shape[2] {
			high = y.Shape[2]
		}
		pieces.Paste(out, s.From*g.total(), y, (s.From-s.Low)*g.total(), high)
	}
	return out, nil
}

// extend adds the upper band. The wave is filled up with silence to whole hops,
// and the result cut to ratio times its length again.
func (v *Vocoder) extend(ctx context.Context, wave *tensor.Tensor) (*tensor.Tensor, error) {
	e := v.Config.Extension
	if err := v.open(&v.extension, func(b *graph.Builder) {
		b.Output("y", e.extend(b, b.Input("x", "batch", v.Config.OutChannels, graph.Sym("hops").Mul(graph.N(e.HopLength)))))
	}); err != nil {
		return nil, err
	}
	hops := (wave.Shape[2] + e.HopLength - 1) / e.HopLength
	out := tensor.New(wave.Shape[0], wave.Shape[1], wave.Shape[2]*e.ratio())
	each := e.Generator.total()
	for _, s := range pieces.Cut(hops, v.piece(&e.Generator), e.reach(), e.reach()) {
		y, err := v.run(ctx, v.extension, pieces.Rows(wave, s.Low*e.HopLength, s.High*e.HopLength))
		if err != nil {
			return nil, err
		}
		pieces.Paste(out, s.From*each, y, (s.From-s.Low)*each, (s.To-s.Low)*each)
	}
	return out, nil
}

func (v *Vocoder) open(session **runtime.Session, describe func(*graph.Builder)) error {
	if *session != nil {
		return nil
	}
	b := graph.New(graph.Params{Name: "vocoder", Profile: v.profile, Store: v.store, Taps: v.taps})
	describe(b)
	m, err := b.Build()
	if err != nil {
		return err
	}
	*session, err = runtime.Open(m, v.options)
	return err
}

func (v *Vocoder) run(ctx context.Context, session *runtime.Session, x *tensor.Tensor) (*tensor.Tensor, error) {
	out, err := session.Run(ctx, map[string]*tensor.Tensor{"x": x})
	if err != nil {
		return nil, err
	}
	for name, t := range out {
		if name != "y" {
			v.tapped[name] = t
		}
	}
	return out["y"], nil
}
