package studio

import (
	"context"
	"math"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project/media"
)

// The bounds of a clip whose length nobody asked for: beyond them no pack was
// ever trained.
const (
	longest    = 600   // seconds
	mostFrames = 20000 // at any rate
)

// likeSource gives a clip that is made for a sound or for footage the length of
// that, where none is asked for, and the rate of the footage. What cannot be read
// is left to loadSources, which says what is wrong.
func (q RenderRequest) likeSource(ctx context.Context, info engine.Info) (RenderRequest, error) {
	path := q.Audio + q.Footage
	if path == "" || q.Audio != "" && q.Footage != "" {
		return q, nil
	}
	if err := isFile(path); err != nil {
		return q, err
	}
	probed, err := media.Probe(ctx, path)
	if err != nil {
		return q, err
	}
	if q.Footage != "" && (isStill(path) || isPicture(probed)) {
		return q, engine.Bad("show it with --image, or give a clip", "%s is a picture, and footage is a clip", path)
	}
	if q.Footage != "" && q.Rate.Num == 0 && len(probed.Video) > 0 {
		q.Rate = plainRate(probed.Video[0].Rate)
	}
	seconds := lengthOf(probed, q.Footage != "")
	if q.Frames != nil || q.Seconds != nil || seconds <= 0 {
		return q, nil
	}
	rate := q.Rate
	if rate.Num == 0 {
		rate = info.Defaults.Rate
	}
	frames, err := q.framesFor(min(seconds, longest, mostFrames/rate.Float()), info)
	q.Frames, q.loose = &frames, true
	return q, err
}

// isPicture knows a picture by what is in the file, whatever its name is.
func isPicture(info media.Info) bool {
	return info.Format == "image2" || strings.HasSuffix(info.Format, "_pipe")
}

// lengthOf returns the seconds of a file's first picture or sound, 0 where it
// does not say.
func lengthOf(info media.Info, pictures bool) float64 {
	switch {
	case pictures && len(info.Video) > 0 && info.Video[0].Rate.Valid():
		v := info.Video[0]
		return float64(v.Frames) * float64(v.Rate.Den) / float64(v.Rate.Num)
	case !pictures && len(info.Audio) > 0 && info.Audio[0].SampleRate > 0:
		return float64(info.Audio[0].Samples) / float64(info.Audio[0].SampleRate)
	}
	return 0
}

// plainRate takes over a rate that a camera or an editor makes. Files whose
// frames come at no steady pace state averages that nobody wants.
func plainRate(r media.Rate) engine.Rate {
	value := float64(r.Num) / float64(max(r.Den, 1))
	if !r.Valid() || r.Den > 1 && r.Den != 1001 && r.Den != 2 || value < engine.MinRate || value > engine.MaxRate {
		return engine.Rate{}
	}
	return engine.Rate{Num: r.Num, Den: r.Den}
}

// shorten plans the longest clip that fits this machine, where the length was
// not asked for.
func (q RenderRequest) shorten(ctx context.Context, p engine.Pipeline, plan engine.Plan) (engine.Plan, error) {
	unit := max(p.Info().FrameUnit, 1)
	for q.loose && plan.Reason != "" && plan.Recipe.Frames > unit+1 {
		r := plan.Recipe
		r.Frames = int(math.Round(float64(r.Frames)*0.75/float64(unit)))*unit + 1
		if r.Frames >= plan.Recipe.Frames {
			r.Frames -= unit
		}
		shorter, err := p.Plan(ctx, r)
		if err != nil {
			return plan, err
		}
		plan = shorter
	}
	return plan, nil
}
