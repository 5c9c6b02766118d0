package ltx

import (
	"context"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// streams lays out both streams of a recipe, with all its conditions, at a size.
func (p *pipeline) streams(ctx context.Context, r engine.Recipe) (video, audio *stream, err error) {
	f, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	video = newStream(int(p.config.InChannels), p.config.VideoCoords(int64(f), int64(h), int64(w), r.Rate.Float()))
	audio = newStream(int(p.config.AudioInChannels), p.config.AudioCoords(p.shape.audioTokens(r), 0))
	if r.Footage != nil {
		latents, err := p.encodePictures(ctx, fill(r.Footage.Pictures, r.Frames), r.Width, r.Height)
		if err != nil {
			return nil, nil, err
		}
		if err := video.hold(0, latents, 1); err != nil {
			return nil, nil, err
		}
	}
	for _, image := range r.Images {
		if err := p.holdImage(ctx, video, image, r); err != nil {
			return nil, nil, err
		}
	}
	for _, reference := range r.References {
		if err := p.attachReference(ctx, video, reference, r); err != nil {
			return nil, nil, err
		}
	}
	return video, audio, p.holdSound(ctx, audio, r)
}

// holdImage puts a picture into the clip: the first frame takes the place of its
// tokens, any other is appended at its own time, since it shares its latent with
// its neighbours.
func (p *pipeline) holdImage(ctx context.Context, video *stream, image engine.Image, r engine.Recipe) error {
	latents, err := p.encodePictures(ctx, []*engine.Picture{image.Picture}, r.Width, r.Height)
	if err != nil {
		return err
	}
	if image.Frame == 0 {
		return video.hold(0, latents, image.Strength)
	}
	return video.attach(latents, p.keyframeCoords(image.Frame, r), image.Strength)
}

// keyframeCoords places the tokens of one picture at exactly one frame.
func (p *pipeline) keyframeCoords(frame int, r engine.Recipe) *tensor.Tensor {
	_, h, w := p.shape.latents(r.Frames, r.Height, r.Width)
	coords := p.config.VideoCoords(1, int64(h), int64(w), r.Rate.Float())
	fps := float32(r.Rate.Float())
	for i := range h * w {
		coords.F32[2*i] = float32(frame) / fps
		coords.F32[2*i+1] = float32(frame+1) / fps
	}
	return coords
}

// attachReference appends what the model may look at without showing it.
func (p *pipeline) attachReference(ctx context.Context, video *stream, ref engine.Reference, r engine.Recipe) error {
	pictures := ref.Pictures[:min(len(ref.Pictures), r.Frames)]
	pictures = pictures[:(len(pictures)-1)/p.shape.temporal*p.shape.temporal+1]
	latents, err := p.encodePictures(ctx, pictures, r.Width, r.Height)
	if err != nil {
		return err
	}
	f, h, w := p.shape.latents(len(pictures), r.Height, r.Width)
	return video.attach(latents, p.config.VideoCoords(int64(f), int64(h), int64(w), r.Rate.Float()), ref.Strength)
}

// voiceGap is the silence in seconds between a reference voice and the clip, as
// the public ID-LoRA was trained: one latent.
const voiceGap = 0.04

// holdSound freezes an own track, and puts a voice to speak like in front of the
// clip, at negative times.
func (p *pipeline) holdSound(ctx context.Context, audio *stream, r engine.Recipe) error {
	if r.Track != nil {
		latents, err := p.encodeSound(ctx, r.Track.Sound, audio.base)
		if err != nil {
			return err
		}
		if err := audio.hold(0, latents, 1); err != nil {
			return err
		}
	}
	if r.Voice == nil {
		return nil
	}
	seconds := r.Voice.Sound.Seconds()
	n := int(seconds * p.shape.sounds)
	if n < 1 {
		return engine.Bad("use about five seconds", "the voice %s is too short", r.Voice.Path)
	}
	latents, err := p.encodeSound(ctx, r.Voice.Sound, n)
	if err != nil {
		return err
	}
	coords := dit.MoveTime(p.config.AudioCoords(int64(n), 0), -float64(n)/p.shape.sounds-voiceGap)
	return audio.attach(latents, coords, 1)
}

// fill returns exactly n pictures: cut, or with the last one repeated.
func fill(pictures []*engine.Picture, n int) []*engine.Picture {
	out := make([]*engine.Picture, n)
	for i := range out {
		out[i] = pictures[min(i, len(pictures)-1)]
	}
	return out
}
