package videovae

import (
	"fmt"

	"github.com/kinora-studio/kinora/engine/config"
)

const downBlock = "LTX2VideoDownBlock3D"

// How a block changes the size of a clip.
const (
	plain          = "conv" // one convolution with stride 2 along every axis
	spatial        = "spatial"
	temporal       = "temporal"
	spatiotemporal = "spatiotemporal"
)

// What convolutions see beyond the edges of a picture.
const (
	padZeros     = "zeros"
	padReflect   = "reflect"
	padReplicate = "replicate"
	padCircular  = "circular"
)

// stride is by how much a block changes frames and edges.
type stride struct{ time, space int64 }

func strideOf(kind string) stride {
	switch kind {
	case spatial:
		return stride{1, 2}
	case temporal:
		return stride{2, 1}
	}
	return stride{2, 2}
}

// volume is the number of values that become one, or the reverse.
func (s stride) volume() int64 { return s.time * s.space * s.space }

// Bounds of a configuration, so that no file can ask for absurd memory.
const (
	widthLimit = 1 << 14
	depthLimit = 64
	blockLimit = 16
)

func (c *Config) check(is *config.Check) error {
	is.Range("in_channels", c.InChannels, 3, 3)
	is.Range("out_channels", c.OutChannels, 3, 3)
	is.Range("latent_channels", c.LatentChannels, 1, widthLimit)
	is.Range("patch_size", c.PatchSize, 1, 16)
	is.Range("patch_size_t", c.PatchSizeT, 1, 1)
	modes := []string{padZeros, padReflect, padReplicate, padCircular}
	is.Choice("encoder_spatial_padding_mode", c.EncoderPadding, modes...)
	is.Choice("decoder_spatial_padding_mode", c.DecoderPadding, modes...)
	for key, v := range map[string]float64{"resnet_norm_eps": c.ResnetNormEps, "scaling_factor": c.ScalingFactor} {
		is.Positive(key, v)
	}
	for key, v := range map[string]*int64{"spatial_compression_ratio": c.SpatialCompression, "temporal_compression_ratio": c.TemporalCompression} {
		if v != nil {
			is.Range(key, *v, 1, 1<<10)
		}
	}
	c.checkEncoder(is)
	c.checkDecoder(is)
	return is.Err()
}

// lists checks the lengths of the lists of one half, and the entries of all.
func lists(is *config.Check, prefix string, widths, layers []int64) {
	n := len(widths)
	if n < 1 || n > blockLimit {
		is.Reject(prefix+"block_out_channels", widths, "must have 1 to 16 entries")
	}
	if len(layers) != n+1 {
		is.Reject(prefix+"layers_per_block", layers, "must have one entry more than there are blocks")
	}
	for _, w := range widths {
		is.Range(prefix+"block_out_channels", w, 1, widthLimit)
	}
	for _, l := range layers {
		is.Range(prefix+"layers_per_block", l, 0, depthLimit)
	}
}

// length asks for a list of at least so many entries, and of at most so many
// where most is not 0.
func length(is *config.Check, key string, have, least, most int) {
	if have < least || most > 0 && have > most {
		is.Reject(key, fmt.Sprintf("a list of %d", have), fmt.Sprintf("must have the %d entries that the blocks need", least))
	}
}

func (c *Config) checkEncoder(is *config.Check) {
	lists(is, "", c.BlockOutChannels, c.LayersPerBlock)
	n := len(c.BlockOutChannels)
	length(is, "down_block_types", len(c.DownBlockTypes), n, 0)
	length(is, "downsample_type", len(c.DownsampleType), n, 0)
	length(is, "spatio_temporal_scaling", len(c.Scaling.list(n)), n, 0)
	for _, kind := range c.DownBlockTypes {
		is.Choice("down_block_types", kind, downBlock)
	}
	for _, kind := range c.DownsampleType {
		is.Choice("downsample_type", kind, plain, spatial, temporal, spatiotemporal)
	}
	if is.Err() != nil {
		return
	}
	in := c.LatentChannels
	for i, block := range c.downBlocks() {
		out := c.BlockOutChannels[i]
		volume := block.volume()
		switch {
		case !block.scaled || block.kind == plain:
			if in != out {
				is.Reject("block_out_channels", c.BlockOutChannels, "changes the width where a block does not resample")
			}
		case out%volume != 0 || (in*volume)%out != 0:
			is.Reject("block_out_channels", c.BlockOutChannels, "does not divide into the strides of downsample_type")
		}
		in = out
	}
}

func (c *Config) checkDecoder(is *config.Check) {
	lists(is, "decoder_", c.DecoderBlockOutChannels, c.DecoderLayersPerBlock)
	n := len(c.DecoderBlockOutChannels)
	length(is, "decoder_spatio_temporal_scaling", len(c.DecoderScaling.list(n)), n, n)
	length(is, "decoder_inject_noise", len(c.DecoderInjectNoise.list(n+1)), n+1, n+1)
	length(is, "upsample_residual", len(c.UpsampleResidual.list(n)), n, n)
	length(is, "upsample_factor", len(c.UpsampleFactor), n, n)
	length(is, "upsample_type", len(c.UpsampleType), n, 0)
	for _, kind := range c.UpsampleType {
		is.Choice("upsample_type", kind, spatial, temporal, spatiotemporal)
	}
	for _, f := range c.UpsampleFactor {
		is.Range("upsample_factor", f, 1, 64)
	}
	if is.Err() != nil {
		return
	}
	for _, block := range c.upBlocks() {
		c.checkUp(is, block)
	}
}

// checkUp holds a block against what the public class can compute.
func (c *Config) checkUp(is *config.Check, b upBlock) {
	volume := b.volume()
	switch {
	case b.inner == 0 || b.out == 0:
		is.Reject("upsample_factor", c.UpsampleFactor, "leaves a block without channels")
	case b.changes() && (b.inner != b.in || c.TimestepConditioning || b.noise):
		is.Reject("decoder_block_out_channels", c.DecoderBlockOutChannels,
			"changes the width in a way that upsample_factor, timestep_conditioning or decoder_inject_noise do not allow")
	case b.scaled && b.out*b.factor != b.width(), !b.scaled && b.out != b.width():
		is.Reject("decoder_block_out_channels", c.DecoderBlockOutChannels, "does not follow upsample_factor from block to block")
	case b.scaled && b.residual && (b.width()%volume != 0 || volume%b.factor != 0):
		is.Reject("upsample_residual", b.residual, "needs widths that divide into the strides of upsample_type")
	}
}
