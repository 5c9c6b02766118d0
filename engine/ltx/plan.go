package ltx

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
)

// The bounds of a request, beyond which no pack of the family was ever trained
// and an estimate would mean nothing.
const (
	maxPrompt = 10000 // characters
	maxSide   = 8192  // pixels
	maxFrames = 20001
)

// complete fills in the pack's defaults and checks what a recipe asks for.
func (p *pipeline) complete(ctx context.Context, r engine.Recipe) (engine.Recipe, error) {
	r.Version, r.Pack, r.PackHash = engine.RecipeVersion, p.pack.About.Name, p.pack.Hash
	r.Prompt = strings.TrimSpace(r.Prompt)
	d := p.defaults
	setDefault(&r.Width, d.Width)
	setDefault(&r.Height, d.Height)
	setDefault(&r.Rate, d.Rate)
	if err := p.checkPrompt(r); err != nil {
		return r, err
	}
	if r.Frames == 0 {
		frames, err := p.suggestedFrames(ctx, r)
		if err != nil {
			return r, err
		}
		r.Frames = frames
	}
	if len(r.Sigmas) == 0 && r.Steps == 0 {
		r.Sigmas = d.Sigmas
	}
	setDefault(&r.Steps, d.Steps)
	if len(r.Sigmas) > 0 {
		r.Steps = len(r.Sigmas)
	}
	setDefault(&r.Video, d.Video)
	setDefault(&r.Sound, d.Sound)
	setDefault(&r.Provider, p.params.Provider)
	if r.Negative == "" {
		r.Negative = d.Negative
	}
	if r.Blocks == nil {
		r.Blocks = d.Blocks
	}
	r.Int8 = p.params.Int8
	for i := range r.Images {
		if r.Images[i].Frame < 0 {
			r.Images[i].Frame += r.Frames
		}
	}
	return r, p.check(r)
}

