package studio

import (
	"crypto/rand"
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// RenderRequest is what a user asks for; zero values mean the pack's defaults.
type RenderRequest struct {
	Prompt string
	From   string // a clip whose recipe is taken in place of all that decides it
	Output string
	Force  bool

	Pack              string
	Provider          string
	Device, Threads   int
	Int8              bool
	Budget            int64 // bytes
	Seconds           float64
	Frames            int
	Width, Height     int
	Rate              engine.Rate
	Scale             int // whole factor; 0 chooses one for small pictures
	Style, Negative   string
	Seed              *uint64
	Takes, Steps      int
	Guidance          *float64
	TwoStage, NoAudio bool

	Images     []engine.Image
	References []string
	Audio      string
	Voice      string
	Footage    string
	Adapters   []engine.Adapter
}

// ParseImage reads PATH or PATH@FRAME. A path that itself ends in @ and a number
// can be written with @0 behind it.
func ParseImage(text string) engine.Image {
	image := engine.Image{Source: engine.Source{Path: text}, Strength: 1}
	if at := strings.LastIndexByte(text, '@'); at > 0 {
		if frame, err := strconv.Atoi(text[at+1:]); err == nil {
			image.Path, image.Frame = text[:at], frame
		}
	}
	return image
}

// ParseAdapter reads PATH or PATH:STRENGTH.
func ParseAdapter(text string) (engine.Adapter, error) {
	a := engine.Adapter{Source: engine.Source{Path: text}, Strength: 1}
	if at := strings.LastIndexByte(text, ':'); at > 1 { // C:\ is a drive
		strength, err := strconv.ParseFloat(text[at+1:], 64)
		if err != nil || math.IsNaN(strength) || math.Abs(strength) > 10 {
			return a, engine.Bad("write PATH:STRENGTH with a strength from -10 to 10", "%q is not a strength", text[at+1:])
		}
		a.Path, a.Strength = text[:at], strength
	}
	return a, nil
}

// recipe resolves the request to everything that decides the clip. Fields that
// the pack decides stay zero.
func (q RenderRequest) recipe(info engine.Info) (engine.Recipe, error) {
	prompt, negative, err := applyStyle(q.Style, q.Prompt, info)
	if err != nil {
		return engine.Recipe{}, err
	}
	r := engine.Recipe{
		Prompt: prompt, Style: q.Style, Negative: join(negative, q.Negative), Provider: q.Provider,
		Width: q.Width, Height: q.Height, Frames: q.Frames, Rate: q.Rate, Steps: q.Steps,
		TwoStage: q.TwoStage, Silent: q.NoAudio, Images: q.Images, Adapters: q.Adapters,
	}
	if q.Seed != nil {
		r.Seed = *q.Seed
	} else {
		r.Seed = drawSeed()
	}
	if q.Seconds != 0 {
		if r.Frames, err = q.frames(info); err != nil {
			return r, err
		}
	}
	if q.Guidance != nil {
		if math.IsNaN(*q.Guidance) || *q.Guidance < 1 {
			return r, engine.Bad("use 1 for none, up to about 10", "a guidance of %g is not possible", *q.Guidance)
		}
		r.Video, r.Sound = info.Defaults.Video, info.Defaults.Sound
		r.Video.Scale, r.Sound.Scale = *q.Guidance, *q.Guidance
	}
	q.attach(&r)
	return r, nil
}

// attach names the files that the clip is made with.
func (q RenderRequest) attach(r *engine.Recipe) {
	for _, path := range q.References {
		r.References = append(r.References, engine.Reference{Source: engine.Source{Path: path}, Strength: 1})
	}
	if q.Audio != "" {
		r.Track = &engine.Track{Source: engine.Source{Path: q.Audio}}
	}
	if q.Voice != "" {
		r.Voice = &engine.Track{Source: engine.Source{Path: q.Voice}}
	}
	if q.Footage != "" {
		r.Footage = &engine.Footage{Source: engine.Source{Path: q.Footage}}
	}
}

// frames turns seconds into the nearest length that the pack can make.
func (q RenderRequest) frames(info engine.Info) (int, error) {
	if !(q.Seconds > 0 && q.Seconds <= 600) {
		return 0, engine.Bad("use a length from 0.1 to 600 seconds", "%g seconds are not possible", q.Seconds)
	}
	rate := q.Rate
	if rate.Num == 0 {
		rate = info.Defaults.Rate
	}
	unit := max(info.FrameUnit, 1)
	k := math.Round((q.Seconds*rate.Float() - 1) / float64(unit))
	return int(max(k, 0))*unit + 1, nil
}

func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

// drawSeed returns a number that a person can still type.
func drawSeed() uint64 {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails, by its documentation
	return binary.LittleEndian.Uint64(raw[:]) % 1_000_000_000
}
