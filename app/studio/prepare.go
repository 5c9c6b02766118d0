package studio

import (
	"context"
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"

	"github.com/kinora-studio/kinora/engine"
)

// prepare opens the pack and resolves the request to a complete recipe, whose
// files are not read yet.
func prepare(ctx context.Context, q RenderRequest) (engine.Pipeline, engine.Plan, error) {
	var again *engine.Recipe
	if q.From != "" {
		r, err := storedRecipe(ctx, q.From)
		if err != nil {
			return nil, engine.Plan{}, err
		}
		again = &r
	}
	q = q.follow(again)
	params, err := q.openParams(again)
	if err != nil {
		return nil, engine.Plan{}, err
	}
	p, err := openPack(ctx, params)
	if err != nil {
		return nil, engine.Plan{}, err
	}
	plan, err := q.plan(ctx, p, again)
	if err != nil {
		_ = p.Close()
		return nil, engine.Plan{}, err
	}
	return p, plan, nil
}

// follow takes over from a recipe that is made again how its pack was opened.
func (q RenderRequest) follow(again *engine.Recipe) RenderRequest {
	if again == nil {
		again = q.Recipe
	}
	if again != nil {
		q.Adapters, q.Int8 = slices.Clone(again.Adapters), q.Int8 || again.Int8
		if q.Provider == "" {
			q.Provider = again.Provider
		}
	}
	if q.Provider == "" {
		q.Provider = "cpu"
	}
	return q
}

// openParams finds the pack of a request and says how it is to be opened. It
// records what the adapters are.
func (q RenderRequest) openParams(again *engine.Recipe) (engine.OpenParams, error) {
	dir, err := q.findPack(again)
	if err != nil {
		return engine.OpenParams{}, err
	}
	for i := range q.Adapters {
		if err := identify(&q.Adapters[i].Source); err != nil {
			return engine.OpenParams{}, err
		}
	}
	return engine.OpenParams{
		Dir: dir, Provider: q.Provider, Device: q.Device, Budget: q.Budget,
		Threads: min(q.Threads, goruntime.NumCPU()), // more only wait for each other
		Int8:    q.Int8, Adapters: q.Adapters, CacheDir: cacheDir(),
	}, nil
}

// openPack opens a pack that is as its maker published it.
func openPack(ctx context.Context, params engine.OpenParams) (engine.Pipeline, error) {
	if err := verify(ctx, params.Dir); err != nil {
		return nil, err
	}
	return engine.Open(ctx, params)
}

func (q RenderRequest) findPack(again *engine.Recipe) (string, error) {
	switch {
	case q.Pack != "":
		return FindPack(q.Pack)
	case again != nil:
		return findByHash(*again)
	case q.Recipe != nil:
		return findByHash(*q.Recipe)
	}
	return FindPack(DefaultPack)
}

// plan makes the recipe, or takes the one that a clip carries, and completes it
// with what the pack and the file's format decide.
func (q RenderRequest) plan(ctx context.Context, p engine.Pipeline, again *engine.Recipe) (plan engine.Plan, err error) {
	var r engine.Recipe
	switch {
	case again != nil:
		r, err = *again, q.mayRepeat(*again, p.Info())
	case q.Recipe != nil:
		r, err = q.vary(p.Info())
	default:
		if q, err = q.likeSource(ctx, p.Info()); err == nil {
			r, err = q.recipe(p.Info())
		}
	}
	if err != nil {
		return plan, err
	}
	if plan, err = p.Plan(ctx, r); err == nil {
		plan, err = q.shorten(ctx, p, plan)
	}
	if err != nil {
		return plan, err
	}
	if plan.Recipe.Scale == 0 {
		plan.Recipe.Scale = q.scaleFor(plan.Recipe.Height)
	}
	plan.Disk = q.disk(plan.Recipe)
	return plan, nil
}

func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "kinora")
}
