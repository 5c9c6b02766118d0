package graph

import "github.com/kinora-studio/kinora/engine/tensor"

// Profile says what an execution provider can run, and so how each operation is
// lowered. It is plain data: what differs between providers stands here and in
// lower.go, and nowhere else.
type Profile struct {
	Provider string       // "cpu", "cuda", "directml"
	Compute  tensor.DType // the type of activations: F32, F16 or BF16
	Opset    int64

	// MaxFusedHead is the widest attention head that the fused kernel takes;
	// wider ones become MatMul, Softmax, MatMul.
	MaxFusedHead int64
	// FusedGelu: the provider has ONNX' Gelu-20.
	FusedGelu bool
	// FusedRotary: the provider has ONNX Runtime's RotaryEmbedding for any length.
	FusedRotary bool
	// WideNorm: the norm kernels take a weight for each row of a batch.
	WideNorm bool
	// NoBF16 lists the operators without a bfloat16 kernel; they run in float32
	// between two casts.
	NoBF16 map[string]bool
	// Int8 runs large linear layers in W8A8: 8-bit activations by token and
	// 8-bit weights by output channel.
	Int8 bool
}

// CPU is the profile that every machine has: float32 throughout. Its provider
// has next to no bfloat16 kernels.
func CPU() Profile {
	return Profile{Provider: "cpu", Compute: tensor.F32, Opset: 21, MaxFusedHead: 256, FusedGelu: true, FusedRotary: true, WideNorm: true}
}

// CUDA computes in the given type; bfloat16 is what the LTX family was trained in.
func CUDA(compute tensor.DType) Profile {
	p := Profile{Provider: "cuda", Compute: compute, Opset: 22, MaxFusedHead: 256, FusedGelu: true}
	if compute == tensor.BF16 {
		p.NoBF16 = set("Sin", "Cos", "Pad", "Resize", "ReduceMean", "ReduceMax", "ReduceMin", "Reciprocal", "LeakyRelu",
			"Clip", "Log", "Round", "DepthToSpace", "InstanceNormalization", "ConvTranspose", "GroupNormalization", "Abs")
	}
	return p
}

// DirectML computes in float16: its provider has no bfloat16 at all, and its
// operators end at opset 21.
func DirectML() Profile {
	return Profile{Provider: "directml", Compute: tensor.F16, Opset: 21, MaxFusedHead: 256}
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
