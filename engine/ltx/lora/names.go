package lora

import (
	"regexp"
	"strings"
)

// prefixes stand in front of layer names; what follows is a layer of the
// transformer or of the connectors, whose names do not meet.
var prefixes = []string{
	"base_model.model.", "model.diffusion_model.", "diffusion_model.", "transformer.", "connectors.", "text_embedding_projection.",
}

// flatPrefix begins names whose dots have been turned into underscores.
const flatPrefix = "lora_unet_"

// segments are the parts of the original model's names that diffusers renamed.
var segments = map[string]string{
	"patchify_proj":                        "proj_in",
	"audio_patchify_proj":                  "audio_proj_in",
	"adaln_single":                         "time_embed",
	"audio_adaln_single":                   "audio_time_embed",
	"prompt_adaln_single":                  "prompt_adaln",
	"audio_prompt_adaln_single":            "audio_prompt_adaln",
	"av_ca_video_scale_shift_adaln_single": "av_cross_attn_video_scale_shift",
	"av_ca_audio_scale_shift_adaln_single": "av_cross_attn_audio_scale_shift",
	"av_ca_a2v_gate_adaln_single":          "av_cross_attn_video_a2v_gate",
	"av_ca_v2a_gate_adaln_single":          "av_cross_attn_audio_v2a_gate",
	"q_norm":                               "norm_q",
	"k_norm":                               "norm_k",
	"aggregate_embed":                      "text_proj_in",
	"video_aggregate_embed":                "video_text_proj_in",
	"audio_aggregate_embed":                "audio_text_proj_in",
	"video_embeddings_connector":           "video_connector",
	"audio_embeddings_connector":           "audio_connector",
	"transformer_1d_blocks":                "transformer_blocks",
}

// flat undoes the underscores of a flat name, as far as LTX' layers need it.
var flat = []struct {
	pattern *regexp.Regexp
	dotted  string
}{
	{regexp.MustCompile(`_embeddings_connector_`), "_embeddings_connector."},
	{regexp.MustCompile(`(transformer(?:_1d)?_blocks)_(\d+)_`), "$1.$2."},
	{regexp.MustCompile(`_to_out_0$`), ".to_out.0"},
	{regexp.MustCompile(`_to_(q|k|v|gate_logits)$`), ".to_$1"},
	{regexp.MustCompile(`ff_net_0_proj$`), "ff.net.0.proj"},
	{regexp.MustCompile(`ff_net_2$`), "ff.net.2"},
	{regexp.MustCompile(`_emb_timestep_embedder_linear_([12])$`), ".emb.timestep_embedder.linear_$1"},
	{regexp.MustCompile(`_(single|embed|adaln|shift|gate)_linear$`), "_$1.linear"},
	{regexp.MustCompile(`^caption_projection_linear_([12])$`), "caption_projection.linear_$1"},
	{regexp.MustCompile(`^audio_caption_projection_linear_([12])$`), "audio_caption_projection.linear_$1"},
}

// layerName turns a layer's name in a LoRA file into that of diffusers.
func layerName(name string) string {
	if rest, ok := strings.CutPrefix(name, flatPrefix); ok {
		name = rest
		for _, rule := range flat {
			name = rule.pattern.ReplaceAllString(name, rule.dotted)
		}
	}
	for _, prefix := range prefixes {
		name = strings.TrimPrefix(name, prefix)
	}
	parts := strings.Split(name, ".")
	for i, part := range parts {
		if renamed, ok := segments[part]; ok {
			parts[i] = renamed
		}
	}
	return strings.Join(parts, ".")
}

// role is what a tensor is to its layer.
type role int

const (
	roleDown role = iota
	roleUp
	roleAlpha
)

// endings of tensor names; a peft file may put an adapter's name before .weight.
var endings = []struct {
	pattern *regexp.Regexp
	role    role
}{
	{regexp.MustCompile(`^(.+)\.(?:lora_A|lora_down|lora\.down)(?:\.[^.]+)?(?:\.weight)?$`), roleDown},
	{regexp.MustCompile(`^(.+)\.(?:lora_B|lora_up|lora\.up)(?:\.[^.]+)?(?:\.weight)?$`), roleUp},
	{regexp.MustCompile(`^(.+)\.(?:alpha|lora_alpha)$`), roleAlpha},
}

// others are the marks of adapters that are no plain low-rank change of linear
// layers, with the names of their kinds.
var others = []struct {
	mark *regexp.Regexp
	kind string
}{
	{regexp.MustCompile(`\.(dora_scale|lora_magnitude_vector)\b`), "DoRA"},
	{regexp.MustCompile(`\.lokr_`), "LoKr"},
	{regexp.MustCompile(`\.hada_`), "LoHa"},
	{regexp.MustCompile(`\.b?oft_`), "OFT"},
	{regexp.MustCompile(`\.lora_mid\b`), "LoCon"},
	{regexp.MustCompile(`\.(diff|diff_b|set_weight)$`), "full difference"},
	{regexp.MustCompile(`\.lora_[AB](\.[^.]+)?\.bias$`), "LoRA with biases"},
	{regexp.MustCompile(`\.lora_embedding_`), "LoRA of embeddings"},
	{regexp.MustCompile(`\.ia3_`), "IA3"},
	{regexp.MustCompile(`\.vera_`), "VeRA"},
	{regexp.MustCompile(`\.glora_`), "GLoRA"},
}

// kindOf returns the kind of adapter that a tensor gives away, where this is not
// one that is supported.
func kindOf(name string) (string, bool) {
	for _, o := range others {
		if o.mark.MatchString(name) {
			return o.kind, true
		}
	}
	return "", false
}
