package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
)

type renderVerb struct {
	Prompt string `arg:"" optional:"" help:"What the clip shows and sounds like."`
	Output string `short:"o" placeholder:"FILE" help:"Where the clip goes; its ending decides the format: .mp4 (H.264, AAC), .mov (ProRes), .mkv (FFV1), .png (a numbered sequence), .wav (sound only)."`
	Force  bool   `help:"Replace files that exist."`
	From   string `placeholder:"CLIP" help:"Make the clip again from the recipe that it carries."`

	Pack     string   `default:"pocket" help:"Model folder, or the name of an installed pack."`
	Lora     []string `placeholder:"PATH[:STRENGTH]" sep:"none" help:"Adapter file; may be repeated."`
	Provider string   `default:"cpu" help:"What computes: cpu, cuda or directml."`
	Device   int      `help:"Index of the accelerator."`
	Threads  int      `help:"Threads of the CPU provider; all cores where absent."`
	Int8     bool     `help:"Large linear layers in 8 bits on the CPU: faster and smaller, not bit-identical."`
	Budget   int64    `placeholder:"MIB" help:"Memory that models may take."`

	Seconds float64 `xor:"length" help:"Length; the nearest that the pack can make is taken."`
	Frames  int     `xor:"length" help:"Length in frames."`
	Size    string  `placeholder:"WxH" help:"Size in pixels, such as 768x512."`
	FPS     string  `name:"fps" placeholder:"RATE" help:"Frames a second: 24, 25, 23.976, 30000/1001."`
	Scale   int     `help:"Enlarge the pictures of a small pack by a whole factor; 0 chooses, 1 leaves them."`

	Style    string   `help:"Style preset; kinora render --style list shows them."`
	Negative string   `help:"What to keep out."`
	Seed     *uint64  `help:"Number that decides the noise; drawn where absent."`
	Takes    int      `default:"1" help:"How many clips, with seeds that follow each other."`
	Steps    int      `help:"Sampling steps."`
	Guidance *float64 `help:"How firmly the picture follows the prompt; 1 is not at all."`
	TwoStage bool     `help:"Half size first, then the pack's latent upsampler."`

	Image     []string `placeholder:"PATH[@FRAME]" sep:"none" help:"Picture that the clip shows at a frame, the first where none is named; may be repeated."`
	Reference []string `placeholder:"PATH" sep:"none" help:"Picture or clip that the model looks at; may be repeated."`
	Audio     string   `placeholder:"PATH" help:"Own track that drives the picture."`
	Voice     string   `placeholder:"PATH" help:"A few seconds of a voice to speak like, with that person's consent."`
	Footage   string   `placeholder:"PATH" help:"Clip that stays as it is while sound is made for it."`
	NoAudio   bool     `help:"Make a silent clip."`

	JSON bool `name:"json" help:"Print events as newline-delimited JSON."`
	Plan bool `help:"Print time, memory and disk, and make nothing."`
}

// Help documents the exit codes under the flags.
func (renderVerb) Help() string { return exitCodes }

// Run makes the clips.
func (v renderVerb) Run(ctx context.Context, s streams) error {
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
		return v.printPlan(s, plan)
	}
	tell := newTeller(s, v.JSON)
	err = studio.Render(ctx, request, tell.event)
	tell.end()
	if err != nil && v.JSON {
		code := exitCode(err)
		tell.event(engine.Event{Event: "error", Message: err.Error(), Code: code})
		return toldError{err}
	}
	return err
}

func (v renderVerb) request() (studio.RenderRequest, error) {
	r := studio.RenderRequest{
		Prompt: v.Prompt, From: v.From, Output: v.Output, Force: v.Force, Pack: v.Pack,
		Provider: v.Provider, Device: v.Device, Threads: v.Threads, Int8: v.Int8, Budget: v.Budget << 20,
		Seconds: v.Seconds, Frames: v.Frames, Scale: v.Scale, Style: v.Style, Negative: v.Negative, Seed: v.Seed,
		Takes: v.Takes, Steps: v.Steps, Guidance: v.Guidance, TwoStage: v.TwoStage,
		References: v.Reference, Audio: v.Audio, Voice: v.Voice, Footage: v.Footage, NoAudio: v.NoAudio,
	}
	if v.Size != "" {
		if n, err := fmt.Sscanf(v.Size+"\n", "%dx%d\n", &r.Width, &r.Height); n != 2 || err != nil {
			return r, engine.Bad("write width and height as 768x512", "%q is not a size", v.Size)
		}
	}
	if v.FPS != "" {
		rate, err := engine.ParseRate(v.FPS)
		if err != nil {
			return r, err
		}
		r.Rate = rate
	}
	for _, text := range v.Image {
		r.Images = append(r.Images, studio.ParseImage(text))
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

func (v renderVerb) printPlan(s streams, p engine.Plan) error {
	if v.JSON {
		return json.NewEncoder(s.out).Encode(p)
	}
	r := p.Recipe
	_, _ = fmt.Fprintf(s.out, "%s: %dx%d, %d frames at %s a second, %d steps\n", r.Pack, r.Width, r.Height, r.Frames, r.Rate, r.Steps)
	_, _ = fmt.Fprintf(s.out, "time    about %s a take\nmemory  %d MiB at the peak\ndisk    %d MiB\n", duration(p.Seconds), p.Memory>>20, max(1, p.Disk>>20))
	if p.Reason == "" {
		return nil
	}
	hint := "use a smaller size or fewer frames"
	if n := p.Nearest; n != nil {
		hint = fmt.Sprintf("--size %dx%d --frames %d would fit", n.Width, n.Height, n.Frames)
	}
	return engine.Full(hint, "it cannot run here: %s", p.Reason)
}

func printStyles(s streams) error {
	styles, err := studio.Styles()
	if err != nil {
		return err
	}
	for _, style := range styles {
		if _, err := fmt.Fprintf(s.out, "%-12s %s\n", style.Name, style.Description); err != nil {
			return err
		}
	}
	return nil
}
