// Command decode decodes latents of zeros to pictures and sound of some length,
// as a clip is decoded, and prints one JSON object with the memory that it took.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/kinora-studio/kinora/engine/ltx/audiovae"
	"github.com/kinora-studio/kinora/engine/ltx/dit"
	"github.com/kinora-studio/kinora/engine/ltx/videovae"
	"github.com/kinora-studio/kinora/engine/ltx/vocoder"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// report is in MiB and seconds.
type report struct {
	Frames  int     `json:"frames"`
	Samples int64   `json:"samples"`
	Latents float64 `json:"latents_mib"`
	Pixels  float64 `json:"pixels_mib"` // of all frames, had they been kept
	Seconds float64 `json:"seconds"`
	Peak    int64   `json:"peak_mib"`
}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "decode:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir := flag.String("dir", "", "model `folder`")
	frames := flag.Int64("frames", 49, "length of the clip at 24 frames a second")
	size := flag.Int64("size", 96, "width and height in `pixels`")
	budget := flag.Int64("budget", 512, "`MiB` that decoding pictures aims for")
	threads := flag.Int("threads", 0, "threads; 0 takes all cores")
	flag.Parse()
	o := runtime.Options{Threads: *threads}
	c, err := dit.ReadConfig(filepath.Join(*dir, "transformer"))
	if err != nil {
		return err
	}
	begun := time.Now()
	var r report
	if err := r.sound(ctx, *dir, o, tensor.New(1, soundLatents(c, *frames), c.AudioInChannels)); err != nil {
		return err
	}
	z := tensor.New(1, c.InChannels, (*frames-1)/c.VAEScale[0]+1, *size/c.VAEScale[1], *size/c.VAEScale[2])
	if err := r.pictures(ctx, *dir, o, z, *budget<<20); err != nil {
		return err
	}
	r.Seconds, r.Peak = time.Since(begun).Seconds(), runtime.PeakMemory()>>20
	return json.NewEncoder(os.Stdout).Encode(r)
}

func soundLatents(c dit.Config, frames int64) int64 {
	return frames * c.SamplingRate / c.HopLength / c.AudioScale / 24
}

func (r *report) count(latents *tensor.Tensor) { r.Latents += float64(4*latents.Len()) / (1 << 20) }

func (r *report) pictures(ctx context.Context, dir string, o runtime.Options, z *tensor.Tensor, budget int64) error {
	r.count(z)
	v, err := videovae.Open(videovae.Params{Dir: filepath.Join(dir, "vae"), Options: o})
	if err != nil {
		return err
	}
	defer func() { _ = v.Close() }()
	return v.DecodeStream(ctx, z, videovae.TileParams{Budget: budget}, func(_ int, rgb []byte) error {
		r.Frames++
		r.Pixels += float64(len(rgb)) / (1 << 20)
		return nil
	})
}

func (r *report) sound(ctx context.Context, dir string, o runtime.Options, z *tensor.Tensor) error {
	r.count(z)
	a, err := audiovae.Open(audiovae.Params{Dir: filepath.Join(dir, "audio_vae"), Options: o})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	w, err := vocoder.Open(vocoder.Params{Dir: filepath.Join(dir, "vocoder"), Options: o})
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	mel, err := a.Decode(ctx, audiovae.Unpack(z, a.Config.LatentChannels))
	if err != nil {
		return err
	}
	wave, err := w.Decode(ctx, mel)
	if err != nil {
		return err
	}
	r.Samples = wave.Shape[2]
	return nil
}
