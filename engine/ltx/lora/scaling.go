package lora

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/weights"
)

// scaling is what a file's metadata says of the factor between its product and
// the change of a layer.
type scaling struct {
	configs []peftConfig
	network float64 // of trainers that write ss_network_alpha; 0 for none
}

// peftConfig is the part of a peft configuration that decides the scale.
type peftConfig struct {
	component string // "transformer" or "connectors"; empty for any
	Alpha     float64
	Pattern   map[string]float64 // by the end of a layer's name
	RankRoot  bool               // rsLoRA: alpha over the root of the rank
}

// readScaling reads lora_adapter_metadata, which diffusers writes with keys such
// as transformer.lora_alpha, peft's adapter_config.json, and ss_network_alpha.
func readScaling(store *weights.Store) (scaling, error) {
	var s scaling
	meta := store.Metadata()
	if text := meta["ss_network_alpha"]; text != "" && text != "None" {
		alpha, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(alpha) || math.IsInf(alpha, 0) {
			return s, engine.Bad("copy or download the adapter again", "the metadata of %s has ss_network_alpha = %q", store.Dir, text)
		}
		s.network = alpha
	}
	text := meta["lora_adapter_metadata"]
	if text == "" {
		beside, err := besideFile(store.Dir)
		if err != nil || beside == "" {
			return s, err
		}
		text = beside
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return s, engine.Bad("copy or download the adapter again", "the metadata of %s cannot be read: %w", store.Dir, err)
	}
	for _, component := range []string{"transformer", "connectors", ""} {
		c, err := readConfig(store.Dir, raw, component)
		if err != nil {
			return s, err
		}
		if c.Alpha != 0 || len(c.Pattern) > 0 {
			s.configs = append(s.configs, c)
		}
	}
	return s, nil
}

// readConfig reads what the metadata says of one component.
func readConfig(path string, raw map[string]json.RawMessage, component string) (peftConfig, error) {
	c, dora := peftConfig{component: component}, false
	dot := strings.TrimPrefix(component+".", ".")
	for key, into := range map[string]any{"lora_alpha": &c.Alpha, "alpha_pattern": &c.Pattern, "use_rslora": &c.RankRoot, "use_dora": &dora} {
		if value, ok := raw[dot+key]; ok && json.Unmarshal(value, into) != nil {
			return c, engine.Bad("copy or download the adapter again", "the metadata of %s has %s = %s", path, dot+key, value)
		}
	}
	if dora {
		return c, engine.Bad("use a plain LoRA", "the adapter %s is of the kind DoRA, which is not supported", path)
	}
	return c, nil
}

// besideFile returns the adapter_config.json that peft writes next to its
// adapter_model.safetensors, and empty text where there is none.
func besideFile(path string) (string, error) {
	if filepath.Base(path) != "adapter_model.safetensors" {
		return "", nil
	}
	beside := filepath.Join(filepath.Dir(path), "adapter_config.json")
	text, err := os.ReadFile(beside)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", engine.Bad("check the file's permissions", "the configuration %s cannot be read: %w", beside, err)
	}
	return string(text), nil
}

// alpha returns a layer's alpha. ss_network_alpha counts only in files with the
// trainers' own names: converted ones have the scale in their factors.
func (s scaling) alpha(layer string, trainer bool, rank int64) float64 {
	at := slices.IndexFunc(s.configs, func(c peftConfig) bool {
		return c.component == "" || strings.HasPrefix(layer, c.component+".")
	})
	switch {
	case at >= 0:
		return s.configs[at].alpha(layer, rank)
	case trainer && s.network != 0:
		return s.network
	}
	return float64(rank)
}

func (c peftConfig) alpha(layer string, rank int64) float64 {
	alpha, longest := c.Alpha, -1
	for end, a := range c.Pattern {
		if (layer == end || strings.HasSuffix(layer, "."+end)) && len(end) > longest {
			alpha, longest = a, len(end)
		}
	}
	if alpha == 0 {
		alpha = float64(rank)
	}
	if c.RankRoot {
		alpha *= math.Sqrt(float64(rank))
	}
	return alpha
}
