package gemma

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine/config"
)

// Config is what a config.json says about the text tower.
type Config struct {
	Generation   int   // 3 or 4
	Vocabulary   int64 // rows of the embedding table
	Width        int64 // of the hidden states
	Intermediate int64 // width inside the gated layers
	Heads        int64
	Epsilon      float64
	Activation   string
	Bias         bool    // attention's projections have biases
	Scale        float64 // of attention's scores
	Window       int64   // of sliding attention, in tokens
	Reach        reach
	Layers       []Layer
	Ropes        map[Kind]Rope

	Replaced []int64 // ids of picture and sound tokens, which read as Padding
	Padding  int64
}

// Kind is how far a layer attends.
type Kind string

// The kinds of layers.
const (
	Sliding Kind = "sliding_attention"
	Full    Kind = "full_attention"
)

// reach says which keys a query sees besides padding.
type reach int

const (
	causal        reach = iota // those at or before it
	both                       // all; in a sliding layer those closer than the window
	bothInclusive              // the same, with those exactly a window away
)

// fields are the keys of the text part of a config.json.
type fields struct {
	ModelType     string          `json:"model_type"`
	Architectures []string        `json:"architectures"`
	TextConfig    json.RawMessage `json:"text_config"`

	VocabSize       int64   `json:"vocab_size"`
	HiddenSize      int64   `json:"hidden_size"`
	Intermediate    int64   `json:"intermediate_size"`
	NumLayers       int64   `json:"num_hidden_layers"`
	NumHeads        int64   `json:"num_attention_heads"`
	NumKeyHeads     int64   `json:"num_key_value_heads"`
	HeadDim         int64   `json:"head_dim"`
	Activation      string  `json:"hidden_activation"`
	Epsilon         float64 `json:"rms_norm_eps"`
	AttentionBias   bool    `json:"attention_bias"`
	QueryScalar     float64 `json:"query_pre_attn_scalar"`
	ScoreSoftcap    any     `json:"attn_logit_softcapping"`
	SlidingWindow   *int64  `json:"sliding_window"`
	Pattern         int64   `json:"sliding_window_pattern"`
	LayerTypes      []Kind  `json:"layer_types"`
	Bidirectional   any     `json:"use_bidirectional_attention"`
	PadToken        int64   `json:"pad_token_id"`
	KeyIsValue      bool    `json:"attention_k_eq_v"`
	SharedLayers    int64   `json:"num_kv_shared_layers"`
	DoubleWide      bool    `json:"use_double_wide_mlp"`
	GlobalHeadDim   int64   `json:"global_head_dim"`
	GlobalKeyHeads  *int64  `json:"num_global_key_value_heads"`
	PerLayerInput   int64   `json:"hidden_size_per_layer_input"`
	MixtureOfExpert bool    `json:"enable_moe_block"`

	PerLayer       map[string]map[string]json.RawMessage `json:"per_layer_config"`
	RopeParameters map[string]json.RawMessage            `json:"rope_parameters"`
	RopeScaling    *ropeFields                           `json:"rope_scaling"`
	RopeTheta      *float64                              `json:"rope_theta"`
	RopeLocalTheta *float64                              `json:"rope_local_base_freq"`

	ImageToken      *int64 `json:"image_token_id"`
	ImageTokenIndex *int64 `json:"image_token_index"`
	VideoToken      *int64 `json:"video_token_id"`
	AudioToken      *int64 `json:"audio_token_id"`
}

// LoadConfig reads a config.json of Gemma 3 or Gemma 4, of the whole model or
// of its text tower alone.
func LoadConfig(path string) (Config, error) {
	var outer fields
	if err := config.Read(path, &outer); err != nil {
		return Config{}, err
	}
	text, wrapped := outer, len(outer.TextConfig) > 0 && string(outer.TextConfig) != "null"
	if wrapped {
		text = fields{}
		if err := config.Decode(path, outer.TextConfig, &text); err != nil {
			return Config{}, err
		}
	}
	check := config.Check{Path: path}
	model := outer.family(text.ModelType)
	check.Need(model != "", "model_type", outer.ModelType, "must be a Gemma 3 or Gemma 4 model")
	if check.Err() != nil {
		return Config{}, check.Err()
	}
	text = defaults(model)
	source := outer.TextConfig
	if !wrapped {
		source = nil
	}
	if err := reread(path, source, &text); err != nil {
		return Config{}, err
	}
	return text.resolve(&check, outer, wrapped)
}

// reread decodes the part that describes the text tower over the defaults.
func reread(path string, part json.RawMessage, into *fields) error {
	if part == nil {
		return config.Read(path, into)
	}
	return config.Decode(path, part, into)
}

// family returns "gemma3", "gemma4" or "gemma4_unified", or nothing for a
// model that is none of them.
func (f fields) family(textType string) string {
	names := append([]string{f.ModelType, textType}, f.Architectures...)
	for _, n := range names {
		n = strings.ToLower(strings.ReplaceAll(n, "_", ""))
		switch {
		case strings.HasPrefix(n, "gemma4unified"):
			return "gemma4_unified"
		case strings.HasPrefix(n, "gemma4"):
			return "gemma4"
		case strings.HasPrefix(n, "gemma3") && !strings.HasPrefix(n, "gemma3n"):
			return "gemma3"
		}
	}
	return ""
}

