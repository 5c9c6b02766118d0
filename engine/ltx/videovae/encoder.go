package videovae

// encoder describes the way from pixels [frames, 3, height, width] to latents
// [frames, channels, height, width], the mean of the posterior.
func (n *net) encoder(c *Config, height, width int64) {
	b := n.b.At("encoder")
	x := b.Input(inName, "pictures", c.InChannels, height, width)
	p := c.PatchSize
	x = b.Reshape(x, x.Dim(0), c.InChannels, height/p, p, width/p, p)
	x = b.Reshape(b.Transpose(x, 0, 1, 5, 3, 2, 4), x.Dim(0), c.InChannels*p*p, height/p, width/p)
	x, from := n.join(x, kernel-1)
	x = n.conv(b.At("conv_in"), x, conv{out: c.LatentChannels, join: from})
	tap(b, "conv_in", x)
	for i, block := range c.downBlocks() {
		at := b.AtIndex("down_blocks", i)
		x = n.resnets(at, x, block.layers, resnet{out: mustWidth(x)})
		switch {
		case !block.scaled:
		case block.kind == plain:
			x = n.plainDown(at.At("downsamplers.0"), x)
		default:
			x = n.down(at.At("downsamplers.0"), x, block)
		}
		tap(at, "", x)
	}
	x = n.middle(b.At("mid_block"), x, c.LayersPerBlock[len(c.LayersPerBlock)-1], false, false)
	x, from = n.join(x, kernel-1)
	x = b.SiLU(norm(b, x))
	x = n.conv(b.At("conv_out"), x, conv{out: c.LatentChannels + 1, join: from})
	n.finish(b.Slice(x, 1, 0, c.LatentChannels)) // the last channel is the variance of all
}

func mustWidth(x frames) int64 {
	width, _ := x.Dim(1).Const()
	return width
}
