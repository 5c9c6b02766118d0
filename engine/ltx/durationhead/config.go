package durationhead

import (
	"fmt"

	"github.com/kinora-studio/kinora/engine/config"
)

// Config holds the keys of a duration head's config.json.
type Config struct {
	VideoWidth  int64 `json:"video_cross_attention_dim"` // of the video connector's result
	AudioWidth  int64 `json:"audio_cross_attention_dim"` // of the audio connector's result
	Width       int64 `json:"pooler_hidden_dim"`
	Queries     int64 `json:"num_queries"`
	Heads       int64 `json:"num_pooler_heads"`
	HiddenWidth int64 `json:"mlp_hidden_dim"`
}

// ReadConfig reads and checks the config.json of a component folder.
func ReadConfig(dir string) (Config, error) {
	c := Config{VideoWidth: 4096, AudioWidth: 2048, Width: 256, Queries: 1, Heads: 4, HiddenWidth: 256}
	check, err := config.ReadClass(dir, "LTX2DurationHead", &c)
	if err != nil {
		return Config{}, err
	}
	check.Size("video_cross_attention_dim", c.VideoWidth, 1<<16)
	check.Size("audio_cross_attention_dim", c.AudioWidth, 1<<16)
	check.Size("pooler_hidden_dim", c.Width, 1<<16)
	check.Size("num_queries", c.Queries, 1<<12)
	check.Size("num_pooler_heads", c.Heads, 1024)
	check.Size("mlp_hidden_dim", c.HiddenWidth, 1<<16)
	check.Need(c.Heads > 0 && c.Width%c.Heads == 0, "num_pooler_heads", c.Heads, fmt.Sprintf("must divide the %d of pooler_hidden_dim", c.Width))
	return c, check.Err()
}
