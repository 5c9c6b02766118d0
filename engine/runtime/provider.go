package runtime

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/graph"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Options are the user's choices for all sessions of a run.
type Options struct {
	Provider string // "cpu", "cuda" or "directml"; empty means cpu
	Device   int    // index of the accelerator
	Threads  int    // of the CPU provider; 0 means all cores
	MemLimit int64  // bytes of device memory, 0 for no limit
	Int8     bool   // large linear layers in 8 bits, CPU only
	CacheDir string // for converted weights; empty means the user's cache folder
}

// maxThreads is more than the cores of any machine; each takes memory of its own.
const maxThreads = 1024

// Profile returns how graphs are lowered for the provider, and a fault for one
// that does not exist or not on this system.
func (o Options) Profile() (graph.Profile, error) {
	if o.Threads < 0 || o.Threads > maxThreads {
		return graph.Profile{}, engine.Bad(fmt.Sprintf("use 1 to %d, or 0 for all cores", maxThreads), "%d threads are not possible", o.Threads)
	}
	switch o.Provider {
	case "", "cpu":
		if o.Device != 0 {
			return graph.Profile{}, engine.Bad("leave the device out, or name the provider of an accelerator", "the processor is no accelerator %d", o.Device)
		}
		p := graph.CPU()
		p.Int8 = o.Int8
		return p, nil
	case "cuda":
		return graph.CUDA(tensor.BF16), nil
	case "directml":
		if !hasDirectML {
			return graph.Profile{}, engine.Bad("use --provider cpu or cuda", "DirectML exists on Windows only")
		}
		return graph.DirectML(), nil
	}
	return graph.Profile{}, engine.Bad("use cpu, cuda or directml", "there is no provider %q", o.Provider)
}

// Try starts ONNX Runtime and has an accelerator multiply two small matrices, so
// that a library, a driver or a device that is missing is known before anything
// is made. The processor needs no trial.
func Try(ctx context.Context, o Options) error {
	profile, err := o.Profile()
	if err == nil {
		err = Load()
	}
	if err != nil || profile.Provider == "cpu" {
		return err
	}
	b := graph.New(graph.Params{Name: "trial", Profile: profile})
	x := b.Input("x", 4, 4)
	b.Output("y", b.MatMul(x, x))
	m, err := b.Build()
	if err != nil {
		return err
	}
	s, err := Open(m, o)
	if err == nil {
		_, err = s.Run(ctx, map[string]*tensor.Tensor{"x": tensor.New(4, 4)})
		err = errors.Join(err, s.Close())
	}
	if err == nil || ctx.Err() != nil || engine.KindOf(err) == engine.BadInput {
		return err
	}
	return providerFault(fmt.Sprintf("%s (device %d)", profile.Provider, o.Device), err)
}

// sessionOptions turns the choices into ONNX Runtime's options for one model.
func (o Options) sessionOptions(m *graph.Model) (*ort.SessionOptions, error) {
	so, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	if err := o.apply(so, m); err != nil {
		_ = so.Destroy()
		return nil, err
	}
	return so, nil
}

// prepackLimit is the size of weights up to which ONNX Runtime may keep its own
// rearranged copy: that is faster to run, and doubles the memory.
const prepackLimit = 256 << 20

// foldLimit is the size of what may be worked out ahead of a run where weights
// are to stay as they are stored: norms and tables, but no linear layer.
const foldLimit = 1 << 20

func (o Options) apply(so *ort.SessionOptions, m *graph.Model) error {
	entries := map[string]string{}
	if m.Profile.Provider == "cpu" {
		// Weights stay and results of a run go, see Session.Keep: in one arena the
		// former would hold the latter.
		entries["session.use_device_allocator_for_initializers"] = "1"
	}
	if m.Folder != "" {
		entries["session.model_external_initializers_file_folder_path"] = m.Folder
	}
	if m.WeightBytes > prepackLimit {
		entries["session.disable_prepacking"] = "1"
	}
	if m.CastOnUse {
		entries["optimization.constant_folding_max_output_size_in_bytes"] = strconv.Itoa(foldLimit)
	}
	for key, value := range entries {
		if err := so.AddSessionConfigEntry(key, value); err != nil {
			return err
		}
	}
	if err := so.SetIntraOpNumThreads(o.Threads); err != nil {
		return err
	}
	// Sizes change from clip to clip, and a remembered pattern of one size only
	// holds memory for another.
	if err := so.SetMemPattern(false); err != nil {
		return err
	}
	switch m.Profile.Provider {
	case "cuda":
		return o.appendCUDA(so)
	case "directml":
		if err := so.SetExecutionMode(ort.ExecutionModeSequential); err != nil {
			return err
		}
		return providerFault("DirectML", so.AppendExecutionProviderDirectML(o.Device))
	}
	return nil
}

// appendCUDA uses the arena frugally: exhaustive algorithm search and growth by
// powers of two take several times the memory for a few percent of speed.
func (o Options) appendCUDA(so *ort.SessionOptions) error {
	cuda, err := ort.NewCUDAProviderOptions()
	if err != nil {
		return providerFault("CUDA", err)
	}
	defer func() { _ = cuda.Destroy() }()
	settings := map[string]string{
		"device_id":                    strconv.Itoa(o.Device),
		"arena_extend_strategy":        "kSameAsRequested",
		"cudnn_conv_algo_search":       "HEURISTIC",
		"cudnn_conv_use_max_workspace": "0",
		"use_tf32":                     "0",
		"enable_cuda_graph":            "0",
	}
	if o.MemLimit > 0 {
		settings["gpu_mem_limit"] = strconv.FormatInt(o.MemLimit, 10)
	}
	if err := cuda.Update(settings); err != nil {
		return providerFault("CUDA", err)
	}
	return providerFault("CUDA", so.AppendExecutionProviderCUDA(cuda))
}

func providerFault(name string, err error) error {
	if err == nil {
		return nil
	}
	return engine.Bad("use --provider cpu, or install the driver and the ONNX Runtime build for this provider",
		"the %s provider cannot be used here: %w", name, err)
}
