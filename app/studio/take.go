package studio

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// recipeKey is the metadata key under which a clip carries its recipe.
const recipeKey = "kinora.recipe"

// output is the file that a take becomes.
type output struct {
	path  string
	force bool // replace one that exists
}

// makeTake makes one clip and writes it; what is there afterwards is complete.
func makeTake(ctx context.Context, p engine.Pipeline, r engine.Recipe, o output, h engine.Hooks) (*engine.Clip, error) {
	clip, err := p.Generate(ctx, r, h)
	if err != nil {
		return nil, err
	}
	return clip, write(ctx, clip, r, o, h.Tell)
}

// params describe the file of a complete recipe, as yet without its sound.
func (o output) params(r engine.Recipe, recipe string) media.Params {
	p := media.Params{
		Path: o.path, Width: r.Width, Height: r.Height, Rate: media.Rate{Num: r.Rate.Num, Den: r.Rate.Den},
		Force: o.force, Metadata: map[string]string{recipeKey: recipe, "title": r.Prompt, "comment": "Made with Kinora"},
	}
	if r.Scale > 1 {
		p.MinHeight = r.Height * r.Scale
	}
	return p
}

// takePath numbers the files of several takes: clip.mp4 becomes clip_T02.mp4.
func takePath(path string, take, takes int) string {
	if takes <= 1 {
		return path
	}
	ending := filepath.Ext(path)
	return fmt.Sprintf("%s_T%02d%s", strings.TrimSuffix(path, ending), take+1, ending)
}

const (
	maxScale = 32
	// smallestHeight is what the pictures of a small pack are enlarged to, so that
	// a player does not do it with a blur of its own.
	smallestHeight = 720
)

// scaleFor is the factor by which pictures of a height are enlarged.
func (q RenderRequest) scaleFor(height int) int {
	switch {
	case q.Scale > 0:
		return q.Scale
	case height >= smallestHeight/2:
		return 1
	}
	return (smallestHeight + height - 1) / height
}

// disk estimates what all takes need: the files, and the scratch of one.
func (q RenderRequest) disk(r engine.Recipe) int64 {
	const loudest = 2 * 48000 // samples a second, both channels
	pixels := int64(r.Width) * int64(r.Height) * int64(r.Frames) * int64(r.Scale) * int64(r.Scale)
	samples := int64(float64(r.Frames) / r.Rate.Float() * loudest)
	if r.Silent {
		samples = 0
	}
	path := q.Output
	if path == "" {
		path = "clip.mp4" // a plan may come before a name
	}
	return media.StoredBytes(path, pixels, samples) * int64(q.Takes+1)
}

func write(ctx context.Context, clip *engine.Clip, r engine.Recipe, o output, tell func(engine.Event)) error {
	recipe, err := json.Marshal(r)
	if err != nil {
		return err
	}
	params := o.params(r, string(recipe))
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
	if err := writePictures(ctx, clip, enc, o.path, tell); err != nil {
		return err
	}
	tell(engine.Event{Event: "phase", Phase: engine.PhaseEncode})
	return enc.Finish()
}

func writePictures(ctx context.Context, clip *engine.Clip, enc *media.Encoder, path string, tell func(engine.Event)) error {
	if strings.EqualFold(filepath.Ext(path), ".wav") {
		return nil
	}
	tell(engine.Event{Event: "phase", Phase: engine.PhaseDecode})
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

// checkOutputs finds what would make a finished clip unwritable, as far as the
// request alone tells.
func (q RenderRequest) checkOutputs() error {
	if q.Output == "" {
		return engine.Bad("add -o clip.mp4", "no output file is named")
	}
	for take := range q.Takes {
		path := takePath(q.Output, take, q.Takes)
		if err := media.CheckOutput(path, !q.NoAudio, q.Force); err != nil {
			return err
		}
		if err := q.sparesSources(path); err != nil {
			return err
		}
	}
	return nil
}

// checkTakes looks once more when the recipe is complete, which says how large
// the pictures are and whether there is sound.
func (q RenderRequest) checkTakes(r engine.Recipe) error {
	for take := range q.Takes {
		params := output{takePath(q.Output, take, q.Takes), q.Force}.params(r, "")
		if !r.Silent {
			params.Sound = &media.Sound{SampleRate: 48000, Channels: 2}
		}
		if err := media.Check(params); err != nil {
			return err
		}
	}
	return nil
}

// sparesSources refuses to replace a file that the clip is made with.
func (q RenderRequest) sparesSources(path string) error {
	there, err := os.Stat(path)
	if err != nil {
		return nil //nolint:nilerr // what does not exist is not replaced
	}
	sources := append([]string{q.Audio, q.Voice, q.Footage}, q.References...)
	for _, image := range q.Images {
		sources = append(sources, image.Path)
	}
	for _, adapter := range q.Adapters {
		sources = append(sources, adapter.Path)
	}
	for _, source := range sources {
		if info, err := os.Stat(source); err == nil && os.SameFile(info, there) {
			return engine.Bad("choose another name", "the clip would replace %s, which it is made with", path)
		}
	}
	return nil
}
