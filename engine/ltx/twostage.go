package ltx

import "github.com/kinora-studio/kinora/engine"

// scaleConditions returns both stages' recipes, the first with all pictures at
// half the size.
func (p *pipeline) scaleConditions(half, full engine.Recipe) (first, second engine.Recipe, err error) {
	half.Images = append([]engine.Image(nil), half.Images...)
	for i := range half.Images {
		half.Images[i].Picture = halve(half.Images[i].Picture)
	}
	half.References = append([]engine.Reference(nil), half.References...)
	for i := range half.References {
		half.References[i].Pictures = halveAll(half.References[i].Pictures)
	}
	if full.Footage != nil {
		footage := *full.Footage
		footage.Pictures = halveAll(footage.Pictures)
		half.Footage = &footage
	}
	return half, full, p.checkSize(full)
}

func halveAll(pictures []*engine.Picture) []*engine.Picture {
	out := make([]*engine.Picture, len(pictures))
	for i, picture := range pictures {
		out[i] = halve(picture)
	}
	return out
}

// halve averages two by two pixels.
func halve(p *engine.Picture) *engine.Picture {
	out := &engine.Picture{Width: p.Width / 2, Height: p.Height / 2}
	out.Pix = make([]byte, out.Width*out.Height*3)
	for y := range out.Height {
		for x := range out.Width {
			for c := range 3 {
				at := (2*y*p.Width+2*x)*3 + c
				below := at + p.Width*3
				sum := int(p.Pix[at]) + int(p.Pix[at+3]) + int(p.Pix[below]) + int(p.Pix[below+3])
				out.Pix[(y*out.Width+x)*3+c] = byte((sum + 2) / 4)
			}
		}
	}
	return out
}
