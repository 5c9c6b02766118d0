package studio

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// MaxTakes bounds one request.
const MaxTakes = 1000

// leftoverAge is how long nobody has written to what a run that is still going
// on can have beside its clip.
const leftoverAge = 48 * time.Hour

// Render makes every take of a request and tells what happens. What is on disk
// afterwards is complete clips only.
func Render(ctx context.Context, q RenderRequest, tell func(engine.Event)) error {
	began := time.Now()
	stamped := func(e engine.Event) {
		e.Elapsed = time.Since(began).Seconds()
		tell(e)
	}
	q, err := q.complete()
	if err != nil {
		return err
	}
	if err := q.checkOutputs(); err != nil {
		return err
	}
	// What a killed run left beside its clip; a folder that cannot be cleaned is
	// no reason to make nothing.
	_ = media.Sweep(filepath.Dir(q.Output), began.Add(-leftoverAge))
	stamped(engine.Event{Event: "start"})
	stamped(engine.Event{Event: "phase", Phase: engine.PhaseLoad})
	p, plan, err := prepare(ctx, q)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	if err := q.checkTakes(plan.Recipe); err != nil {
		return err
	}
	if err := fits(plan, q.Output); err != nil {
		return err
	}
	warn(p, plan.Recipe, stamped)
	if err := loadSources(ctx, &plan.Recipe, stamped); err != nil {
		return err
	}
	for take := range q.Takes {
		r := plan.Recipe
		r.Seed += uint64(take)
		numbered := func(e engine.Event) {
			if q.Takes > 1 {
				e.Take = take + 1
			}
			stamped(e)
		}
		began, path := time.Now(), takePath(q.Output, take, q.Takes)
		if _, err := makeTake(ctx, p, r, output{path, q.Force}, engine.Hooks{Tell: numbered}); err != nil {
			return err
		}
		numbered(engine.Event{Event: "result", Path: path, Seconds: time.Since(began).Seconds(), Seed: &r.Seed})
	}
	return nil
}

// complete checks what needs no pack, and fills in what was left out.
func (q RenderRequest) complete() (RenderRequest, error) {
	if err := q.checkWords(); err != nil {
		return q, err
	}
	if q.Takes == 0 {
		q.Takes = 1
	}
	if err := q.checkNumbers(); err != nil {
		return q, err
	}
	if q.Audio != "" && q.NoAudio {
		return q, engine.Bad("name one of them", "an own track and a silent clip exclude each other")
	}
	if q.From == "" {
		return q, nil
	}
	if q.Output == "" {
		ending := filepath.Ext(q.From)
		q.Output = strings.TrimSuffix(q.From, ending) + "_again" + ending
	}
	return q, q.changesNothing()
}

func (q RenderRequest) checkNumbers() error {
	switch {
	case q.Takes < 1 || q.Takes > MaxTakes:
		return engine.Bad(fmt.Sprintf("use 1 to %d", MaxTakes), "%d takes are not possible", q.Takes)
	case q.Scale < 0 || q.Scale > maxScale:
		return engine.Bad(fmt.Sprintf("use 1 to %d, or 0 to let Kinora choose", maxScale), "a scale of %d is not possible", q.Scale)
	case q.Threads < 0 || q.Threads > 1024:
		return engine.Bad("use 1 to 1024, or 0 for all cores", "%d threads are not possible", q.Threads)
	case q.Device < 0:
		return engine.Bad("use 0 for the first", "there is no accelerator %d", q.Device)
	case q.Budget < 0:
		return engine.Bad("use 0 for no limit", "a budget of %d MiB is not possible", q.Budget>>20)
	}
	return nil
}

func (q RenderRequest) checkWords() error {
	switch {
	case strings.TrimSpace(q.Prompt) == "" && q.From == "" && q.Recipe == nil:
		return engine.Bad("say in a few words what the clip shows", "the prompt is empty")
	case !utf8.ValidString(q.Prompt + q.Negative):
		return engine.Bad("type it again, or save it as UTF-8", "the prompt is not text")
	}
	return nil
}

// changesNothing refuses what would make another clip than the one whose recipe
// is taken.
func (q RenderRequest) changesNothing() error {
	var changed []string
	for flag, given := range map[string]bool{
		"a prompt": q.Prompt != "", "a length": q.Seconds != nil || q.Frames != nil, "a size": q.Size != nil,
		"a rate": q.Rate.Num != 0, "a scale": q.Scale != 0, "a style": q.Style != "", "a negative prompt": q.Negative != "",
		"a seed": q.Seed != nil, "steps": q.Steps != nil, "a guidance": q.Guidance != nil, "two stages": q.TwoStage,
		"no sound": q.NoAudio, "pictures": len(q.Images) > 0, "references": len(q.References) > 0, "a track": q.Audio != "",
		"a voice": q.Voice != "", "footage": q.Footage != "", "adapters": len(q.Adapters) > 0,
	} {
		if given {
			changed = append(changed, flag)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	slices.Sort(changed)
	return engine.Bad("leave it out, or render from a prompt", "%s is made again as it was, which %s would change",
		q.From, strings.Join(changed, " and "))
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
