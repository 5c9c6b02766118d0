package videovae

import (
	"fmt"

	"github.com/kinora-studio/kinora/engine/graph"
)

// Ports of the graphs.
const (
	inName    = "x"
	outName   = "y"
	stepsName = "timestep"
)

// sinusoids is the width of a timestep's embedding.
const sinusoids = 256

func noiseName(i int) string { return fmt.Sprintf("noise.%d", i) }

// decoder describes the way from latents [frames, channels, height, width] to
// pixels [frames, 3, height, width].
func (n *net) decoder(c *Config, height, width int64) {
	b := n.b.At("decoder")
	if c.TimestepConditioning {
		n.steps = b.Input(stepsName, 1, sinusoids)
	}
	x := b.Input(inName, "latents", c.LatentChannels, height, width)
	x, from := n.join(x, kernel-1)
	x = n.conv(b.At("conv_in"), x, conv{out: c.midWidth(), join: from})
	tap(b, "conv_in", x)
	x = n.middle(b.At("mid_block"), x, c.midLayers(), c.midNoise(), c.TimestepConditioning)
	for i, block := range c.upBlocks() {
		x = n.upBlock(b.AtIndex("up_blocks", i), x, block, c.TimestepConditioning)
	}
	last, _ := x.Dim(1).Const()
	var time []graph.Value
	if c.TimestepConditioning {
		time = n.modulation(b, n.timestep(b, 2, last), last)
	}
	x, from = n.join(x, kernel-1)
	x = b.SiLU(shifted(b, norm(b, x), time, 0))
	p := c.PatchSize
	x = n.conv(b.At("conv_out"), x, conv{out: c.OutChannels * p * p, join: from})
	rows, columns := x.Dim(2), x.Dim(3) // of patches; inside one, columns are stored outside rows
	x = b.Transpose(b.Reshape(x, x.Dim(0), c.OutChannels, p, p, rows, columns), 0, 1, 4, 3, 5, 2)
	n.finish(b.Reshape(x, x.Dim(0), c.OutChannels, rows.Mul(graph.N(p)), columns.Mul(graph.N(p))))
}

// middle is a row of residual blocks of one width.
func (n *net) middle(b *graph.Builder, x frames, layers int64, noise, timed bool) frames {
	width, _ := x.Dim(1).Const()
	var time []graph.Value
	if timed {
		time = n.timestep(b, 4, width)
	}
	x = n.resnets(b, x, layers, resnet{out: width, noise: noise, time: time})
	tap(b, "", x)
	return x
}

func (n *net) resnets(b *graph.Builder, x frames, layers int64, r resnet) frames {
	for i := range int(layers) {
		x = n.resnet(b.AtIndex("resnets", i), x, r)
	}
	return x
}

func (n *net) upBlock(b *graph.Builder, x frames, block upBlock, timed bool) frames {
	if block.changes() {
		x = n.resnet(b.At("conv_in"), x, resnet{out: block.out})
	}
	if block.scaled {
		x = n.up(b.At("upsamplers.0"), x, block)
	}
	var time []graph.Value
	if timed {
		time = n.timestep(b, 4, block.out)
	}
	x = n.resnets(b, x, block.layers, resnet{out: block.out, noise: block.noise, time: time})
	if block.layers > 0 {
		tap(b, "", x)
	}
	return x
}
