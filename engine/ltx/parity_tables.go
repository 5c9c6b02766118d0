package ltx

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/sampler"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/text"
)

// runTokenizer encodes every text of a golden.
func runTokenizer(_ context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
	t, err := text.LoadTokenizer(filepath.Join(g.Dir, "tokenizer"))
	if err != nil {
		return nil, err
	}
	side := text.PadRight
	if g.Text("padding_side") == "left" {
		side = text.PadLeft
	}
	texts, _ := g.Meta["texts"].(map[string]any)
	out := map[string]*tensor.Tensor{}
	for key, value := range texts {
		prompt, _ := value.(string)
		ids, mask, err := t.EncodePadded(prompt, g.Int("max_length"), side)
		if err != nil {
			return nil, err
		}
		out["out.ids."+key] = tensor.Ints(ids, 1, int64(len(ids)))
		out["out.mask."+key] = tensor.Ints(mask, 1, int64(len(mask)))
	}
	return out, nil
}

// runScheduler computes every schedule of a golden: "tokens12.steps8" is the
// pack's own for so many tokens and steps, "stage1" and "stage2" the distilled.
func runScheduler(_ context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
	config, err := sampler.LoadConfig(filepath.Join(g.Dir, "scheduler", "scheduler_config.json"))
	if err != nil {
		return nil, err
	}
	p := pipeline{schedule: config}
	out := map[string]*tensor.Tensor{}
	for key := range g.Out {
		name, ok := strings.CutPrefix(key, "sigmas.")
		if !ok {
			continue
		}
		var request sampler.Request
		schedule := config
		switch name {
		case "stage1":
			request.Sigmas, schedule = sampler.DistilledStage1(), p.scheduleFor(sampler.DistilledStage1())
		case "stage2":
			request.Sigmas, schedule = sampler.DistilledStage2(), p.scheduleFor(sampler.DistilledStage2())
		default:
			var steps int
			if _, err := fmt.Sscanf(name, "tokens%d.steps%d", &request.Tokens, &steps); err != nil {
				return nil, fmt.Errorf("ltx: a golden schedule has the unknown name %q", name)
			}
			request.Sigmas = evenly(steps)
		}
		solver, err := schedule.NewSolver(request)
		if err != nil {
			return nil, err
		}
		walk := solver.Schedule()
		out["out.sigmas."+name] = tensor.Floats(walk.Sigmas, int64(len(walk.Sigmas)))
		out["out.timesteps."+name] = tensor.Floats(walk.Timesteps, int64(len(walk.Timesteps)))
	}
	return out, nil
}
