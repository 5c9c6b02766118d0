// Package ltxbench times the transformer of an LTX-2 pack at a number of tokens,
// with the same sizes as the project's script for the public implementation, so
// that the two can be compared on one machine.
package ltxbench

import (
	"context"
	"math"
	"path/filepath"
	"slices"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Params says what to time.
type Params struct {
	Dir         string // the model folder, or its transformer's
	Options     runtime.Options
	Frames      int // latents of the picture
	Height      int
	Width       int
	AudioTokens int
	TextTokens  int
	Runs        int // after the first
}

// Square sets the picture's size to about a number of tokens in eight latent
// frames, beside 126 tokens of sound and 1024 of prompt.
func (p Params) Square(tokens int) Params {
	p.Frames, p.AudioTokens, p.TextTokens = 8, 126, 1024
	p.Height = max(1, int(math.Sqrt(float64(tokens/8))))
	p.Width = max(1, tokens/8/p.Height)
	return p
}

// Report is what came out, in seconds.
type Report struct {
	Tokens  int     `json:"tokens"`
	Load    float64 `json:"load"`    // reading the folder and preparing the clip
	First   float64 `json:"first"`   // building the graph, opening it and running it
	Median  float64 `json:"median"`  // of the runs after
	Fastest float64 `json:"fastest"` //
}

// Block runs the transformer on made-up latents.
func Block(ctx context.Context, p Params) (_ Report, err error) {
	if p.Frames < 1 || p.Height < 1 || p.Width < 1 || p.AudioTokens < 1 || p.TextTokens < 1 || p.Runs < 1 {
		return Report{}, engine.Bad("give sizes of at least one", "there is nothing to time in %d frames of %dx%d", p.Frames, p.Width, p.Height)
	}
	begun := time.Now()
	dir := p.Dir
	if filepath.Base(dir) != "transformer" {
		dir = filepath.Join(dir, "transformer")
	}
	t, err := dit.Open(dit.Params{Dir: dir, Options: p.Options})
	if err != nil {
		return Report{}, err
	}
	defer func() {
		if e := t.Close(); err == nil {
			err = e
		}
	}()
	in, err := Inputs(t, p)
	if err != nil {
		return Report{}, err
	}
	report := Report{Tokens: p.Frames * p.Height * p.Width, Load: time.Since(begun).Seconds()}
	var times []float64
	for i := range p.Runs + 1 {
		begun = time.Now()
		if _, _, err := t.Run(ctx, in); err != nil {
			return Report{}, err
		}
		if seconds := time.Since(begun).Seconds(); i == 0 {
			report.First = seconds
		} else {
			times = append(times, seconds)
		}
	}
	slices.Sort(times)
	report.Median, report.Fastest = times[len(times)/2], times[0]
	return report, nil
}

// Inputs returns the made-up latents that Block runs on.
func Inputs(t *dit.Transformer, p Params) (dit.Inputs, error) {
	c := &t.Config
	text, audioText := c.TextWidths()
	clip, err := t.Prepare(dit.ClipParams{
		Text: noise(1, int64(p.TextTokens), text), AudioText: noise(1, int64(p.TextTokens), audioText),
		VideoCoords: c.VideoCoords(int64(p.Frames)*c.PatchSizeT, int64(p.Height)*c.PatchSize, int64(p.Width)*c.PatchSize, 24),
		AudioCoords: c.AudioCoords(int64(p.AudioTokens)*c.AudioPatchSizeT, 0),
	})
	return dit.Inputs{
		Clip: clip, Timestep: tensor.Floats([]float32{500}, 1),
		Video: noise(1, int64(p.Frames*p.Height*p.Width), c.InChannels),
		Audio: noise(1, int64(p.AudioTokens), c.AudioInChannels),
	}, err
}

// noise returns numbers of unit variance that repeat only after a long time; how
// they are distributed does not change how long they take.
func noise(shape ...int64) *tensor.Tensor {
	t := tensor.New(shape...)
	state := uint32(1)
	for i := range t.F32 {
		state = state*1664525 + 1013904223
		t.F32[i] = (float32(state>>8)/(1<<24) - 0.5) * 3.4641016
	}
	return t
}
