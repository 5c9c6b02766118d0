package audiovae

import (
	"encoding/json"
	"slices"

	"github.com/kinora-studio/kinora/engine/config"
)

const class = "AutoencoderKLLTX2Audio"

// Axes along which convolutions see only what came before.
const (
	axisNone        = "none"
	axisTime        = "height" // mel frames
	axisMel         = "width"  // mel bands
	axisMelTrimLess = "width-compatibility"
)

const (
	normPixel = "pixel"
	normGroup = "group"
)

// Config is the config.json of an audio VAE. Defaults are those of the public
// class; the zero value is not usable.
type Config struct {
	BaseChannels         int64   `json:"base_channels"`
	OutputChannels       int64   `json:"output_channels"`
	ChMult               []int64 `json:"ch_mult"`
	NumResBlocks         int64   `json:"num_res_blocks"`
	AttnResolutions      []int64 `json:"attn_resolutions"`
	InChannels           int64   `json:"in_channels"`
	Resolution           int64   `json:"resolution"`
	LatentChannels       int64   `json:"latent_channels"`
	NormType             string  `json:"norm_type"`
	CausalityAxis        *string `json:"causality_axis"`
	Dropout              float64 `json:"dropout"` // of training
	MidBlockAddAttention bool    `json:"mid_block_add_attention"`
	SampleRate           int64   `json:"sample_rate"`    // Hz, of the sound behind the mel
	MelHopLength         int64   `json:"mel_hop_length"` // samples a mel frame
	IsCausal             bool    `json:"is_causal"`      // says nothing that causality_axis does not
	MelBins              *int64  `json:"mel_bins"`       // null: as many as the latents have
	DoubleZ              bool    `json:"double_z"`

	// Mel is how sound becomes a mel picture where that differs from the public
	// models; see package mel.
	Mel json.RawMessage `json:"mel"`
}

func defaults() Config {
	axis, bins := axisTime, int64(64)
	return Config{
		BaseChannels: 128, OutputChannels: 2, ChMult: []int64{1, 2, 4}, NumResBlocks: 2, InChannels: 2,
		Resolution: 256, LatentChannels: 8, NormType: normPixel, CausalityAxis: &axis, SampleRate: 16000,
		MelHopLength: 160, IsCausal: true, MelBins: &bins, DoubleZ: true,
	}
}

// ReadConfig reads and checks the config.json of a component folder.
func ReadConfig(dir string) (Config, error) {
	c := defaults()
	check, err := config.ReadClass(dir, class, &c)
	if err != nil {
		return c, err
	}
	return c, c.check(check)
}

// bandLimit bounds widths and rates, so that no file can ask for absurd memory.
const bandLimit = 1 << 16

func (c *Config) check(is *config.Check) error {
	is.Range("base_channels", c.BaseChannels, 1, 4096)
	is.Range("output_channels", c.OutputChannels, 1, 64)
	is.Range("in_channels", c.InChannels, 1, 64)
	is.Range("latent_channels", c.LatentChannels, 1, 1024)
	is.Range("num_res_blocks", c.NumResBlocks, 0, 32)
	is.Range("resolution", c.Resolution, 1, bandLimit)
	is.Range("sample_rate", c.SampleRate, 1, 1<<20)
	is.Range("mel_hop_length", c.MelHopLength, 1, bandLimit)
	is.Choice("norm_type", c.NormType, normPixel, normGroup)
	if c.CausalityAxis == nil {
		is.Reject("causality_axis", "null", "is not supported; use none")
		return is.Err()
	}
	is.Choice("causality_axis", *c.CausalityAxis, axisNone, axisTime, axisMel, axisMelTrimLess)
	if c.NormType == normGroup && *c.CausalityAxis != axisNone {
		is.Reject("norm_type", c.NormType, "does not go with a causality_axis: a group norm sees the future")
	}
	if c.MelBins != nil {
		is.Range("mel_bins", *c.MelBins, 1, bandLimit)
	}
	if n := len(c.ChMult); n < 1 || n > 8 {
		is.Reject("ch_mult", c.ChMult, "must have 1 to 8 entries")
	}
	for _, m := range c.ChMult {
		is.Range("ch_mult", m, 1, 64)
	}
	if c.NormType == normGroup {
		for _, m := range append([]int64{1}, c.ChMult...) {
			if c.BaseChannels*m%groups != 0 {
				is.Reject("base_channels", c.BaseChannels, "does not make 32 groups for norm_type group")
			}
		}
	}
	if !c.DoubleZ && c.LatentChannels < 2 {
		is.Reject("latent_channels", c.LatentChannels, "leaves no mean where double_z is false")
	}
	return is.Err()
}

// levels is the number of resolutions.
func (c *Config) levels() int { return len(c.ChMult) }

// factor is by how much the network's levels shorten time and mel.
func (c *Config) factor() int64 { return 1 << (c.levels() - 1) }

// width returns the channels of a level.
func (c *Config) width(level int) int64 { return c.BaseChannels * c.ChMult[level] }

// encoderAttends reports whether the encoder's blocks of a level are followed by
// attention.
func (c *Config) encoderAttends(level int) bool {
	return slices.Contains(c.AttnResolutions, c.Resolution>>level)
}

// decoderAttends is encoderAttends for the decoder, which doubles the smallest
// resolution instead of halving the largest.
func (c *Config) decoderAttends(level int) bool {
	last := c.levels() - 1
	return slices.Contains(c.AttnResolutions, c.Resolution>>last<<(last-level))
}

// moments returns the channels that the encoder gives, and how many of them are
// the mean: the first half, rounded up.
func (c *Config) moments() (all, mean int64) {
	all = c.LatentChannels
	if c.DoubleZ {
		all *= 2
	}
	return all, (all + 1) / 2
}

// local reports whether every layer looks a bounded way in time.
func (c *Config) local() bool {
	if c.NormType == normGroup || c.MidBlockAddAttention {
		return false
	}
	for level := range c.ChMult {
		if c.encoderAttends(level) || c.decoderAttends(level) {
			return false
		}
	}
	return true
}

// causal reports whether no layer looks ahead in time.
func (c *Config) causal() bool { return *c.CausalityAxis == axisTime }