// defaults are those of the public configuration classes.
func defaults(model string) fields {
	f := fields{
		VocabSize: 262_208, HiddenSize: 2304, Intermediate: 9216, NumLayers: 26, NumHeads: 8, NumKeyHeads: 4, HeadDim: 256,
		Activation: "gelu_pytorch_tanh", Epsilon: 1e-6, QueryScalar: 256, Pattern: 6, GlobalHeadDim: 512,
	}
	window := int64(4096)
	if model != "gemma3" {
		f.VocabSize, f.NumLayers, window = 262_144, 30, 1024
	}
	if model == "gemma4" {
		f.PerLayerInput, window = 256, 512
	}
	f.SlidingWindow, f.ModelType = &window, model
	return f
}

// resolve checks every value and says what the forward pass needs.
func (f fields) resolve(check *config.Check, outer fields, wrapped bool) (Config, error) {
	model := outer.family(f.ModelType)
	c := Config{
		Generation: 4, Vocabulary: f.VocabSize, Width: f.HiddenSize, Intermediate: f.Intermediate, Heads: f.NumHeads,
		Epsilon: f.Epsilon, Activation: f.Activation, Bias: f.AttentionBias, Scale: 1,
	}
	if model == "gemma3" {
		c.Generation = 3
	}
	f.checkSizes(check, c.Generation)
	if check.Err() != nil {
		return Config{}, check.Err()
	}
	if c.Generation == 3 {
		c.Scale = math.Pow(f.QueryScalar, -0.5)
	}
	c.Layers = f.layers(check, c.Generation)
	if check.Err() != nil {
		return Config{}, check.Err()
	}
	c.Window, c.Reach = f.window(check, c, wrapped)
	c.Ropes = f.ropes(check, c)
	c.Replaced, c.Padding = replaced(outer, c), f.PadToken
	check.Need(c.Replaced == nil || c.Padding >= 0 && c.Padding < c.Vocabulary, "pad_token_id", c.Padding, "must be a token of the vocabulary")
	return c, check.Err()
}

func (f fields) checkSizes(check *config.Check, generation int) {
	check.Size("vocab_size", f.VocabSize, 1<<24)
	check.Size("hidden_size", f.HiddenSize, 1<<16)
	check.Size("intermediate_size", f.Intermediate, 1<<20)
	check.Size("num_hidden_layers", f.NumLayers, 512)
	check.Size("num_attention_heads", f.NumHeads, 1024)
	check.Size("sliding_window_pattern", f.Pattern, 512)
	check.Positive("rms_norm_eps", f.Epsilon)
	check.Need(activations[f.Activation] != nil, "hidden_activation", f.Activation, "is not an activation that is known here")
	if generation == 3 {
		check.Positive("query_pre_attn_scalar", f.QueryScalar)
		check.Need(f.PerLayer == nil, "per_layer_config", "set", "does not belong to Gemma 3")
		return
	}
	// The cap on attention's scores is Gemma 2's. The public Gemma 3 class still
	// has the key, and computes the same with and without it.
	check.Need(f.ScoreSoftcap == nil, "attn_logit_softcapping", f.ScoreSoftcap, "does not belong to Gemma 4")
	check.Need(f.PerLayerInput == 0, "hidden_size_per_layer_input", f.PerLayerInput, "must be 0: models with an embedding for each layer are not text encoders of LTX")
	check.Need(!f.MixtureOfExpert, "enable_moe_block", f.MixtureOfExpert, "must be false: models with experts are not text encoders of LTX")
	check.Need(f.RopeScaling == nil, "rope_scaling", "set", "does not belong to Gemma 4, which has rope_parameters")
}

// window returns the sliding window and who sees whom.
func (f fields) window(check *config.Check, c Config, wrapped bool) (int64, reach) {
	slides := slices.ContainsFunc(c.Layers, func(l Layer) bool { return l.Kind == Sliding })
	if f.SlidingWindow == nil {
		check.Need(!slides, "sliding_window", nil, "must be set for layers with sliding attention")
		return 1, causal
	}
	window := *f.SlidingWindow
	check.Size("sliding_window", window, 1<<30)
	half := window/2 + 1
	switch f.Bidirectional {
	case nil, false, "vision":
		check.Need(c.Generation == 4 || f.Bidirectional != "vision", "use_bidirectional_attention", f.Bidirectional, "must be true or false for Gemma 3")
		return window, causal
	case true:
		check.Need(c.Generation == 3 && !wrapped, "use_bidirectional_attention", true, "is for Gemma 3's text model alone")
		return half, both
	case "all":
		check.Need(c.Generation == 4, "use_bidirectional_attention", "all", "must be true or false for Gemma 3")
		return half, bothInclusive
	}
	check.Need(false, "use_bidirectional_attention", f.Bidirectional, "must be all, vision, true, false or null")
	return window, causal
}

// replaced lists the ids that stand for pictures and sounds. A prompt that
// spells one reads as padding there: in Gemma 3 only where the id is outside
// the vocabulary.
func replaced(outer fields, c Config) []int64 {
	tokens := []*int64{outer.ImageToken, outer.VideoToken, outer.AudioToken}
	if c.Generation == 3 {
		tokens = []*int64{outer.ImageToken, outer.ImageTokenIndex}
	}
	var out []int64
	for _, id := range tokens {
		if id != nil && (c.Generation == 4 || *id >= c.Vocabulary) {
			out = append(out, *id)
		}
	}
	return out
}