func setDefault[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

func (p *pipeline) checkPrompt(r engine.Recipe) error {
	switch n := len([]rune(r.Prompt)); {
	case n == 0:
		return engine.Bad("say in a few words what the clip shows", "the prompt is empty")
	case n > maxPrompt:
		return engine.Bad(fmt.Sprintf("shorten it to %d; the pack reads %d tokens, about %d words", maxPrompt, p.maxTokens, p.maxTokens*3/4),
			"the prompt has %d characters", n)
	}
	return nil
}

func (p *pipeline) check(r engine.Recipe) error {
	if err := p.checkPrompt(r); err != nil {
		return err
	}
	if err := p.checkSize(r); err != nil {
		return err
	}
	if err := p.checkFrames(r); err != nil {
		return err
	}
	if r.Rate.Num <= 0 || r.Rate.Den <= 0 || r.Rate.Float() > 240 || r.Rate.Float() < 1 {
		return engine.Bad("use a rate from 1 to 240, such as 24", "%s is not a frame rate", r.Rate)
	}
	if err := p.checkSampling(r); err != nil {
		return err
	}
	if err := p.checkBudget(r); err != nil {
		return err
	}
	return p.checkConditions(r)
}

func (p *pipeline) checkSize(r engine.Recipe) error {
	unit := p.shape.spatial
	if r.TwoStage {
		unit *= 2
	}
	least := max(unit, p.leastSide)
	if r.Width%unit == 0 && r.Height%unit == 0 && min(r.Width, r.Height) >= least && max(r.Width, r.Height) <= maxSide {
		return nil
	}
	return engine.Bad(fmt.Sprintf("use %dx%d", max(least, nearest(r.Width, unit, 0, maxSide)), max(least, nearest(r.Height, unit, 0, maxSide))),
		"the pack %s makes sizes that are multiples of %d pixels from %d to %d, not %dx%d",
		p.pack.About.Name, unit, least, maxSide/unit*unit, r.Width, r.Height)
}

func (p *pipeline) checkFrames(r engine.Recipe) error {
	if r.Frames > 0 && (r.Frames-1)%p.shape.temporal == 0 && r.Frames <= maxFrames {
		return nil
	}
	if r.Frames > maxFrames {
		return engine.Bad(fmt.Sprintf("use at most %d", nearest(r.Frames, p.shape.temporal, 1, maxFrames)),
			"the pack %s makes clips of up to %d frames, not %d", p.pack.About.Name, maxFrames, r.Frames)
	}
	return engine.Bad(fmt.Sprintf("use %d", nearest(r.Frames, p.shape.temporal, 1, maxFrames)),
		"the pack %s makes clips of a multiple of %d frames and one more, not %d", p.pack.About.Name, p.shape.temporal, r.Frames)
}

// nearest returns the multiple of unit, plus offset, that is nearest to n,
// at least one unit and at most the limit.
func nearest(n, unit, offset, limit int) int {
	n = min(max(n, 0), limit)
	k := max(int(math.Round(float64(n-offset)/float64(unit))), 1)
	if n <= offset && offset > 0 {
		k = 0
	}
	for k*unit+offset > limit {
		k--
	}
	return k*unit + offset
}

// checkImages looks at the pictures that are pinned to frames.
func checkImages(r engine.Recipe) error {
	pinned := map[int]string{}
	for _, image := range r.Images {
		if image.Frame < 0 || image.Frame >= r.Frames {
			asked := image.Frame
			if asked < 0 { // counted from the end
				asked -= r.Frames
			}
			return engine.Bad(fmt.Sprintf("use a frame from 0 to %d, or from -%d to -1", r.Frames-1, r.Frames),
				"the clip has no frame %d to show %s at", asked, image.Path)
		}
		if !(image.Strength >= 0 && image.Strength <= 1) {
			return engine.Bad("use a strength from 0 to 1", "a strength of %g is not possible", image.Strength)
		}
		// Two would both be shown to the model as what is to be seen there, and it
		// would make a mixture of them.
		if other, twice := pinned[image.Frame]; twice {
			return engine.Bad("give each picture a frame of its own", "frame %d cannot show both %s and %s", image.Frame, other, image.Path)
		}
		pinned[image.Frame] = image.Path
	}
	return nil
}

func (p *pipeline) checkConditions(r engine.Recipe) error {
	if err := checkImages(r); err != nil {
		return err
	}
	for _, reference := range r.References {
		if !(reference.Strength >= 0 && reference.Strength <= 1) {
			return engine.Bad("use a strength from 0 to 1", "a strength of %g is not possible", reference.Strength)
		}
	}
	for _, block := range r.Blocks {
		if block < 0 || block >= int(p.config.Layers) {
			return engine.Bad(fmt.Sprintf("use 0 to %d", p.config.Layers-1), "the pack %s has no block %d", p.pack.About.Name, block)
		}
	}
	if r.TwoStage && !p.pack.Has("latent_upsampler") {
		return engine.Bad("leave two-stage out", "the pack %s has no latent upsampler", p.pack.About.Name)
	}
	if r.Track != nil && r.Footage != nil {
		return engine.Bad("give a track or footage, not both", "nothing would be left to make")
	}
	return nil
}

// ready finds out, before any model is opened, whether the provider works here.
func (p *pipeline) ready(ctx context.Context) error {
	if !p.tried {
		if err := runtime.Try(ctx, p.options); err != nil {
			return err
		}
		p.tried = true
	}
	return nil
}

// checkBudget asks that the largest component of a recipe fits: they take turns,
// so that the others then do.
func (p *pipeline) checkBudget(r engine.Recipe) error {
	if p.params.Budget <= 0 {
		return nil
	}
	wanted := parts
	if r.TwoStage {
		wanted = append(slices.Clone(parts), "latent_upsampler")
	}
	name, least := "", int64(0)
	for _, part := range wanted {
		if size := p.componentBytes(part); size > least {
			name, least = part, size
		}
	}
	if p.params.Budget < least {
		return engine.Full(fmt.Sprintf("use a budget of %d MiB or more", (least+1<<20-1)>>20),
			"the %s of %s does not fit into a budget of %d MiB", name, p.pack.About.Name, p.params.Budget>>20)
	}
	return nil
}

// Plan fills in the recipe and estimates what it takes.
func (p *pipeline) Plan(ctx context.Context, r engine.Recipe) (engine.Plan, error) {
	if err := p.ready(ctx); err != nil {
		return engine.Plan{}, err
	}
	r, err := p.complete(ctx, r)
	if err != nil {
		return engine.Plan{}, err
	}
	plan := engine.Plan{Recipe: r, Memory: p.memory(r)}
	plan.Seconds, plan.Rest = p.seconds(ctx, r)
	// Half a bit a pixel is generous for the H.264 of a short clip.
	plan.Disk = int64(r.Width)*int64(r.Height)*int64(r.Frames)/16 + 1<<20
	if free := p.room(); free > 0 && plan.Memory > free {
		plan.Reason = fmt.Sprintf("it needs %d MiB of memory, and %d MiB are free", plan.Memory>>20, free>>20)
		plan.Nearest = p.smaller(r, free)
	}
	return plan, nil
}

// smaller looks for the largest size, then length, that fits.
func (p *pipeline) smaller(r engine.Recipe, free int64) *engine.Recipe {
	unit := p.shape.spatial
	if r.TwoStage {
		unit *= 2
	}
	for p.memory(r) > free {
		switch {
		case min(r.Width, r.Height) > 4*unit:
			r.Width, r.Height = nearest(r.Width*3/4, unit, 0, maxSide), nearest(r.Height*3/4, unit, 0, maxSide)
		case r.Frames > 4*p.shape.temporal:
			r.Frames = nearest(r.Frames*3/4, p.shape.temporal, 1, maxFrames)
		default:
			return nil
		}
	}
	return &r
}
