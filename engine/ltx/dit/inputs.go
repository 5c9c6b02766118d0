package dit

import (
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Inputs is one evaluation. Timesteps are sigmas times the model's
// timestep_scale_multiplier.
type Inputs struct {
	Clip          *Clip
	Video         *tensor.Tensor // noisy latents, [batch, tokens, in_channels]
	Audio         *tensor.Tensor // [batch, tokens, audio_in_channels]
	Timestep      *tensor.Tensor // [batch], [batch, 1] or [batch, tokens]
	AudioTimestep *tensor.Tensor // the same for the sound; nil takes Timestep, which must then be [batch] or [batch, 1]
	Sigma         *tensor.Tensor // [batch], the timestep of the clip as a whole; nil takes Timestep if it is even
	AudioSigma    *tensor.Tensor // [batch]; nil takes Sigma

	// CrossTimestep makes what the streams exchange follow the other's Sigma, as
	// 2.3 and later were trained; otherwise it follows their own Timestep.
	CrossTimestep bool
	Isolate       bool           // the streams do not look at each other
	SkipBlocks    []int          // blocks without self-attention (STG); no effect on a model without perturbed_attn
	Keep          *tensor.Tensor // [batch], 1 for a row that SkipBlocks leaves alone, 0 for one it applies to; nil for all
}

// bind checks the inputs, names them as the graph does and says which variant
// takes them.
func (t *Transformer) bind(in Inputs) (variant, map[string]*tensor.Tensor, error) {
	if in.Clip == nil {
		return variant{}, nil, engine.Broken("", "the transformer needs a prepared clip")
	}
	c := in.Clip
	if !shaped(in.Video, c.batch, c.video, t.Config.InChannels) || !shaped(in.Audio, c.batch, c.audio, t.Config.AudioInChannels) {
		return variant{}, nil, engine.Broken("", "latents must be [%d, %d, %d] for the picture and [%d, %d, %d] for the sound",
			c.batch, c.video, t.Config.InChannels, c.batch, c.audio, t.Config.AudioInChannels)
	}
	named := map[string]*tensor.Tensor{"video": in.Video, "audio": in.Audio}
	for name, value := range c.named {
		named[name] = value
	}
	v := c.variant
	v.CrossTime, v.Isolated = in.CrossTimestep, in.Isolate
	v.Pieces = piecesFor(c.batch, c.video, 4*t.Config.width())
	if err := t.bindTimes(in, &v, named); err != nil {
		return v, nil, err
	}
	return v, named, t.bindSkip(in, &v, named)
}

func (t *Transformer) bindTimes(in Inputs, v *variant, named map[string]*tensor.Tensor) error {
	c := in.Clip
	video, err := momentsOf("timestep", in.Timestep, c.batch, c.video)
	if err != nil {
		return err
	}
	audio := video
	if in.AudioTimestep != nil {
		if audio, err = momentsOf("audio timestep", in.AudioTimestep, c.batch, c.audio); err != nil {
			return err
		}
	} else if video.rows != nil {
		return engine.Broken("", "the timesteps of the picture's tokens say nothing about the sound's")
	}
	v.VideoPerToken, v.AudioPerToken = video.rows != nil, audio.rows != nil
	t.name(named, "timestep", video)
	t.name(named, "audio_timestep", audio)
	return t.bindSigmas(in, video, named)
}

// bindSigmas adds the timesteps of the clip as a whole. Where none are given
// those of the picture stand in, unless its tokens differ in theirs.
func (t *Transformer) bindSigmas(in Inputs, video moments, named map[string]*tensor.Tensor) error {
	c, sigma := in.Clip, in.Sigma
	if sigma == nil && video.rows == nil {
		sigma = tensor.Floats(video.values, c.batch)
	}
	if sigma == nil && (in.CrossTimestep || t.Config.promptMod() && t.Config.PromptAdaLN) {
		return engine.Broken("", "the transformer needs a sigma beside the timesteps of tokens")
	}
	if sigma == nil {
		return nil
	}
	audioSigma := in.AudioSigma
	if audioSigma == nil {
		audioSigma = sigma
	}
	if sigma.F32 == nil || audioSigma.F32 == nil || sigma.Len() != c.batch || audioSigma.Len() != c.batch {
		return engine.Broken("", "sigmas must be [%d]", c.batch)
	}
	t.name(named, "sigma", moments{values: sigma.F32})
	t.name(named, "audio_sigma", moments{values: audioSigma.F32})
	return nil
}

// name adds a source of timesteps under the graph's names.
func (t *Transformer) name(named map[string]*tensor.Tensor, name string, m moments) {
	named[name] = encodeTimes(m.values)
	if scale := t.Config.gateScale(); scale != 1 {
		named[name+".gate"] = encodeTimes(scaled(m.values, scale))
	}
	if m.rows != nil {
		named[name+".rows"] = m.rows
	}
}

func (t *Transformer) bindSkip(in Inputs, v *variant, named map[string]*tensor.Tensor) error {
	if len(in.SkipBlocks) == 0 || !t.Config.Perturbed {
		return nil
	}
	v.Skip = slices.Compact(slices.Sorted(slices.Values(in.SkipBlocks)))
	if v.Skip[0] < 0 || v.Skip[len(v.Skip)-1] >= int(t.Config.Layers) {
		return engine.Bad("use blocks of the model", "the model has blocks 0 to %d, not %v", t.Config.Layers-1, in.SkipBlocks)
	}
	if in.Keep == nil || all(in.Keep, 0) {
		return nil
	}
	if in.Keep.F32 == nil || in.Keep.Len() != in.Clip.batch {
		return engine.Broken("", "the rows to keep must be [%d]", in.Clip.batch)
	}
	v.SkipPart = true
	named["keep"] = in.Keep.Reshape(in.Clip.batch, 1, 1)
	return nil
}
