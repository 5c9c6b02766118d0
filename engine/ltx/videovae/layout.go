package videovae

// downBlockAt is one block of the encoder.
type downBlockAt struct {
	stride
	kind   string
	scaled bool
	layers int64
	out    int64
}

func (c *Config) downBlocks() []downBlockAt {
	scaled := c.Scaling.list(len(c.BlockOutChannels))
	blocks := make([]downBlockAt, len(c.BlockOutChannels))
	for i, out := range c.BlockOutChannels {
		blocks[i] = downBlockAt{stride: stride{1, 1}, kind: c.DownsampleType[i], scaled: scaled[i], layers: c.LayersPerBlock[i], out: out}
		if scaled[i] {
			blocks[i].stride = strideOf(c.DownsampleType[i])
		}
	}
	return blocks
}

// upBlock is one block of the decoder.
type upBlock struct {
	stride
	scaled   bool
	residual bool
	noise    bool
	layers   int64
	factor   int64
	in       int64 // channels that arrive
	inner    int64 // channels that the block is told arrive
	out      int64
}

// changes reports whether a first residual block changes the width.
func (b upBlock) changes() bool { return b.inner != b.out }

// width is the number of channels that reach the upsampler.
func (b upBlock) width() int64 {
	if b.changes() {
		return b.out
	}
	return b.in
}

// upBlocks returns the decoder's blocks in the order of decoding: all lists but
// upsample_type are stored from the picture inwards.
func (c *Config) upBlocks() []upBlock {
	n := len(c.DecoderBlockOutChannels)
	back := func(i int) int { return n - 1 - i }
	scaled, residual := c.DecoderScaling.list(n), c.UpsampleResidual.list(n)
	noise := c.DecoderInjectNoise.list(n + 1)
	blocks := make([]upBlock, n)
	arrive := c.DecoderBlockOutChannels[n-1]
	for i := range blocks {
		factor := c.UpsampleFactor[back(i)]
		b := upBlock{
			stride: stride{1, 1}, scaled: scaled[back(i)], residual: residual[back(i)], noise: noise[back(i)],
			layers: c.DecoderLayersPerBlock[back(i)], factor: factor,
			in: arrive, inner: arrive / factor, out: c.DecoderBlockOutChannels[back(i)] / factor,
		}
		if b.scaled {
			b.stride = strideOf(c.UpsampleType[i])
		}
		blocks[i], arrive = b, b.out
	}
	return blocks
}

// midLayers and midNoise belong to the block between the latents and upBlocks.
func (c *Config) midLayers() int64 { return c.DecoderLayersPerBlock[len(c.DecoderLayersPerBlock)-1] }

func (c *Config) midNoise() bool {
	list := c.DecoderInjectNoise.list(len(c.DecoderLayersPerBlock))
	return list[len(list)-1]
}

// midWidth is the width of the decoder's innermost block.
func (c *Config) midWidth() int64 {
	return c.DecoderBlockOutChannels[len(c.DecoderBlockOutChannels)-1]
}

// decoderStride is frames and pixels a latent of the decoder.
func (c *Config) decoderStride() stride {
	s := stride{c.PatchSizeT, c.PatchSize}
	for _, b := range c.upBlocks() {
		s.time, s.space = s.time*b.time, s.space*b.space
	}
	return s
}

// encoderStride is the same of the encoder.
func (c *Config) encoderStride() stride {
	s := stride{c.PatchSizeT, c.PatchSize}
	for _, b := range c.downBlocks() {
		s.time, s.space = s.time*b.time, s.space*b.space
	}
	return s
}

// divides reports whether every block of the encoder can shorten an edge of a
// picture. A convolution with a stride takes any edge.
func (c *Config) divides(edge int64) bool {
	if edge%c.PatchSize != 0 {
		return false
	}
	edge /= c.PatchSize
	for _, b := range c.downBlocks() {
		if b.kind != plain && edge%b.space != 0 {
			return false
		}
		edge = (edge + b.space - 1) / b.space
	}
	return true
}

// Spatial returns pixels a latent along each edge, as config.json states it or
// else as the network has it.
func (c *Config) Spatial() int64 {
	if c.SpatialCompression != nil {
		return *c.SpatialCompression
	}
	return c.decoderStride().space
}

// Temporal returns frames a latent; the first latent makes one frame.
func (c *Config) Temporal() int64 {
	if c.TemporalCompression != nil {
		return *c.TemporalCompression
	}
	return c.decoderStride().time
}
