package vocoder

import "github.com/kinora-studio/kinora/engine/tensor"

// pieceBytes is the size of the largest activation of one piece. About ten of
// them live at a time.
const pieceBytes = 16 << 20

// piece returns how many frames are made at once.
func (g *Generator) piece() int64 {
	most, rate := int64(1), int64(1)
	for i, f := range g.UpsampleFactors {
		rate *= f
		most = max(most, g.width(i)*rate)
	}
	most *= 4 // bytes
	if g.Antialias {
		most *= g.AntialiasRatio
	}
	return max(pieceBytes/most, g.reach())
}

// frames returns mel[:, :, low:high, :] as [batch, channels·bands, time].
func frames(mel *tensor.Tensor, low, high int64) *tensor.Tensor {
	batch, channels, time, bands := mel.Shape[0], mel.Shape[1], mel.Shape[2], mel.Shape[3]
	out := tensor.New(batch, channels*bands, high-low)
	for plane := range batch * channels {
		for t := low; t < high; t++ {
			for band := range bands {
				out.F32[(plane*bands+band)*(high-low)+t-low] = mel.F32[(plane*time+t)*bands+band]
			}
		}
	}
	return out
}
