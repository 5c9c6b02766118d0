package dit

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

// tiny is a configuration that is right.
func tiny() map[string]any {
	return map[string]any{
		"num_attention_heads": 2, "attention_head_dim": 16, "cross_attention_dim": 32,
		"audio_num_attention_heads": 2, "audio_attention_head_dim": 8, "audio_cross_attention_dim": 16,
	}
}

// writeConfig writes a config.json with the right class, unless values have
// another.
func writeConfig(t *testing.T, values map[string]any) string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]any{"_class_name": "LTX2VideoTransformer3DModel"}
	maps.Copy(all, values)
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestConfigDefaults(t *testing.T) {
	c, err := ReadConfig(writeConfig(t, map[string]any{"out_channels": nil, "in_channels": 96, "base_height": nil}))
	if err != nil {
		t.Fatal(err)
	}
	if *c.OutChannels != 96 || *c.AudioOutChannels != 128 || c.BaseHeight != 2048 || c.RopeType != "interleaved" || c.Layers != 48 || !c.PromptAdaLN {
		t.Errorf("read %+v", c)
	}
}

func TestConfigIsChecked(t *testing.T) {
	for key, value := range map[string]any{
		"_class_name": "WanTransformer3DModel", "activation_fn": "geglu", "qk_norm": "layer_norm", "rope_type": "spiral",
		"in_channels": 0, "out_channels": -4, "num_attention_heads": 1 << 40, "attention_head_dim": 15,
		"cross_attention_dim": 33, "audio_attention_head_dim": 9, "audio_cross_attention_dim": 18, "num_layers": 1 << 30,
		"vae_scale_factors": []int{8, 32}, "pos_embed_max_pos": 0, "audio_sampling_rate": 0, "causal_offset": -1,
		"norm_eps": 0, "rope_theta": -1, "timestep_scale_multiplier": 0, "patch_size": 0, "gated_attn": "yes",
		"shiny": 1,
	} {
		values := tiny()
		maps.Copy(values, map[string]any{key: value})
		_, err := ReadConfig(writeConfig(t, values))
		if err == nil || engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), key) || !strings.Contains(err.Error(), "config.json") {
			t.Errorf("%s = %v gave %v", key, value, err)
		}
	}
}
