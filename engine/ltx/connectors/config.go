package connectors

import (
	"fmt"

	"github.com/kinora-studio/kinora/engine/config"
)

// Config holds the keys of a connectors' config.json.
type Config struct {
	CaptionChannels int64 `json:"caption_channels"`    // width of the text encoder
	States          int64 `json:"text_proj_in_factor"` // hidden states for each token

	VideoHeads     int64  `json:"video_connector_num_attention_heads"`
	VideoHeadDim   int64  `json:"video_connector_attention_head_dim"`
	VideoLayers    int64  `json:"video_connector_num_layers"`
	VideoRegisters *int64 `json:"video_connector_num_learnable_registers"`
	VideoGated     bool   `json:"video_gated_attn"`
	AudioHeads     int64  `json:"audio_connector_num_attention_heads"`
	AudioHeadDim   int64  `json:"audio_connector_attention_head_dim"`
	AudioLayers    int64  `json:"audio_connector_num_layers"`
	AudioRegisters *int64 `json:"audio_connector_num_learnable_registers"`
	AudioGated     bool   `json:"audio_gated_attn"`

	RopeBase   int64   `json:"connector_rope_base_seq_len"`
	RopeTheta  float64 `json:"rope_theta"`
	RopeDouble bool    `json:"rope_double_precision"`
	RopeType   string  `json:"rope_type"`
	// Causal has no effect in the public class either.
	Causal bool `json:"causal_temporal_positioning"`

	PerModality bool  `json:"per_modality_projections"` // 2.3 and later
	VideoHidden int64 `json:"video_hidden_dim"`
	AudioHidden int64 `json:"audio_hidden_dim"`
	ProjBias    bool  `json:"proj_bias"`
}

// ReadConfig reads and checks the config.json of a component folder.
func ReadConfig(dir string) (Config, error) {
	video, audio := int64(128), int64(128)
	c := Config{
		CaptionChannels: 3840, States: 49,
		VideoHeads: 30, VideoHeadDim: 128, VideoLayers: 2, AudioHeads: 30, AudioHeadDim: 128, AudioLayers: 2,
		VideoRegisters: &video, AudioRegisters: &audio,
		RopeBase: 4096, RopeTheta: 10000, RopeDouble: true, RopeType: "interleaved", VideoHidden: 4096, AudioHidden: 2048,
	}
	check, err := config.ReadClass(dir, "LTX2TextConnectors", &c)
	if err != nil {
		return Config{}, err
	}
	return c, c.check(check)
}

func (c Config) check(check *config.Check) error {
	check.Size("caption_channels", c.CaptionChannels, 1<<16)
	check.Size("text_proj_in_factor", c.States, 1<<10)
	check.Size("connector_rope_base_seq_len", c.RopeBase, 1<<24)
	check.Positive("rope_theta", c.RopeTheta)
	check.Choice("rope_type", c.RopeType, split, interleaved)
	video, audio := c.video(), c.audio()
	for _, s := range []stream{video, audio} {
		check.Size(s.name+"_connector_num_attention_heads", s.heads, 1024)
		check.Size(s.name+"_connector_attention_head_dim", s.headDim, 4096)
		check.Need(s.layers >= 0 && s.layers <= 512, s.name+"_connector_num_layers", s.layers, "must be from 0 to 512")
		if s.registers != nil {
			check.Size(s.name+"_connector_num_learnable_registers", *s.registers, 1<<16)
		}
		check.Need(c.RopeType != split || s.headDim%2 == 0, s.name+"_connector_attention_head_dim", s.headDim, "must be even with the rope_type split")
		check.Need(s.width()%2 == 0, s.name+"_connector_attention_head_dim", s.headDim, "must make an even width")
	}
	if c.PerModality {
		check.Need(c.VideoHidden == video.width(), "video_hidden_dim", c.VideoHidden, fmt.Sprintf("must be the video connector's width %d", video.width()))
		check.Need(c.AudioHidden == audio.width(), "audio_hidden_dim", c.AudioHidden, fmt.Sprintf("must be the audio connector's width %d", audio.width()))
	} else {
		check.Need(c.CaptionChannels == video.width() && c.CaptionChannels == audio.width(), "caption_channels", c.CaptionChannels,
			fmt.Sprintf("must be the width of both connectors, which is %d and %d", video.width(), audio.width()))
	}
	return check.Err()
}

// stream is the configuration of one of the two connectors.
type stream struct {
	name      string // "video" or "audio"
	heads     int64
	headDim   int64
	layers    int64
	registers *int64 // nil for none
	gated     bool
}

func (s stream) width() int64 { return s.heads * s.headDim }

func (c Config) video() stream {
	return stream{"video", c.VideoHeads, c.VideoHeadDim, c.VideoLayers, c.VideoRegisters, c.VideoGated}
}

func (c Config) audio() stream {
	return stream{"audio", c.AudioHeads, c.AudioHeadDim, c.AudioLayers, c.AudioRegisters, c.AudioGated}
}
