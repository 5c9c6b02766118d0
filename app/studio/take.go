package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// recipeKey is the metadata key under which a clip carries its recipe.
const recipeKey = "kinora.recipe"

// renderTake makes one clip and writes it.
func renderTake(ctx context.Context, p engine.Pipeline, r engine.Recipe, q RenderRequest, take int, tell func(engine.Event)) error {
	began := time.Now()
	path := takePath(q.Output, take, q.Takes)
	clip, err := p.Generate(ctx, r, tell)
	if err != nil {
		return err
	}
	if err := write(ctx, clip, r, q, path, tell); err != nil {
		return err
	}
	tell(engine.Event{Event: "result", Path: path, Seconds: time.Since(began).Seconds(), Seed: &r.Seed})
	return nil
}

// takePath numbers the files of several takes: clip.mp4 becomes clip_T02.mp4.
func takePath(path string, take, takes int) string {
	if takes <= 1 {
		return path
	}
	ending := filepath.Ext(path)
	return fmt.Sprintf("%s_T%02d%s", strings.TrimSuffix(path, ending), take+1, ending)
}

// smallestHeight is what the pictures of a small pack are enlarged to, so that a
// player does not do it with a blur of its own.
const smallestHeight = 720

func write(ctx context.Context, clip *engine.Clip, r engine.Recipe, q RenderRequest, path string, tell func(engine.Event)) error {
	recipe, err := json.Marshal(r)
	if err != nil {
		return err
	}
	params := media.Params{
		Path: path, Width: clip.Width, Height: clip.Height, Rate: media.Rate{Num: clip.Rate.Num, Den: clip.Rate.Den},
		Force: q.Force, Metadata: map[string]string{recipeKey: string(recipe), "title": r.Prompt, "comment": "Made with Kinora"},
	}
	switch {
	case q.Scale == 0 && clip.Height < smallestHeight/2:
		params.MinHeight = smallestHeight
	case q.Scale > 1:
		params.MinHeight = clip.Height * q.Scale
	}
	if clip.Sound != nil {
		params.Sound = &media.Sound{SampleRate: clip.Sound.Rate, Channels: clip.Sound.Channels}
	}
	enc, err := media.NewEncoder(ctx, params)
	if err != nil {
		return err
	}
	defer func() { _ = enc.Close() }()
	if clip.Sound != nil {
		if err := enc.WriteSamples(clip.Sound.Samples); err != nil {
			return err
		}
	}
	if err := writePictures(ctx, clip, enc, path, tell); err != nil {
		return err
	}
	tell(engine.Event{Event: "phase", Phase: engine.PhaseEncode})
	return enc.Finish()
}

func writePictures(ctx context.Context, clip *engine.Clip, enc *media.Encoder, path string, tell func(engine.Event)) error {
	if strings.EqualFold(filepath.Ext(path), ".wav") {
		return nil
	}
	began, done := time.Now(), 0
	return clip.Render(ctx, func(picture *engine.Picture) error {
		done++
		spent := time.Since(began).Seconds()
		tell(engine.Event{
			Event: "step", Phase: engine.PhaseDecode, Step: done, Steps: clip.Frames,
			Left: spent / float64(done) * float64(clip.Frames-done),
		})
		return enc.WriteFrame(picture.Pix)
	})
}

// checkOutputs finds what would make a finished clip unwritable, before it is
// made.
func checkOutputs(q RenderRequest) error {
	if q.Output == "" {
		return engine.Bad("add -o clip.mp4", "no output file is named")
	}
	if q.Scale < 0 || q.Scale > 32 {
		return engine.Bad("use 1 to 32", "a scale of %d is not possible", q.Scale)
	}
	for take := range q.Takes {
		if err := media.CheckOutput(takePath(q.Output, take, q.Takes), q.Force); err != nil {
			return err
		}
	}
	return nil
}

// storedRecipe reads the recipe that a clip carries.
func storedRecipe(ctx context.Context, path string) (engine.Recipe, error) {
	var r engine.Recipe
	meta, err := media.ReadMetadata(ctx, path)
	if err != nil {
		return r, err
	}
	text, ok := meta[recipeKey]
	if !ok {
		return r, engine.Bad("give a clip that Kinora made", "%s carries no recipe", path)
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return r, engine.Bad("give a clip that Kinora made", "the recipe in %s is damaged: %w", path, err)
	}
	if r.Version > engine.RecipeVersion {
		return r, engine.Bad("update Kinora", "the recipe in %s was written by a newer version", path)
	}
	return r, nil
}

// mayRepeat refuses a recipe that would give another clip here.
func (q RenderRequest) mayRepeat(r engine.Recipe, info engine.Info) error {
	if r.PackHash != info.Hash {
		return engine.Bad("give that pack with --pack", "%s was made with another pack or version: %s", q.From, r.Pack)
	}
	if r.Provider != q.Provider || r.Int8 != q.Int8 {
		return engine.Bad(fmt.Sprintf("add --provider %s and leave --int8 %s", r.Provider, map[bool]string{true: "in", false: "out"}[r.Int8]),
			"%s was made with the provider %s, and another gives another clip", q.From, r.Provider)
	}
	return nil
}

// AsFault turns an error of any layer into one whose kind engine.KindOf tells.
func AsFault(err error) error {
	var fault *engine.Fault
	if err == nil || errors.As(err, &fault) {
		return err
	}
	kind := engine.Internal
	switch {
	case errors.Is(err, media.ErrBadInput):
		kind = engine.BadInput
	case errors.Is(err, media.ErrDiskFull):
		kind = engine.NoRoom
	case errors.Is(err, media.ErrNoFFmpeg):
		kind = engine.BadInput
	case errors.Is(err, context.Canceled):
		kind = engine.Cancelled
	}
	return &engine.Fault{Kind: kind, What: err.Error(), Err: err}
}
