package studio

import (
	"slices"

	"github.com/kinora-studio/kinora/engine"
)

// vary takes the request's recipe, and what the request says in place of what that
// says.
func (q RenderRequest) vary(info engine.Info) (engine.Recipe, error) {
	r := *q.Recipe
	r.Provider, r.Adapters = q.Provider, q.Adapters
	if q.Prompt != "" {
		r.Prompt = q.Prompt
	}
	if q.Seed != nil {
		r.Seed = *q.Seed
	}
	r.Images = slices.Clone(r.Images)
	for _, image := range q.Images {
		image.CRF = info.ImageCRF
		r.Images = append(r.Images, image)
	}
	return r, q.measure(&r, info)
}
