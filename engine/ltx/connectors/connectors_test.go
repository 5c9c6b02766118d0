package connectors_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/connectors"
	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

func TestParity(t *testing.T) {
	paritytest.Check(t, paritytest.Cases(t, "ltx"), connectors.Goldens())
}

// variant copies a case's connectors with changed tensors, nil ones left out,
// and changed keys of the configuration.
func variant(t *testing.T, family string, change func(name string, x *tensor.Tensor) *tensor.Tensor, keys map[string]any) string {
	t.Helper()
	from, to := filepath.Join(paritytest.Cases(t, family)[0], "connectors"), t.TempDir()
	store, err := weights.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]weightstest.Entry{}
	for _, name := range store.Names() {
		x, err := store.Floats(name)
		if err != nil {
			t.Fatal(err)
		}
		if x = change(name, x); x != nil {
			entries[name] = weightstest.Floats(x)
		}
	}
	weightstest.Write(t, filepath.Join(to, "model.safetensors"), entries, 0)
	paritytest.Config(t, from, to, paritytest.With(keys))
	return to
}

func same(_ string, x *tensor.Tensor) *tensor.Tensor { return x }

func golden(t *testing.T, family string) *parity.Golden {
	t.Helper()
	g, err := parity.Read(paritytest.Cases(t, family)[0], "connectors")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func connect(t *testing.T, dir string, text, mask *tensor.Tensor, side connectors.Side) connectors.Text {
	t.Helper()
	c, err := connectors.New(connectors.Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	out, err := c.Run(t.Context(), text, mask, side)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func near(t *testing.T, what string, got, want *tensor.Tensor) {
	t.Helper()
	if _, rel, err := parity.Error(got, want); err != nil || rel > 3e-5 {
		t.Errorf("%s is off by %v of the RMS, %v", what, rel, err)
	}
}

// TestRotationsAgree turns adjacent entries instead of halves of a head, with
// the rows of queries and keys reordered so that the same entries meet.
func TestRotationsAgree(t *testing.T) {
	heads, width := int64(2), int64(32)
	half := width / heads / 2
	dir := variant(t, "ltx20", func(name string, x *tensor.Tensor) *tensor.Tensor {
		if !strings.Contains(name, "to_q.") && !strings.Contains(name, "to_k.") && !strings.Contains(name, "norm_") {
			return x
		}
		y, row := tensor.New(x.Shape...), x.Len()/width
		for i := range width {
			head, j := i/(2*half), i%(2*half)
			to := 2*(head*half+j%half) + j/half
			copy(y.F32[to*row:(to+1)*row], x.F32[i*row:(i+1)*row])
		}
		return y
	}, map[string]any{"rope_type": "interleaved"})
	g := golden(t, "ltx20")
	out := connect(t, dir, g.In["text"], g.In["mask"], connectors.Left)
	near(t, "video", out.Video, g.Out["video"])
	near(t, "audio", out.Audio, g.Out["audio"])
}

// TestSides gives the same tokens with their padding in front and behind:
// registers take the place of both.
func TestSides(t *testing.T) {
	for _, family := range []string{"ltx20", "ltx23"} {
		g := golden(t, family)
		text, mask := g.In["text"].Clone(), g.In["mask"].Clone()
		batch, tokens, n := text.Shape[0], text.Shape[1], text.Shape[2]
		for b := range batch {
			length := int64(0)
			for _, m := range g.In["mask"].I64[b*tokens : (b+1)*tokens] {
				length += m
			}
			for i := range tokens {
				from := b*tokens + (i+tokens-length)%tokens
				copy(text.F32[(b*tokens+i)*n:(b*tokens+i+1)*n], g.In["text"].F32[from*n:])
				mask.I64[b*tokens+i] = g.In["mask"].I64[from]
			}
		}
		out := connect(t, filepath.Join(g.Dir, "connectors"), text, mask, connectors.Right)
		near(t, family+" video", out.Video, g.Out["video"])
		near(t, family+" audio", out.Audio, g.Out["audio"])
	}
}

// TestWithoutRegisters masks padding instead, so that what stands there cannot
// reach a token, and takes any length.
func TestWithoutRegisters(t *testing.T) {
	dir := variant(t, "ltx23", func(name string, x *tensor.Tensor) *tensor.Tensor {
		if strings.HasSuffix(name, "learnable_registers") {
			return nil
		}
		return x
	}, map[string]any{"video_connector_num_learnable_registers": nil, "audio_connector_num_learnable_registers": nil})
	text, mask := tensor.New(1, 5, 128), tensor.Ints([]int64{0, 0, 1, 1, 1}, 1, 5)
	for i := range text.F32 {
		text.F32[i] = float32(i%17) - 8
	}
	first := connect(t, dir, text, mask, connectors.Left)
	for i := range 2 * 128 {
		text.F32[i] = 1e3 * float32(i)
	}
	second := connect(t, dir, text, mask, connectors.Left)
	near(t, "video", first.Video, second.Video)
	near(t, "audio", first.Audio, second.Audio)
}

func TestPack(t *testing.T) {
	states := tensor.New(2, 3, 2, 2) // two prompts, three states, two tokens, two channels
	for i := range states.F32 {
		states.F32[i] = float32(i)
	}
	got, err := connectors.Pack(states, tensor.Ints([]int64{0, 1, 1, 1}, 2, 2))
	if err != nil {
		t.Fatal(err)
	}
	want := tensor.Floats([]float32{
		0, 0, 0, 0, 0, 0, 2, 6, 10, 3, 7, 11,
		12, 16, 20, 13, 17, 21, 14, 18, 22, 15, 19, 23,
	}, 2, 2, 6)
	if absolute, _, err := parity.Error(got, want); err != nil || absolute != 0 {
		t.Errorf("packed %v, want %v", got.F32, want.F32)
	}
	if _, err := connectors.Pack(states, tensor.Ints([]int64{1, 1, 1}, 1, 3)); err == nil {
		t.Error("a mask of another shape was taken")
	}
}

func TestBadInput(t *testing.T) {
	c, err := connectors.New(connectors.Params{Dir: filepath.Join(paritytest.Cases(t, "ltx20")[0], "connectors")})
	if err != nil {
		t.Fatal(err)
	}
	ones := func(n int64) *tensor.Tensor {
		m := tensor.Ints(make([]int64, n), 1, n)
		for i := range m.I64 {
			m.I64[i] = 1
		}
		return m
	}
	if _, err := c.Run(t.Context(), tensor.New(1, 12, 128), ones(12), connectors.Left); err == nil || !strings.Contains(err.Error(), "8 registers") {
		t.Errorf("12 tokens for 8 registers gave %v", err)
	}
	if _, err := c.Run(t.Context(), tensor.New(1, 8, 96), ones(8), connectors.Left); err == nil {
		t.Error("too few hidden states were taken")
	}
	if _, err := c.Run(t.Context(), tensor.New(1, 8, 128), ones(8), "middle"); err == nil {
		t.Error("an unknown side was taken")
	}
	if _, err := c.Run(t.Context(), tensor.New(1, 8, 128), nil, connectors.Left); err == nil {
		t.Error("no mask was taken")
	}
}

func TestBadConfig(t *testing.T) {
	for _, c := range []struct {
		family, key string
		value       any
		want        string
	}{
		{"ltx20", "rope_type", "spiral", "spiral"},
		{"ltx20", "rope_theta", -1, "-1"},
		{"ltx20", "caption_channels", 48, "48"},
		{"ltx20", "text_proj_in_factor", 0, "0"},
		{"ltx20", "video_connector_num_attention_heads", 1e12, "video_connector_num_attention_heads"},
		{"ltx20", "video_connector_num_layers", -1, "-1"},
		{"ltx20", "audio_connector_num_learnable_registers", 0, "0"},
		{"ltx20", "audio_connector_num_learnable_registers", 16, "learnable_registers"},
		{"ltx20", "proj_bias", "yes", "proj_bias"},
		{"ltx20", "proj_bias", true, "text_proj_in.bias"},
		{"ltx23", "video_hidden_dim", 64, "64"},
		{"ltx23", "audio_connector_attention_head_dim", 7, "7"},
		{"ltx20", "video_gated_attn", true, "to_gate_logits"},
	} {
		_, err := connectors.New(connectors.Params{Dir: variant(t, c.family, same, map[string]any{c.key: c.value})})
		if err == nil || !strings.Contains(err.Error(), c.want) || engine.KindOf(err) != engine.BadInput {
			t.Errorf("%s = %v gave %v", c.key, c.value, err)
		}
	}
}

func TestEstimates(t *testing.T) {
	c, err := connectors.New(connectors.Params{Dir: filepath.Join(paritytest.Cases(t, "ltx20")[0], "connectors")})
	if err != nil {
		t.Fatal(err)
	}
	if w := c.WeightBytes(); w < 32*128*4 || w > 1<<20 {
		t.Errorf("the weights are said to take %d bytes", w)
	}
	if a, b := c.RunBytes(1, 64, 8), c.RunBytes(2, 128, 8); a < 2*64*32*4 || b <= 2*a || b > 4*a {
		t.Errorf("64 tokens take %d bytes, two prompts of 128 take %d", a, b)
	}
}

// TestBuildsInBFloat16 builds the graphs of an accelerator; to run them needs one.
func TestBuildsInBFloat16(t *testing.T) {
	for _, dir := range paritytest.Cases(t, "ltx") {
		c, err := connectors.New(connectors.Params{Dir: filepath.Join(dir, "connectors"), Options: runtime.Options{Provider: "cuda"}})
		if err != nil || c.Config().CaptionChannels != 32 {
			t.Errorf("%s: %v", dir, err)
		}
	}
}
