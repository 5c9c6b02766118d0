package studio

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine"
)

// RenderPlan is what a request would take, read and say.
type RenderPlan struct {
	engine.Plan
	Reads []Reading `json:"reads"`
	Notes []string  `json:"notes,omitempty"`
}

// Reading is a file or folder that a clip is made with.
type Reading struct {
	As    string `json:"as"` // such as "pack", "image at frame 0", "track"
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

// Plan tells what a request would take, and makes nothing. What Render would
// refuse it refuses too, but for a lack of memory, which is the plan's Reason.
// Without an output nothing is asked of the place that it would go to.
func Plan(ctx context.Context, q RenderRequest) (RenderPlan, error) {
	var plan RenderPlan
	q, err := q.complete()
	if err == nil && q.Output != "" {
		err = q.checkOutputs()
	}
	if err != nil {
		return plan, err
	}
	p, made, err := prepare(ctx, q)
	if err != nil {
		return plan, err
	}
	defer func() { _ = p.Close() }()
	return q.planned(ctx, p, made)
}

// planned looks at the files that a clip is to be made with, and says what there is
// to know of it.
func (q RenderRequest) planned(ctx context.Context, p engine.Pipeline, made engine.Plan) (RenderPlan, error) {
	plan := RenderPlan{Plan: made}
	if q.Output != "" {
		if err := q.checkTakes(made.Recipe); err != nil {
			return plan, err
		}
	}
	note := func(e engine.Event) { plan.Notes = append(plan.Notes, e.Message) }
	warn(p, plan.Recipe, note)
	if err := loadSources(ctx, &plan.Recipe, note); err != nil {
		return plan, err
	}
	plan.Reads = readings(p.Info(), q, plan.Recipe)
	if plan.Reason == "" && q.Output != "" {
		return plan, fits(made, q.Output)
	}
	return plan, nil
}

// readings lists what a complete recipe is made with.
func readings(info engine.Info, q RenderRequest, r engine.Recipe) []Reading {
	var all []Reading
	add := func(as string, path string) {
		reading := Reading{As: as, Path: path}
		if stat, err := os.Stat(path); err == nil { // it has just been read
			reading.Bytes = stat.Size()
		}
		all = append(all, reading)
	}
	all = append(all, Reading{As: "pack " + info.Name, Path: q.packFolder(r), Bytes: info.WeightBytes})
	if q.From != "" {
		add("recipe", q.From)
	}
	for _, image := range r.Images {
		add(fmt.Sprintf("image at frame %d", image.Frame), image.Path)
	}
	for _, reference := range r.References {
		add("reference", reference.Path)
	}
	if r.Track != nil {
		add("track", r.Track.Path)
	}
	if r.Voice != nil {
		add("voice", r.Voice.Path)
	}
	if r.Footage != nil {
		add("footage", r.Footage.Path)
	}
	for _, adapter := range r.Adapters {
		add("adapter", adapter.Path)
	}
	return all
}

// packFolder is where the pack of a recipe was found.
func (q RenderRequest) packFolder(r engine.Recipe) string {
	var again *engine.Recipe
	if q.From != "" {
		again = &r
	}
	dir, err := q.findPack(again)
	if err != nil {
		return ""
	}
	if full, err := filepath.Abs(dir); err == nil {
		return full
	}
	return dir
}
