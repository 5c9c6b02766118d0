package studio

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

// DeriveParams say what is made of a take.
//
// Extend continues it: the new take begins with its last frame. Edit changes what
// happens in it: the new take begins with its first frame and keeps its files, its
// seed and its settings. Remix keeps seed and settings, and only the words are new.
type DeriveParams struct {
	Verb project.Verb // extend, edit or remix
	Take int64
	// After is the job whose take is extended when it is made, in place of Take.
	After  int64
	Prompt string  // as the model reads it; empty for that of the take
	Frames int     // of an extension, the nearest that the pack can make; 0 for as many as the take has
	Seed   *uint64 // of an extension; nil draws one
}

// Derive queues a take that is made of another one.
func (s *Session) Derive(ctx context.Context, p DeriveParams) (project.Job, error) {
	if p.Verb != project.VerbExtend && p.Verb != project.VerbEdit && p.Verb != project.VerbRemix {
		return project.Job{}, engine.Bad("use extend, edit or remix", "a take cannot be made of another one by %q", p.Verb)
	}
	if p.Seed == nil {
		drawn := drawSeed()
		p.Seed = &drawn
	}
	if p.Take == 0 && p.After != 0 {
		take, err := s.Store.TakeByJob(ctx, p.After)
		if err != nil {
			return s.extendLater(ctx, p)
		}
		p.Take = take.ID
	}
	take, err := s.Store.Take(ctx, p.Take)
	if err != nil {
		return project.Job{}, err
	}
	shot, err := s.Store.Shot(ctx, take.Shot)
	if err != nil {
		return project.Job{}, err
	}
	q, err := s.derivation(ctx, take, shot, p)
	if err != nil {
		return project.Job{}, err
	}
	plan, err := s.plan(ctx, q)
	if err == nil {
		err = fits(plan.Plan, s.cachePath(0, clipEnding))
	}
	if err != nil {
		return project.Job{}, fmt.Errorf("%s: %w", take.Code, err)
	}
	job, err := generation(shot, q, plan.Plan, GenerateParams{Parent: take.ID, Verb: p.Verb})
	if err != nil {
		return project.Job{}, err
	}
	job.Title = titled(shot.Code, plan.Recipe.Prompt)
	return s.addOne(ctx, job)
}

func (s *Session) addOne(ctx context.Context, n queue.New) (project.Job, error) {
	jobs, err := s.Queue.Add(ctx, n)
	if err != nil {
		return project.Job{}, err
	}
	return jobs[0], nil
}

// derivation is the request for a take that is made of another one.
func (s *Session) derivation(ctx context.Context, take project.Take, shot project.Shot, p DeriveParams) (RenderRequest, error) {
	return s.derivationFrom(ctx, take, shot, p, func(frame int) (string, error) {
		still, err := s.Still(ctx, take, frame)
		return s.Store.Path(still), err
	})
}

// derivationFrom is a derivation; still keeps a frame of the take as a picture and
// returns the path of that.
func (s *Session) derivationFrom(ctx context.Context, take project.Take, shot project.Shot, p DeriveParams, still func(frame int) (string, error)) (RenderRequest, error) {
	base, err := s.recipeOf(ctx, take, shot)
	if err != nil {
		return RenderRequest{}, err
	}
	q := RenderRequest{Recipe: &base, Prompt: strings.TrimSpace(p.Prompt), Provider: s.mayUse().Provider, Takes: 1}
	if _, err := findByHash(base); err != nil { // another version of the pack will do
		q.Pack = shot.Pack
		if q.Pack == "" {
			q.Pack = DefaultPack
		}
	}
	switch p.Verb { //nolint:exhaustive // Derive knows no others
	case project.VerbExtend:
		q.Seed = p.Seed
		if p.Frames != 0 {
			q.Frames, q.Near = &p.Frames, true
		}
		base.Images, base.Track, base.Footage = nil, nil, nil // they were for the time before
		err = q.begin(still(take.Frames - 1))
		return q, err
	case project.VerbEdit:
		pinned := func(image engine.Image) bool { return image.Frame == 0 }
		if base.Footage == nil && !slices.ContainsFunc(base.Images, pinned) {
			err = q.begin(still(0))
			return q, err
		}
	case project.VerbRemix:
		switch {
		case len(take.Recipe) == 0:
			return q, engine.Bad("extend or edit it", "%s was imported, so there is no recipe to remix", take.Code)
		case q.Prompt == "" || q.Prompt == base.Prompt:
			return q, engine.Bad("change them", "with the words of %s a remix would be the same take again", take.Code)
		}
	}
	return q, nil
}

// begin has a request begin with a picture.
func (q *RenderRequest) begin(picture string, err error) error {
	q.Images = []engine.Image{{Source: engine.Source{Path: picture}, Strength: 1}}
	return err
}

// recipeOf is what a take was made by; for an import it is what its shot says.
func (s *Session) recipeOf(ctx context.Context, take project.Take, shot project.Shot) (engine.Recipe, error) {
	var r engine.Recipe
	if len(take.Recipe) > 0 {
		if err := json.Unmarshal(take.Recipe, &r); err != nil {
			return r, engine.Bad("use another take", "the recipe of %s is damaged: %w", take.Code, err)
		}
		s.findSources(&r)
		return r, nil
	}
	q, err := s.compose(ctx, shot)
	if err != nil {
		return r, err
	}
	plan, err := s.plan(ctx, q)
	return plan.Recipe, err
}

// findSources looks in the project for files that lay in it when the recipe was
// written: its folder may have been moved since.
func (s *Session) findSources(r *engine.Recipe) {
	sources := []*engine.Source{}
	for i := range r.Images {
		sources = append(sources, &r.Images[i].Source)
	}
	for i := range r.References {
		sources = append(sources, &r.References[i].Source)
	}
	for i := range r.Adapters {
		sources = append(sources, &r.Adapters[i].Source)
	}
	for _, track := range []*engine.Track{r.Track, r.Voice} {
		if track != nil {
			sources = append(sources, &track.Source)
		}
	}
	if r.Footage != nil {
		sources = append(sources, &r.Footage.Source)
	}
	for _, source := range sources {
		slashed := filepath.ToSlash(source.Path)
		at := strings.LastIndex(slashed, "/"+store.MediaFolder+"/")
		if at < 0 || exists(source.Path) {
			continue
		}
		if here := s.Store.Path(slashed[at+1:]); exists(here) {
			source.Path = here
		}
	}
}

// titled names a job for people: the code of its shot and its first words.
func titled(code, words string) string {
	const most = 60
	if runes := []rune(words); len(runes) > most {
		words = string(runes[:most-1]) + "…"
	}
	return code + ", " + words
}
