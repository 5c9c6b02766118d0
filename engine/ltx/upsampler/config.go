package upsampler

import "github.com/kinora-studio/kinora/engine/config"

const class = "LTX2LatentUpsamplerModel"

// groups is the number of groups of every group norm.
const groups = 32

// Config is the config.json of a latent upsampler. Defaults are those of the
// public class; the zero value is not usable.
type Config struct {
	InChannels          int64   `json:"in_channels"`
	MidChannels         int64   `json:"mid_channels"`
	NumBlocksPerStage   int64   `json:"num_blocks_per_stage"`
	Dims                int64   `json:"dims"` // 2: every frame on its own
	SpatialUpsample     bool    `json:"spatial_upsample"`
	TemporalUpsample    bool    `json:"temporal_upsample"`
	RationalScale       float64 `json:"rational_spatial_scale"`
	UseRationalResample bool    `json:"use_rational_resampler"`
}

// ratio is a rational scale: enlarged by num, blurred, every den-th pixel kept.
type ratio struct{ num, den int64 }

var ratios = map[float64]ratio{0.75: {3, 4}, 1.5: {3, 2}, 2: {2, 1}, 4: {4, 1}}

// ReadConfig reads and checks the config.json of a component folder.
func ReadConfig(dir string) (Config, error) {
	c := Config{
		InChannels: 128, MidChannels: 1024, NumBlocksPerStage: 4, Dims: 3,
		SpatialUpsample: true, RationalScale: 2, UseRationalResample: true,
	}
	check, err := config.ReadClass(dir, class, &c)
	if err != nil {
		return c, err
	}
	return c, c.check(check)
}

func (c *Config) check(is *config.Check) error {
	is.Range("in_channels", c.InChannels, 1, 1<<14)
	is.Range("mid_channels", c.MidChannels, groups, 1<<14)
	is.Range("num_blocks_per_stage", c.NumBlocksPerStage, 0, 64)
	is.Range("dims", c.Dims, 2, 3)
	if c.MidChannels%groups != 0 {
		is.Reject("mid_channels", c.MidChannels, "does not make 32 groups")
	}
	if !c.SpatialUpsample && !c.TemporalUpsample {
		is.Reject("temporal_upsample", false, "leaves nothing to do where spatial_upsample is false too")
	}
	if c.TemporalUpsample && c.Dims == 2 {
		is.Reject("temporal_upsample", true, "needs dims = 3")
	}
	if _, ok := ratios[c.RationalScale]; c.rational() && !ok {
		is.Reject("rational_spatial_scale", c.RationalScale, "is not supported; known are 0.75, 1.5, 2 and 4")
	}
	return is.Err()
}

// rational reports whether the rational resampler is in the network.
func (c *Config) rational() bool {
	return c.SpatialUpsample && !c.TemporalUpsample && c.UseRationalResample
}
