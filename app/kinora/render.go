package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

// groups order the flags of render under headings.
var groups = []kong.Group{
	{Key: "words", Title: "Words:"},
	{Key: "shape", Title: "Length and size:"},
	{Key: "look", Title: "Look:"},
	{Key: "with", Title: "Made with (each may need a pack that can):"},
	{Key: "model", Title: "Model and machine:"},
	{Key: "told", Title: "What is told:"},
}

type renderVerb struct {
	Prompt string `arg:"" optional:"" help:"What the clip shows and sounds like, in quotation marks."`
	Output string `short:"o" placeholder:"FILE" help:"The clip. Its ending decides the format: .mp4 (H.264, AAC), .mov (ProRes), .mkv (FFV1, lossless), .png (numbered pictures), .wav (sound only)."`
	Force  bool   `help:"Replace files that exist."`
	From   string `placeholder:"CLIP" help:"Make a clip again, exactly, from the recipe that it carries."`

	Seconds *float64 `group:"shape" xor:"length" placeholder:"S" help:"Length; the nearest that the pack can make is taken."`
	Frames  *int     `group:"shape" xor:"length" placeholder:"N" help:"Length in frames."`
	Size    string   `group:"shape" placeholder:"WxH" help:"Size in pixels, such as 768x512."`
	FPS     string   `group:"shape" name:"fps" placeholder:"RATE" help:"Frames a second: 24, 25, 23.976, 30000/1001."`
	Scale   int      `group:"shape" placeholder:"N" help:"Enlarge the pictures by a whole factor; 1 leaves them as they are, and 0, as where it is absent, enlarges small ones."`

	Style    string   `group:"look" placeholder:"NAME" help:"Style preset; --style list shows them."`
	Negative string   `group:"look" placeholder:"WORDS" help:"What to keep out."`
	Seed     *uint64  `group:"look" placeholder:"N" help:"Number that decides the noise, so that a clip can be made again; drawn where absent."`
	Takes    int      `group:"look" default:"1" placeholder:"N" help:"How many clips, with seeds that follow each other: clip_T01.mp4, clip_T02.mp4."`
	Steps    *int     `group:"look" placeholder:"N" help:"Sampling steps."`
	Guidance *float64 `group:"look" placeholder:"G" help:"How firmly the clip follows the prompt, 3 to 7 as a rule; 1 is off and fastest."`
	TwoStage bool     `group:"look" help:"Half size first, then the pack's latent upsampler."`

	Image     []string `group:"with" placeholder:"PATH[@FRAME]" sep:"none" help:"Picture that the clip shows at a frame, the first where none is named, counted from the end where negative; may be repeated."`
	Reference []string `group:"with" placeholder:"PATH" sep:"none" help:"Picture or clip that the model looks at without showing it; may be repeated."`
	Audio     string   `group:"with" placeholder:"PATH" help:"Own track: it is the clip's sound and drives the picture; its length is the clip's where none is asked for."`
	Voice     string   `group:"with" placeholder:"PATH" help:"A few seconds of a voice to speak like, with that person's consent."`
	Footage   string   `group:"with" placeholder:"PATH" help:"Clip that stays as it is while sound is made for it; its length and rate are the clip's where none are asked for."`
	NoAudio   bool     `group:"with" help:"Make a silent clip."`
	Lora      []string `group:"with" placeholder:"PATH[:STRENGTH]" sep:"none" help:"Adapter file; may be repeated."`

	Pack     string `group:"model" placeholder:"FOLDER" help:"Model folder, or the name of an installed pack; the pocket pack where absent."`
	Provider string `group:"model" placeholder:"NAME" help:"What computes: cpu (where absent), cuda or directml."`
	Device   int    `group:"model" placeholder:"N" help:"Index of the accelerator."`
	Threads  int    `group:"model" placeholder:"N" help:"Threads of the CPU, at most its cores; all of them where absent."`
	Int8     bool   `group:"model" name:"int8" help:"Large linear layers in 8 bits on the CPU: faster and smaller, not bit-identical."`
	Budget   int64  `group:"model" placeholder:"MIB" help:"Memory that models may take."`

	JSON bool `group:"told" name:"json" help:"Print events as newline-delimited JSON; the last line is a result or an error."`
	Plan bool `group:"told" help:"Print time, memory, disk and what will be read, refuse what cannot be made, and make nothing."`
}

// Run makes the clips.
func (v renderVerb) Run(ctx context.Context, s streams, tell *teller) error {
	if v.Style == "list" {
		return printStyles(s)
	}
	request, err := v.request()
	if err != nil {
		return err
	}
	if v.Plan {
		plan, err := studio.Plan(ctx, request)
		if err != nil {
			return err
		}
		return tell.plan(plan)
	}
	return studio.Render(ctx, request, tell.event)
}

func (v renderVerb) request() (r studio.RenderRequest, err error) {
	const most = 1 << 30 // MiB, so that bytes can be counted
	if v.Budget < 0 || v.Budget > most {
		return r, engine.Bad("use MiB, such as 8192", "a budget of %d MiB is not possible", v.Budget)
	}
	if v.Takes == 0 {
		return r, engine.Bad(fmt.Sprintf("use 1 to %d", studio.MaxTakes), "0 takes are not possible")
	}
	r = studio.RenderRequest{
		Prompt: v.Prompt, From: v.From, Output: v.Output, Force: v.Force, Pack: v.Pack,
		Provider: v.Provider, Device: v.Device, Threads: v.Threads, Int8: v.Int8, Budget: v.Budget << 20,
		Seconds: v.Seconds, Frames: v.Frames, Scale: v.Scale, Style: v.Style, Negative: v.Negative, Seed: v.Seed,
		Takes: v.Takes, Steps: v.Steps, Guidance: v.Guidance, TwoStage: v.TwoStage,
		References: v.Reference, Audio: v.Audio, Voice: v.Voice, Footage: v.Footage, NoAudio: v.NoAudio,
	}
	if v.Size != "" {
		size, err := studio.ParseSize(strings.TrimSpace(v.Size))
		if err != nil {
			return r, err
		}
		r.Size = &size
	}
	if v.FPS != "" {
		if r.Rate, err = engine.ParseRate(strings.TrimSpace(v.FPS)); err != nil {
			return r, err
		}
	}
	for _, text := range v.Image {
		image, err := studio.ParseImage(text)
		if err != nil {
			return r, err
		}
		r.Images = append(r.Images, image)
	}
	for _, text := range v.Lora {
		adapter, err := studio.ParseAdapter(text)
		if err != nil {
			return r, err
		}
		r.Adapters = append(r.Adapters, adapter)
	}
	return r, nil
}

func printStyles(s streams) error {
	for _, style := range studio.Styles() {
		if _, err := fmt.Fprintf(s.out, "%-10s %s\n", style.ID, style.Description); err != nil {
			return err
		}
	}
	return nil
}
