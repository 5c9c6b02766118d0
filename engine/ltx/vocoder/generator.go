package vocoder

import "github.com/kinora-studio/kinora/engine/graph"

// generate maps frames [batch, in, time] to waves [batch, out, samples].
func (g *Generator) generate(b *graph.Builder, x graph.Value) graph.Value {
	x = b.Conv("conv_in", x, same(g.HiddenChannels, 7, 1, true))
	b.Tap("conv_in", x)
	for stage, factor := range g.UpsampleFactors {
		if g.ActFn == actLeaky {
			x = b.LeakyReLU(x, float32(g.LeakySlope))
		}
		kernel := g.UpsampleKernelSizes[stage]
		margin := []int64{(kernel - factor) / 2}
		x = b.ConvTranspose(indexed("upsamplers", stage), x, graph.ConvParams{
			Out: g.width(stage), Kernel: []int64{kernel}, Stride: []int64{factor}, Before: margin, After: margin, Bias: true,
		})
		b.Tap(indexed("upsamplers", stage), x)
		x = g.resnets(b, x, stage)
	}
	if g.ActFn == actLeaky {
		x = b.LeakyReLU(x, 0.01) // not the configured slope, as the public class has it
	} else {
		x = g.activate(b.At("act_out"), x, 1, actSnakeBeta)
	}
	b.Tap("act_out", x)
	x = b.Conv("conv_out", x, same(g.OutChannels, 7, 1, g.FinalBias))
	b.Tap("conv_out", x)
	if g.FinalActFn == nil {
		return x
	}
	if *g.FinalActFn == finalTanh {
		return b.Tanh(x)
	}
	return b.Clip(x, -1, 1)
}

// same is a convolution over time that keeps its length.
func same(out, kernel, dilation int64, bias bool) graph.ConvParams {
	total := dilation * (kernel - 1)
	return graph.ConvParams{
		Out: out, Kernel: []int64{kernel}, Dilation: []int64{dilation},
		Before: []int64{total / 2}, After: []int64{total - total/2}, Bias: bias,
	}
}

// resnets averages the residual blocks of one stage.
func (g *Generator) resnets(b *graph.Builder, x graph.Value, stage int) graph.Value {
	n := len(g.ResnetKernelSizes)
	var sum graph.Value
	for i := range n {
		y := g.resnet(b.AtIndex("resnets", stage*n+i), x, i)
		if i == 0 {
			sum = y
			continue
		}
		sum = b.Add(sum, y)
	}
	return b.Scale(sum, 1/float64(n))
}

// resnet is one residual block: pairs of a dilated and a plain convolution.
func (g *Generator) resnet(b *graph.Builder, x graph.Value, block int) graph.Value {
	channels, _ := x.Dim(1).Const()
	kernel := g.ResnetKernelSizes[block]
	for j, dilation := range g.ResnetDilations[block] {
		h := g.activate(b.AtIndex("acts1", j), x, g.nesting(1, j), g.ActFn)
		h = b.Conv(indexed("convs1", j), h, same(channels, kernel, dilation, true))
		h = g.activate(b.AtIndex("acts2", j), h, g.nesting(2, j), g.ActFn)
		h = b.Conv(indexed("convs2", j), h, same(channels, kernel, 1, true))
		x = b.Add(x, h)
	}
	b.Tap("", x)
	return x
}
