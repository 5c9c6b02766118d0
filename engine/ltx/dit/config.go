package dit

import "github.com/kinora-studio/kinora/engine/config"

// Config is the component's config.json with the keys and defaults of the
// public class.
type Config struct {
	InChannels       int64   `json:"in_channels"`
	OutChannels      *int64  `json:"out_channels"` // null means in_channels
	PatchSize        int64   `json:"patch_size"`
	PatchSizeT       int64   `json:"patch_size_t"`
	Heads            int64   `json:"num_attention_heads"`
	HeadDim          int64   `json:"attention_head_dim"`
	CrossDim         int64   `json:"cross_attention_dim"`
	VAEScale         []int64 `json:"vae_scale_factors"` // frames, height, width
	MaxPos           int64   `json:"pos_embed_max_pos"` // seconds
	BaseHeight       int64   `json:"base_height"`
	BaseWidth        int64   `json:"base_width"`
	Gated            bool    `json:"gated_attn"`
	CrossMod         bool    `json:"cross_attn_mod"`
	AudioInChannels  int64   `json:"audio_in_channels"`
	AudioOutChannels *int64  `json:"audio_out_channels"` // null means audio_in_channels
	AudioPatchSize   int64   `json:"audio_patch_size"`
	AudioPatchSizeT  int64   `json:"audio_patch_size_t"`
	AudioHeads       int64   `json:"audio_num_attention_heads"`
	AudioHeadDim     int64   `json:"audio_attention_head_dim"`
	AudioCrossDim    int64   `json:"audio_cross_attention_dim"`
	AudioScale       int64   `json:"audio_scale_factor"`
	AudioMaxPos      int64   `json:"audio_pos_embed_max_pos"`
	SamplingRate     int64   `json:"audio_sampling_rate"`
	HopLength        int64   `json:"audio_hop_length"`
	AudioGated       bool    `json:"audio_gated_attn"`
	AudioCrossMod    bool    `json:"audio_cross_attn_mod"`

	Layers           int64   `json:"num_layers"`
	Activation       string  `json:"activation_fn"`
	QKNorm           string  `json:"qk_norm"`
	NormAffine       bool    `json:"norm_elementwise_affine"`
	NormEps          float64 `json:"norm_eps"`
	CaptionChannels  int64   `json:"caption_channels"`
	AttentionBias    bool    `json:"attention_bias"`
	AttentionOutBias bool    `json:"attention_out_bias"`
	RopeTheta        float64 `json:"rope_theta"`
	RopeDouble       bool    `json:"rope_double_precision"`
	RopeType         string  `json:"rope_type"`
	CausalOffset     int64   `json:"causal_offset"`
	TimeScale        float64 `json:"timestep_scale_multiplier"`
	CrossTimeScale   float64 `json:"cross_attn_timestep_scale_multiplier"`
	PromptEmbeddings bool    `json:"use_prompt_embeddings"`
	Perturbed        bool    `json:"perturbed_attn"`
	FFBias           bool    `json:"ff_bias"`
	AudioFFBias      bool    `json:"audio_ff_bias"`
	PromptAdaLN      bool    `json:"use_prompt_adaln_single"`
	Keyframes        bool    `json:"use_keyframes_abs_pos_embedding"`
}

// defaults are those of the public class.
func defaults() Config {
	video, audio := int64(128), int64(128)
	return Config{
		InChannels: 128, OutChannels: &video, PatchSize: 1, PatchSizeT: 1, Heads: 32, HeadDim: 128, CrossDim: 4096,
		VAEScale: []int64{8, 32, 32}, MaxPos: 20, BaseHeight: 2048, BaseWidth: 2048,
		AudioInChannels: 128, AudioOutChannels: &audio, AudioPatchSize: 1, AudioPatchSizeT: 1, AudioHeads: 32,
		AudioHeadDim: 64, AudioCrossDim: 2048, AudioScale: 4, AudioMaxPos: 20, SamplingRate: 16000, HopLength: 160,
		Layers: 48, Activation: "gelu-approximate", QKNorm: "rms_norm_across_heads", NormEps: 1e-6,
		CaptionChannels: 3840, AttentionBias: true, AttentionOutBias: true, RopeTheta: 10000, RopeDouble: true,
		RopeType: "interleaved", CausalOffset: 1, TimeScale: 1000, CrossTimeScale: 1000, PromptEmbeddings: true,
		FFBias: true, AudioFFBias: true, PromptAdaLN: true,
	}
}

// ReadConfig reads and checks the config.json of a component folder.
func ReadConfig(dir string) (Config, error) {
	c := defaults()
	check, err := config.ReadClass(dir, "LTX2VideoTransformer3DModel", &c)
	if err != nil {
		return c, err
	}
	return c, c.check(check)
}

