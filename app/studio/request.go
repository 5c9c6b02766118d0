package studio

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// RenderRequest is what a user asks for; zero values and nil mean the pack's
// defaults. As JSON it is what a worker may be given in place of a recipe.
type RenderRequest struct {
	Prompt string `json:"prompt,omitempty"`
	From   string `json:"from,omitempty"` // a clip whose recipe is taken in place of all that decides it
	// Recipe is where all comes from that the request does not say: its prompt, its
	// length, its size, its seed. Images are added to its own.
	Recipe *engine.Recipe `json:"recipe,omitempty"`
	Output string         `json:"output,omitempty"` // empty with From: beside that clip
	Force  bool           `json:"force,omitempty"`

	Pack     string      `json:"pack,omitempty"`     // empty: DefaultPack, or with From the one that it was made with
	Provider string      `json:"provider,omitempty"` // empty: cpu, or with From the one that it was made with
	Device   int         `json:"device,omitempty"`
	Threads  int         `json:"threads,omitempty"`
	Int8     bool        `json:"int8,omitempty"`
	Budget   int64       `json:"budget,omitempty"` // bytes
	Seconds  *float64    `json:"seconds,omitempty"`
	Frames   *int        `json:"frames,omitempty"`
	Near     bool        `json:"near,omitempty"` // the length that the pack can make nearest to Frames
	Size     *Size       `json:"size,omitempty"`
	Rate     engine.Rate `json:"rate,omitzero"`
	Scale    int         `json:"scale,omitempty"` // whole factor; 0 chooses one for small pictures
	Style    string      `json:"style,omitempty"`
	Negative string      `json:"negative,omitempty"`
	Seed     *uint64     `json:"seed,omitempty"`
	Takes    int         `json:"takes,omitempty"` // 0 means 1
	Steps    *int        `json:"steps,omitempty"`
	Guidance *float64    `json:"guidance,omitempty"`
	TwoStage bool        `json:"two_stage,omitempty"`
	NoAudio  bool        `json:"no_audio,omitempty"`

	Images     []engine.Image   `json:"images,omitempty"`
	References []string         `json:"references,omitempty"`
	Audio      string           `json:"audio,omitempty"`
	Voice      string           `json:"voice,omitempty"`
	Footage    string           `json:"footage,omitempty"`
	Adapters   []engine.Adapter `json:"adapters,omitempty"`

	loose bool // Frames were not asked for and may become fewer
}

// Size is in pixels.
type Size struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// ParseSize reads 768x512.
func ParseSize(text string) (Size, error) {
	width, height, ok := strings.Cut(strings.ReplaceAll(strings.ToLower(text), "×", "x"), "x")
	w, err1 := strconv.Atoi(width)
	h, err2 := strconv.Atoi(height)
	if !ok || err1 != nil || err2 != nil {
		return Size{}, engine.Bad("write width and height as 768x512", "%q is not a size", text)
	}
	return Size{Width: w, Height: h}, nil
}

// ParseImage reads PATH or PATH@FRAME; a negative frame counts from the end.
func ParseImage(text string) (engine.Image, error) {
	image := engine.Image{Source: engine.Source{Path: text}, Strength: 1}
	at := strings.LastIndexByte(text, '@')
	if at < 1 || exists(text) {
		return image, nil
	}
	frame, err := strconv.Atoi(text[at+1:])
	if err != nil {
		return image, engine.Bad("write PATH@FRAME, such as face.png@24", "%q is not the number of a frame", text[at+1:])
	}
	image.Path, image.Frame = text[:at], frame
	return image, nil
}

