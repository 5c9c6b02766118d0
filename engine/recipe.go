package engine

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Rate is a frame rate in frames a second as a fraction, such as 24000/1001.
type Rate struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// MaxSteps is how many steps a clip may be sampled in.
const MaxSteps = 500

// The frame rates that a clip may have.
const (
	MinRate = 1
	MaxRate = 240
)

// ParseRate reads 24, 12.5, 29.97 or 24000/1001. The decimal spellings of the
// NTSC rates mean their exact fractions.
func ParseRate(text string) (Rate, error) {
	ntsc := map[string]int64{"23.976": 24000, "23.98": 24000, "29.97": 30000, "47.952": 48000, "59.94": 60000}
	if num, ok := ntsc[text]; ok {
		return Rate{num, 1001}, nil
	}
	exact, ok := new(big.Rat).SetString(text)
	if len(text) > 32 || !ok || strings.ContainsAny(text, "eExXpP_") {
		return Rate{}, Bad("use a rate such as 24, 25, 23.976 or 30000/1001", "%q is not a frame rate", text)
	}
	switch value, _ := exact.Float64(); {
	case value < MinRate:
		return Rate{}, Bad(fmt.Sprintf("use %d", MinRate), "a frame rate of %s is not possible", text)
	case value > MaxRate:
		return Rate{}, Bad(fmt.Sprintf("use %d", MaxRate), "a frame rate of %s is not possible", text)
	case exact.Denom().Cmp(big.NewInt(1_000_000)) > 0:
		return Rate{}, Bad("use a rate such as 24, 25, 23.976 or 30000/1001", "the frame rate %s has too many digits", text)
	}
	return Rate{exact.Num().Int64(), exact.Denom().Int64()}, nil
}

// Float returns the rate as frames a second.
func (r Rate) Float() float64 { return float64(r.Num) / float64(r.Den) }

func (r Rate) String() string {
	if r.Den == 1 {
		return strconv.FormatInt(r.Num, 10)
	}
	return fmt.Sprintf("%d/%d", r.Num, r.Den)
}

// Recipe is everything that decides a clip. The same recipe on the same provider
// gives the same clip; it travels with the clip as JSON.
type Recipe struct {
	Version  int    `json:"version"` // of this format
	Pack     string `json:"pack"`    // name of the model folder
	PackHash string `json:"pack_hash"`

	Prompt   string `json:"prompt"` // as the model reads it
	Negative string `json:"negative,omitempty"`
	Style    string `json:"style,omitempty"` // the preset that Prompt was made with
	Seed     uint64 `json:"seed"`

	Width  int  `json:"width"`  // pixels
	Height int  `json:"height"` // pixels
	Frames int  `json:"frames"`
	Rate   Rate `json:"rate"`
	Silent bool `json:"silent,omitempty"` // no sound wanted

	Steps    int       `json:"steps"`
	Sigmas   []float64 `json:"sigmas,omitempty"` // noise levels in place of the pack's schedule
	Video    Guidance  `json:"video_guidance"`
	Sound    Guidance  `json:"sound_guidance"`
	Blocks   []int     `json:"stg_blocks,omitempty"` // blocks that spatio-temporal guidance perturbs
	TwoStage bool      `json:"two_stage,omitempty"`  // half size first, then the latent upsampler

	Images     []Image     `json:"images,omitempty"` // each at a frame of its own
	References []Reference `json:"references,omitempty"`
	Track      *Track      `json:"track,omitempty"` // own sound that drives the picture
	Voice      *Track      `json:"voice,omitempty"` // a voice to speak like
	Footage    *Footage    `json:"footage,omitempty"`
	Adapters   []Adapter   `json:"adapters,omitempty"`

	Scale int `json:"scale,omitempty"` // whole factor by which the file's pictures are larger than the clip's

	Provider string `json:"provider"`
	Int8     bool   `json:"int8,omitempty"`
}

// RecipeVersion is the version that this program writes.
const RecipeVersion = 1

// Guidance weighs what steers a sampler away from: the negative prompt (Scale),
// a perturbed model (STG), a model whose picture and sound do not see each other
// (Modality). 1, 0 and 1 switch them off. Rescale, 0 to 1, restores contrast.
type Guidance struct {
	Scale    float64 `json:"scale"`
	STG      float64 `json:"stg,omitempty"`
	Modality float64 `json:"modality,omitempty"`
	Rescale  float64 `json:"rescale,omitempty"`
}

// Source is a file that went into a clip.
type Source struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256,omitempty"`
}

// Image is a picture that the clip shows at a frame; strength 1 keeps it exactly.
type Image struct {
	Source
	Frame    int      `json:"frame"` // negative counts from the end
	Strength float64  `json:"strength"`
	CRF      int      `json:"crf,omitempty"` // quality at which it was compressed before, see Info.ImageCRF
	Picture  *Picture `json:"-"`
}

// Reference is a picture or clip that the model looks at without showing it.
type Reference struct {
	Source
	Strength float64    `json:"strength"`
	Pictures []*Picture `json:"-"`
}

// Track is a piece of sound.
type Track struct {
	Source
	Sound *Sound `json:"-"`
}

// Footage is a clip that stays as it is while sound is made for it.
type Footage struct {
	Source
	Pictures []*Picture `json:"-"`
}

// Adapter is a LoRA file and how strongly it acts.
type Adapter struct {
	Source
	Strength float64 `json:"strength"`
}

// Picture is one frame: rows of RGB, 8 bits a channel.
type Picture struct {
	Width, Height int
	Pix           []byte // Width*Height*3
}

// Sound is interleaved samples in [-1, 1].
type Sound struct {
	Rate     int // samples a second
	Channels int
	Samples  []float32
}

// Seconds returns the length.
func (s *Sound) Seconds() float64 {
	return float64(len(s.Samples)) / float64(s.Channels) / float64(s.Rate)
}
