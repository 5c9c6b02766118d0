package videovae

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/kinora-studio/kinora/engine/config"
)

const class = "AutoencoderKLLTX2Video"

// flags is a list of truth values, or one that stands for all.
type flags struct {
	each []bool
	all  *bool
}

func (f *flags) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	var one bool
	if err := json.Unmarshal(text, &one); err == nil {
		*f = flags{all: &one}
		return nil
	}
	*f = flags{}
	if err := json.Unmarshal(text, &f.each); err != nil {
		return fmt.Errorf("%s is neither true or false nor a list of them", text)
	}
	return nil
}

// list returns n values, or those given where it is a list.
func (f flags) list(n int) []bool {
	if f.all == nil {
		return f.each
	}
	return slices.Repeat([]bool{*f.all}, n)
}

func yes(n int) flags { return flags{each: slices.Repeat([]bool{true}, n)} }

func no(n int) flags { return flags{each: make([]bool, n)} }

// Config is the config.json of a video VAE. Lists of the decoder run from the
// picture to the latents, against the direction of decoding, but for
// upsample_type.
type Config struct {
	InChannels     int64 `json:"in_channels"`
	OutChannels    int64 `json:"out_channels"`
	LatentChannels int64 `json:"latent_channels"`
	PatchSize      int64 `json:"patch_size"`
	PatchSizeT     int64 `json:"patch_size_t"`

	BlockOutChannels []int64  `json:"block_out_channels"`
	DownBlockTypes   []string `json:"down_block_types"`
	LayersPerBlock   []int64  `json:"layers_per_block"`
	Scaling          flags    `json:"spatio_temporal_scaling"`
	DownsampleType   []string `json:"downsample_type"`
	EncoderCausal    bool     `json:"encoder_causal"`
	EncoderPadding   string   `json:"encoder_spatial_padding_mode"`

	DecoderBlockOutChannels []int64  `json:"decoder_block_out_channels"`
	DecoderLayersPerBlock   []int64  `json:"decoder_layers_per_block"`
	DecoderScaling          flags    `json:"decoder_spatio_temporal_scaling"`
	DecoderInjectNoise      flags    `json:"decoder_inject_noise"`
	UpsampleType            []string `json:"upsample_type"`
	UpsampleResidual        flags    `json:"upsample_residual"`
	UpsampleFactor          []int64  `json:"upsample_factor"`
	TimestepConditioning    bool     `json:"timestep_conditioning"`
	DecoderCausal           bool     `json:"decoder_causal"`
	DecoderPadding          string   `json:"decoder_spatial_padding_mode"`

	ResnetNormEps float64 `json:"resnet_norm_eps"` // of the LayerNorm on shortcuts
	ScalingFactor float64 `json:"scaling_factor"`

	// Pixels a latent along each edge and frames a latent. Where they are absent
	// the network's own factors stand in.
	SpatialCompression  *int64 `json:"spatial_compression_ratio"`
	TemporalCompression *int64 `json:"temporal_compression_ratio"`
}

func defaults() Config {
	return Config{
		InChannels: 3, OutChannels: 3, LatentChannels: 128, PatchSize: 4, PatchSizeT: 1,
		BlockOutChannels: []int64{256, 512, 1024, 2048}, DownBlockTypes: slices.Repeat([]string{downBlock}, 4),
		LayersPerBlock: []int64{4, 6, 6, 2, 2}, Scaling: yes(4),
		DownsampleType: []string{spatial, temporal, spatiotemporal, spatiotemporal},
		EncoderCausal:  true, EncoderPadding: padZeros,
		DecoderBlockOutChannels: []int64{256, 512, 1024}, DecoderLayersPerBlock: []int64{5, 5, 5, 5},
		DecoderScaling: yes(3), DecoderInjectNoise: no(4),
		UpsampleType: slices.Repeat([]string{spatiotemporal}, 3), UpsampleResidual: yes(3), UpsampleFactor: []int64{2, 2, 2},
		DecoderCausal: true, DecoderPadding: padReflect,
		ResnetNormEps: 1e-6, ScalingFactor: 1,
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
