package ltx

import (
	"context"
	"slices"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/sampler"
)

// stages runs the one stage of a recipe, or half size and then full size. A run
// that goes on from a state begins with the stage that the state is of.
func (p *pipeline) stages(ctx context.Context, r engine.Recipe, text []textContext, j *journal) (video, audio *stream, err error) {
	one := stage{recipe: r, text: text, sigmas: r.Sigmas, start: 1, schedule: p.scheduleFor(r.Sigmas), journal: j}
	if !r.TwoStage {
		return p.sample(ctx, one)
	}
	refine := sampler.DistilledStage2()
	half := r
	half.Width, half.Height = r.Width/2, r.Height/2
	half, full, err := p.scaleConditions(half, r)
	if err != nil {
		return nil, nil, err
	}
	// The second stage follows the prompt without guidance, as it was distilled.
	full.Video, full.Sound = engine.Guidance{Scale: 1, Modality: 1}, engine.Guidance{Scale: 1, Modality: 1}
	two := stage{
		recipe: full, text: text[:min(1, len(text))], sigmas: refine, start: float32(refine[0]), schedule: p.scheduleFor(refine),
		journal: j, before: r.Steps,
	}
	if j.done() <= r.Steps {
		one.recipe = half
		if video, audio, err = p.sample(ctx, one); err != nil {
			return nil, nil, err
		}
		larger, err := p.upsample(ctx, half, video.result())
		if err != nil {
			return nil, nil, err
		}
		two.from = [2][]float32{larger, slices.Clone(audio.result())}
	}
	return p.sample(ctx, two)
}

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