// ParseAdapter reads PATH or PATH:STRENGTH.
func ParseAdapter(text string) (engine.Adapter, error) {
	a := engine.Adapter{Source: engine.Source{Path: text}, Strength: 1}
	at := strings.LastIndexByte(text, ':')
	if at < 2 || exists(text) { // C:\ is a drive
		return a, nil
	}
	strength, err := strconv.ParseFloat(text[at+1:], 64)
	if err != nil || !(math.Abs(strength) <= 10) {
		return a, engine.Bad("write PATH:STRENGTH with a strength from -10 to 10", "%q is not a strength", text[at+1:])
	}
	a.Path, a.Strength = text[:at], strength
	return a, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// recipe resolves the request to everything that decides the clip. Fields that
// the pack decides stay zero.
func (q RenderRequest) recipe(info engine.Info) (engine.Recipe, error) {
	prompt, negative, err := applyStyle(q.Style, q.Prompt, q.Negative, info)
	if err != nil {
		return engine.Recipe{}, err
	}
	r := engine.Recipe{
		Prompt: prompt, Style: q.Style, Negative: negative, Provider: q.Provider, Rate: q.Rate,
		TwoStage: q.TwoStage, Silent: q.NoAudio, Adapters: q.Adapters,
	}
	if q.Seed != nil {
		r.Seed = *q.Seed
	} else {
		r.Seed = drawSeed()
	}
	for _, image := range q.Images {
		image.CRF = info.ImageCRF
		r.Images = append(r.Images, image)
	}
	q.attach(&r)
	if err := q.measure(&r, info); err != nil {
		return r, err
	}
	return r, q.steer(&r, info)
}

// measure takes over size and length. A zero that somebody wrote is a mistake,
// not a wish for the default.
func (q RenderRequest) measure(r *engine.Recipe, info engine.Info) error {
	if s := q.Size; s != nil {
		unit := max(info.SizeUnit, 1)
		if s.Width < 1 || s.Height < 1 {
			return engine.Bad(fmt.Sprintf("use %dx%d", max(s.Width, unit), max(s.Height, unit)), "a size of %dx%d is not possible", s.Width, s.Height)
		}
		r.Width, r.Height = s.Width, s.Height
	}
	switch {
	case q.Frames != nil && q.Seconds != nil:
		return engine.Bad("name one of them", "both seconds and frames are given")
	case q.Frames != nil && *q.Frames < 1:
		return engine.Bad("use 1", "%d frames are not possible", *q.Frames)
	case q.Frames != nil:
		r.Frames = *q.Frames
		if unit := max(info.FrameUnit, 1); q.Near {
			r.Frames = (r.Frames-1+unit/2)/unit*unit + 1
		}
	case q.Seconds != nil:
		frames, err := q.framesFor(*q.Seconds, info)
		if err != nil {
			return err
		}
		r.Frames = frames
	}
	return nil
}

// framesFor turns seconds into the nearest length that the pack can make.
func (q RenderRequest) framesFor(seconds float64, info engine.Info) (int, error) {
	rate := q.Rate
	if rate.Num == 0 {
		rate = info.Defaults.Rate
	}
	switch {
	case math.IsNaN(seconds) || seconds <= 0:
		return 0, engine.Bad(fmt.Sprintf("use %.2g, which is one frame, or more", 1/rate.Float()), "%g seconds are not possible", seconds)
	case seconds > longest:
		return 0, engine.Bad(fmt.Sprintf("use %d", longest), "%g seconds are not possible", seconds)
	}
	unit := max(info.FrameUnit, 1)
	k := math.Round((seconds*rate.Float() - 1) / float64(unit))
	return int(max(k, 0))*unit + 1, nil
}

// steer takes over what guides the sampler.
func (q RenderRequest) steer(r *engine.Recipe, info engine.Info) error {
	if q.Steps != nil {
		if *q.Steps < 1 {
			return engine.Bad(fmt.Sprintf("use 1 to %d", engine.MaxSteps), "%d steps are not possible", *q.Steps)
		}
		r.Steps = *q.Steps
	}
	if q.Guidance == nil {
		return nil
	}
	scale := *q.Guidance
	switch {
	case math.IsNaN(scale) || scale < 1:
		return engine.Bad("use 1, which is off, or more", "a guidance of %g is not possible", scale)
	case scale > 100:
		return engine.Bad("use 100 or less; 3 to 7 is usual", "a guidance of %g is not possible", scale)
	case scale == 1:
		r.Video, r.Sound = engine.Guidance{Scale: 1, Modality: 1}, engine.Guidance{Scale: 1, Modality: 1}
	default:
		r.Video, r.Sound = info.Defaults.Video, info.Defaults.Sound
		r.Video.Scale, r.Sound.Scale = scale, scale
	}
	return nil
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

// drawSeed returns a number that a person can still type.
func drawSeed() uint64 {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails, by its documentation
	return binary.LittleEndian.Uint64(raw[:]) % 1_000_000_000
}