// The largest sizes that any model of the family could have; beyond them a file
// is damaged, and a product of two would leave int64.
const (
	maxWidth  = 1 << 16
	maxLayers = 1 << 10
	maxScale  = 1 << 20
)

func (c *Config) check(k *config.Check) error {
	if c.OutChannels == nil {
		c.OutChannels = &c.InChannels
	}
	if c.AudioOutChannels == nil {
		c.AudioOutChannels = &c.AudioInChannels
	}
	for key, v := range map[string]int64{
		"in_channels": c.InChannels, "out_channels": *c.OutChannels, "num_attention_heads": c.Heads,
		"attention_head_dim": c.HeadDim, "cross_attention_dim": c.CrossDim, "audio_in_channels": c.AudioInChannels,
		"audio_out_channels": *c.AudioOutChannels, "audio_num_attention_heads": c.AudioHeads,
		"audio_attention_head_dim": c.AudioHeadDim, "audio_cross_attention_dim": c.AudioCrossDim,
		"caption_channels": c.CaptionChannels,
	} {
		k.Size(key, v, maxWidth)
	}
	for key, v := range map[string]int64{
		"patch_size": c.PatchSize, "patch_size_t": c.PatchSizeT, "audio_patch_size": c.AudioPatchSize,
		"audio_patch_size_t": c.AudioPatchSizeT, "pos_embed_max_pos": c.MaxPos, "base_height": c.BaseHeight,
		"base_width": c.BaseWidth, "audio_scale_factor": c.AudioScale, "audio_pos_embed_max_pos": c.AudioMaxPos,
		"audio_sampling_rate": c.SamplingRate, "audio_hop_length": c.HopLength,
	} {
		k.Size(key, v, maxScale)
	}
	k.Size("num_layers", c.Layers, maxLayers)
	k.Need(len(c.VAEScale) == 3, "vae_scale_factors", c.VAEScale, "must list frames, height and width")
	for _, v := range c.VAEScale {
		k.Size("vae_scale_factors", v, maxScale)
	}
	k.Need(c.CausalOffset >= 0 && c.CausalOffset <= maxScale, "causal_offset", c.CausalOffset, "must be a small count")
	for key, v := range map[string]float64{
		"norm_eps": c.NormEps, "rope_theta": c.RopeTheta, "timestep_scale_multiplier": c.TimeScale,
		"cross_attn_timestep_scale_multiplier": c.CrossTimeScale,
	} {
		k.Positive(key, v)
	}
	c.checkKinds(k)
	c.checkWidths(k)
	return k.Err()
}

func (c *Config) checkKinds(k *config.Check) {
	k.Choice("activation_fn", c.Activation, "gelu-approximate")
	k.Choice("qk_norm", c.QKNorm, "rms_norm_across_heads")
	k.Choice("rope_type", c.RopeType, "split", "interleaved")
}

// checkWidths asks for what the public forward pass needs to fit together.
func (c *Config) checkWidths(k *config.Check) {
	k.Need(c.width() <= maxWidth, "attention_head_dim", c.HeadDim, "is too large for the number of heads")
	k.Need(c.audioWidth() <= maxWidth, "audio_attention_head_dim", c.AudioHeadDim, "is too large for the number of heads")
	k.Need(c.HeadDim%2 == 0, "attention_head_dim", c.HeadDim, "must be even to be rotated")
	k.Need(c.AudioHeadDim%2 == 0, "audio_attention_head_dim", c.AudioHeadDim, "must be even to be rotated")
	k.Need(c.AudioCrossDim == c.audioWidth(), "audio_cross_attention_dim", c.AudioCrossDim,
		"must be audio_num_attention_heads times audio_attention_head_dim")
	k.Need(c.RopeType != "split" || c.AudioCrossDim%(2*max(c.Heads, 1)) == 0, "audio_cross_attention_dim", c.AudioCrossDim,
		"must be a multiple of twice num_attention_heads")
	k.Need(c.CrossDim == c.width() || !c.PromptEmbeddings && !c.promptMod(), "cross_attention_dim", c.CrossDim,
		"must be num_attention_heads times attention_head_dim")
}

// width is the width of the picture's stream.
func (c *Config) width() int64 { return c.Heads * c.HeadDim }

// audioWidth is the width of the sound's stream.
func (c *Config) audioWidth() int64 { return c.AudioHeads * c.AudioHeadDim }

// promptMod reports whether the prompt is modulated too (2.3 and later).
func (c *Config) promptMod() bool { return c.CrossMod || c.AudioCrossMod }

// TextWidths returns the widths of the prompt's two encodings, for picture and sound.
func (c *Config) TextWidths() (video, audio int64) {
	if c.PromptEmbeddings {
		return c.CaptionChannels, c.CaptionChannels
	}
	return c.CrossDim, c.AudioCrossDim
}
