package studio

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
)

// Render makes every take of a request and tells what happens. What is on disk
// afterwards is complete clips only.
func Render(ctx context.Context, q RenderRequest, tell func(engine.Event)) error {
	began := time.Now()
	stamped := func(e engine.Event) {
		e.Elapsed = time.Since(began).Seconds()
		tell(e)
	}
	if q.Takes < 1 || q.Takes > 1000 {
		return engine.Bad("use 1 to 1000", "%d takes are not possible", q.Takes)
	}
	if err := checkOutputs(q); err != nil {
		return err
	}
	stamped(engine.Event{Event: "phase", Phase: engine.PhaseLoad})
	p, r, err := prepare(ctx, q)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	plan, err := p.Plan(ctx, r)
	if err != nil {
		return err
	}
	if err := fits(plan, q.Output); err != nil {
		return err
	}
	warn(p, plan.Recipe, stamped)
	for take := range q.Takes {
		r := plan.Recipe
		r.Seed += uint64(take)
		numbered := func(e engine.Event) {
			if q.Takes > 1 {
				e.Take = take + 1
			}
			stamped(e)
		}
		if err := renderTake(ctx, p, r, q, take, numbered); err != nil {
			return err
		}
	}
	return nil
}

// Plan tells what a request would take, and makes nothing.
func Plan(ctx context.Context, q RenderRequest) (engine.Plan, error) {
	p, r, err := prepare(ctx, q)
	if err != nil {
		return engine.Plan{}, err
	}
	defer func() { _ = p.Close() }()
	return p.Plan(ctx, r)
}

// prepare opens the pack and resolves the request.
func prepare(ctx context.Context, q RenderRequest) (engine.Pipeline, engine.Recipe, error) {
	if strings.TrimSpace(q.Prompt) == "" && q.From == "" {
		return nil, engine.Recipe{}, engine.Bad("say in a few words what the clip shows", "the prompt is empty")
	}
	var again *engine.Recipe
	if q.From != "" {
		r, err := storedRecipe(ctx, q.From)
		if err != nil {
			return nil, engine.Recipe{}, err
		}
		again, q.Adapters = &r, r.Adapters
	}
	dir, err := FindPack(q.Pack)
	if err != nil {
		return nil, engine.Recipe{}, err
	}
	if err := verify(dir); err != nil {
		return nil, engine.Recipe{}, err
	}
	for i := range q.Adapters {
		if err := identify(&q.Adapters[i].Source); err != nil {
			return nil, engine.Recipe{}, err
		}
	}
	p, err := engine.Open(ctx, engine.OpenParams{
		Dir: dir, Provider: q.Provider, Device: q.Device, Threads: q.Threads, Budget: q.Budget,
		Int8: q.Int8, Adapters: q.Adapters, CacheDir: cacheDir(),
	})
	if err != nil {
		return nil, engine.Recipe{}, err
	}
	r, err := q.resolve(ctx, again, p.Info())
	if err != nil {
		_ = p.Close()
		return nil, engine.Recipe{}, err
	}
	return p, r, nil
}

// resolve makes the recipe, or takes the one that a clip carries.
func (q RenderRequest) resolve(ctx context.Context, again *engine.Recipe, info engine.Info) (r engine.Recipe, err error) {
	if again != nil {
		r, err = *again, q.mayRepeat(*again, info)
	} else {
		r, err = q.recipe(info)
	}
	if err != nil {
		return r, err
	}
	return r, loadSources(ctx, &r, info)
}

// verify checks the files of small packs whenever they are opened.
func verify(dir string) error {
	pack, err := packs.Open(dir)
	if err != nil || pack.Bytes > packs.VerifyLimit {
		return err
	}
	return pack.Verify()
}

func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "kinora")
}

// warn tells what the pack will not do as asked.
func warn(p engine.Pipeline, r engine.Recipe, tell func(engine.Event)) {
	info := p.Info()
	n, unknown, err := p.Tokens(r.Prompt)
	if err != nil {
		return // Generate reports it
	}
	if n > info.MaxTokens {
		tell(engine.Event{Event: "warning", Message: fmt.Sprintf(
			"the prompt has %d tokens and %s reads the first %d of them", n, info.Name, info.MaxTokens)})
	}
	if len(unknown) > 0 {
		tell(engine.Event{Event: "warning", Message: fmt.Sprintf(
			"%s is a small demonstration model and does not know: %s", info.Name, strings.Join(unknown, ", "))})
	}
}

// fits turns a plan that cannot run into a fault, memory first.
func fits(plan engine.Plan, output string) error {
	if plan.Reason != "" {
		hint := "use a smaller size or fewer frames"
		if n := plan.Nearest; n != nil {
			hint = fmt.Sprintf("use --size %dx%d --frames %d", n.Width, n.Height, n.Frames)
		}
		return engine.Full(hint, "the clip cannot be made here: %s", plan.Reason)
	}
	free, err := freeDisk(filepath.Dir(output))
	if err == nil && free < plan.Disk {
		return engine.Full("free some space or write elsewhere", "the clip needs %d MiB of disk and %d MiB are free", max(1, plan.Disk>>20), free>>20)
	}
	return nil
}
