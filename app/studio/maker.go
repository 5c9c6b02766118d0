package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/project/media"
)

// Maker makes takes in a worker process, and keeps packs open between them. Make
// and Release are called one at a time, Budget whenever.
type Maker struct {
	now  func() time.Time
	open residents
}

var _ worker.Maker = (*Maker)(nil)

// NewMaker returns a maker that has opened nothing yet.
func NewMaker(now func() time.Time) *Maker {
	return &Maker{now: now, open: residents{free: runtime.AvailableMemory}}
}

// Budget says how many bytes models may take from the next job on.
func (m *Maker) Budget(bytes int64) { m.open.limit(bytes) }

// Release closes every pack.
func (m *Maker) Release() error { return m.open.release() }

// Make makes one take, from the checkpoint where the job says so. Its errors are
// faults.
func (m *Maker) Make(ctx context.Context, j worker.Job, h worker.Hooks) (worker.Result, error) {
	began := m.now()
	tell := func(e engine.Event) {
		e.Elapsed = m.now().Sub(began).Seconds()
		h.Tell(e)
	}
	c := &checkpoint{path: j.Checkpoint, now: m.now, kept: began, tell: tell}
	result, err := m.make(ctx, j, c, tell, h.Preview)
	result.Seconds = m.now().Sub(began).Seconds()
	switch {
	case err == nil:
		c.remove()
	case ctx.Err() != nil && !errors.Is(context.Cause(ctx), worker.ErrPaused):
		c.remove()
	default: // paused, or failed: another attempt need not repeat the work
		c.write()
	}
	return result, AsFault(err)
}

func (m *Maker) make(ctx context.Context, j worker.Job, c *checkpoint, tell func(engine.Event), preview func(engine.Preview)) (worker.Result, error) {
	q, again, err := request(j)
	if err != nil {
		return worker.Result{}, err
	}
	// What a killed worker left; a folder that cannot be cleaned is no reason to
	// make nothing.
	_ = media.Sweep(filepath.Dir(q.Output), m.now().Add(-leftoverAge))
	tell(engine.Event{Event: "start"})
	tell(engine.Event{Event: "phase", Phase: engine.PhaseLoad})
	p, plan, err := m.prepare(ctx, q, again)
	if err != nil {
		return worker.Result{}, err
	}
	if err := media.CheckOutput(q.Output, !plan.Recipe.Silent, q.Force); err != nil {
		return worker.Result{}, err
	}
	if err := fits(plan, q.Output); err != nil {
		return worker.Result{}, err
	}
	warn(p, plan.Recipe, tell)
	if err := loadSources(ctx, &plan.Recipe, tell); err != nil {
		return worker.Result{}, err
	}
	hooks := engine.Hooks{Tell: tell, Preview: preview, Keep: c.keep}
	if j.Resume && j.Checkpoint != "" {
		hooks.Resume = c.resume(plan.Recipe)
	}
	out := output{q.Output, q.Force}
	clip, err := makeTake(ctx, p, plan.Recipe, out, hooks)
	if hooks.Resume != nil && engine.KindOf(AsFault(err)) == engine.BadInput && ctx.Err() == nil {
		c.warn("the clip begins anew: " + err.Error())
		hooks.Resume = nil
		clip, err = makeTake(ctx, p, plan.Recipe, out, hooks)
	}
	if err != nil {
		return worker.Result{}, err
	}
	return describe(ctx, q.Output, clip, plan.Recipe)
}

// request turns a job into a request, and the recipe that it repeats.
func request(j worker.Job) (q RenderRequest, again *engine.Recipe, err error) {
	const hint = "give the job one of them"
	switch {
	case j.Recipe != nil && j.Request != nil:
		return q, nil, engine.Bad(hint, "the job %d has a recipe and a request", j.ID)
	case j.Recipe == nil && j.Request == nil:
		return q, nil, engine.Bad(hint, "the job %d has neither a recipe nor a request", j.ID)
	case j.Recipe != nil:
		r := *j.Recipe
		r.Int8 = r.Int8 || j.Int8
		if j.Provider != "" {
			r.Provider = j.Provider
		}
		again, q.From = &r, fmt.Sprintf("the recipe of job %d", j.ID)
	default:
		if err := json.Unmarshal(j.Request, &q); err != nil {
			return q, nil, engine.Bad("report this", "the request of job %d cannot be read: %w", j.ID, err)
		}
		if q.From != "" || q.Takes > 1 {
			return q, nil, engine.Bad("give a job each of them", "the job %d asks for more than one take, or for another clip's", j.ID)
		}
	}
	return over(q, j), again, checkPath(j)
}

// over puts what a job says of model and machine in place of what its request
// says.
func over(q RenderRequest, j worker.Job) RenderRequest {
	q.Output, q.Force, q.Takes = j.Output, true, 1
	if j.Pack != "" {
		q.Pack = j.Pack
	}
	if j.Provider != "" {
		q.Provider = j.Provider
	}
	if j.Device != 0 {
		q.Device = j.Device
	}
	if j.Threads != 0 {
		q.Threads = j.Threads
	}
	q.Int8 = q.Int8 || j.Int8
	return q
}

func checkPath(j worker.Job) error {
	switch ending := strings.ToLower(filepath.Ext(j.Output)); {
	case j.Output == "":
		return engine.Bad("name one", "the job %d has no output file", j.ID)
	case ending == ".png":
		return engine.Bad("make a clip and export the pictures", "the job %d asks for pictures, and a take is one file", j.ID)
	}
	return nil
}

// prepare opens the pack, or takes it as it was left, and completes the recipe.
func (m *Maker) prepare(ctx context.Context, q RenderRequest, again *engine.Recipe) (engine.Pipeline, engine.Plan, error) {
	q, err := q.complete()
	if err != nil {
		return nil, engine.Plan{}, err
	}
	q = q.follow(again)
	params, err := q.openParams(again)
	if err != nil {
		return nil, engine.Plan{}, err
	}
	p, err := m.open.get(ctx, params)
	if err != nil {
		return nil, engine.Plan{}, err
	}
	plan, err := q.plan(ctx, p, again)
	if err != nil || plan.Reason == "" {
		return p, plan, err
	}
	// What is open takes the memory that the plan counts as needed.
	if err := m.Release(); err != nil {
		return nil, engine.Plan{}, err
	}
	if p, err = m.open.get(ctx, params); err != nil {
		return nil, engine.Plan{}, err
	}
	plan, err = q.plan(ctx, p, again)
	return p, plan, err
}

// describe says what was written.
func describe(ctx context.Context, path string, clip *engine.Clip, r engine.Recipe) (worker.Result, error) {
	result := worker.Result{
		Path: path, Width: clip.Width, Height: clip.Height, Frames: clip.Frames, Rate: clip.Rate, Silent: clip.Sound == nil, Recipe: r,
	}
	info, err := os.Stat(path)
	if err == nil {
		result.Bytes = info.Size()
		result.SHA256, err = hashFile(path)
	}
	if err != nil {
		return result, err
	}
	probed, err := media.Probe(ctx, path)
	if err == nil && len(probed.Video) > 0 { // small pictures are enlarged
		result.Width, result.Height = probed.Video[0].Width, probed.Video[0].Height
	}
	return result, err
}
