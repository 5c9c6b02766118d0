package dit

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/parity"
	"github.com/kinora-studio/kinora/engine/tensor"
)

// Goldens runs the recorded experiments of this component.
func Goldens() parity.Runners {
	return parity.Runners{
		"transformer": runGolden, "transformer_isolated": runGolden, "transformer_selfmask": runGolden,
		"transformer_stg": runGolden, "transformer_keyframes": runGolden, "rope_real": runRope,
	}
}

func runGolden(ctx context.Context, g *parity.Golden) (_ map[string]*tensor.Tensor, err error) {
	t, err := Open(Params{Dir: filepath.Join(g.Dir, "transformer"), Taps: g.WantsTap})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	for _, name := range []string{"hidden_states", "audio_hidden_states", "timestep"} {
		if g.In[name] == nil {
			return nil, engine.Bad("make the golden again", "the golden %s lacks its input %q", g.Name, name)
		}
	}
	in, err := goldenInputs(t, g)
	if err != nil {
		return nil, err
	}
	out, err := t.run(ctx, in)
	if err != nil {
		return nil, err
	}
	out["out.video"], out["out.audio"] = out["video_out"], out["audio_out"]
	expandTimes(out, g, in)
	addRopeTaps(out, g, t, in.Clip)
	return out, nil
}

func goldenInputs(t *Transformer, g *parity.Golden) (Inputs, error) {
	fps := g.Number("fps")
	if fps == 0 {
		fps = 24
	}
	p := ClipParams{
		Text: g.In["encoder_hidden_states"], AudioText: g.In["audio_encoder_hidden_states"],
		TextMask: g.In["encoder_attention_mask"], AudioTextMask: g.In["audio_encoder_attention_mask"],
		VideoCoords: g.In["video_coords"], AudioCoords: g.In["audio_coords"],
		SelfMask: g.In["video_self_attention_mask"], Keyframes: g.In["video_keyframes_mask"],
	}
	if p.VideoCoords == nil {
		p.VideoCoords = t.Config.VideoCoords(int64(g.Int("num_frames")), int64(g.Int("height")), int64(g.Int("width")), fps)
	}
	if p.AudioCoords == nil {
		p.AudioCoords = t.Config.AudioCoords(int64(g.Int("audio_num_frames")), 0)
	}
	clip, err := t.Prepare(p)
	if err != nil {
		return Inputs{}, err
	}
	in := Inputs{
		Clip: clip, Video: g.In["hidden_states"], Audio: g.In["audio_hidden_states"],
		Timestep: g.In["timestep"], AudioTimestep: g.In["audio_timestep"], Sigma: g.In["sigma"], AudioSigma: g.In["audio_sigma"],
		CrossTimestep: g.Flag("use_cross_timestep"), Isolate: g.Flag("isolate_modalities"), Keep: g.In["perturbation_mask"],
	}
	if blocks, ok := g.Meta["spatio_temporal_guidance_blocks"].([]any); ok {
		for _, v := range blocks {
			n, _ := v.(float64)
			in.SkipBlocks = append(in.SkipBlocks, int(n))
		}
	}
	return in, nil
}

// expandTimes repeats modulation, which is computed once for each different
// timestep, for each token, as it was recorded.
func expandTimes(out map[string]*tensor.Tensor, g *parity.Golden, in Inputs) {
	sources := map[string]*tensor.Tensor{"time_embed": in.Timestep, "audio_time_embed": in.AudioTimestep}
	if !in.CrossTimestep {
		sources["av_cross_attn_video_scale_shift"], sources["av_cross_attn_video_a2v_gate"] = in.Timestep, in.Timestep
		sources["av_cross_attn_audio_scale_shift"], sources["av_cross_attn_audio_v2a_gate"] = in.AudioTimestep, in.AudioTimestep
	}
	for name, times := range sources {
		for _, part := range []string{".0", ".1"} {
			have, want := out["tap."+name+part], g.Tap[name+part]
			if have == nil || want == nil || times == nil || slices.Equal(have.Shape, want.Shape) {
				continue
			}
			m, err := momentsOf(name, times, in.Clip.batch, times.Len()/in.Clip.batch)
			if err != nil {
				continue
			}
			out["tap."+name+part] = pickRows(have, m, times.Len(), in.Clip.batch)
		}
	}
}

func pickRows(values *tensor.Tensor, m moments, n, batch int64) *tensor.Tensor {
	width := values.Shape[1]
	out := tensor.New(n, width)
	for i := range n {
		row := i / (n / batch)
		if m.rows != nil {
			row = m.rows.I64[i]
		}
		copy(out.F32[i*width:(i+1)*width], values.F32[row*width:])
	}
	return out
}

// addRopeTaps gives the tables as the public modules return them.
func addRopeTaps(out map[string]*tensor.Tensor, g *parity.Golden, t *Transformer, clip *Clip) {
	heads := map[string]int64{
		"rope": t.Config.Heads, "cross_attn_rope": t.Config.Heads,
		"audio_rope": t.Config.AudioHeads, "cross_attn_audio_rope": t.Config.AudioHeads,
	}
	for name, h := range heads {
		for part, table := range map[string]string{".0": ".cos", ".1": ".sin"} {
			want := g.Tap[name+part]
			if want == nil {
				continue
			}
			out["tap."+name+part] = publicTable(clip.named[name+table], t.Config.RopeType, h, want.Shape[0])
		}
	}
}

// publicTable arranges a table [tokens, width/2] as [batch, heads, tokens,
// width/2/heads] where it is split, or [batch, tokens, width] with each value
// twice where it is interleaved.
func publicTable(table *tensor.Tensor, kind string, heads, batch int64) *tensor.Tensor {
	half := table.Shape[1]
	rows := table.Shape[0]
	var one []float32
	shape := []int64{batch, rows, 2 * half}
	if kind == "interleaved" {
		for _, v := range table.F32 {
			one = append(one, v, v)
		}
	} else {
		each := half / heads
		shape = []int64{batch, heads, rows, each}
		for h := range heads {
			for i := range rows {
				at := i*half + h*each
				one = append(one, table.F32[at:at+each]...)
			}
		}
	}
	return tensor.Floats(slices.Repeat(one, int(batch)), shape...)
}

// runRope computes tables at the width of the real models for a few tokens.
func runRope(_ context.Context, g *parity.Golden) (map[string]*tensor.Tensor, error) {
	c := defaults()
	c.RopeType = "split"
	if g.In["video_coords"] == nil || g.In["audio_coords"] == nil {
		return nil, engine.Bad("make the golden again", "the golden %s lacks coordinates", g.Name)
	}
	list, _ := g.Meta["heads"].([]any)
	video, audio, cross, _ := c.ropes()
	out := map[string]*tensor.Tensor{}
	for name, r := range map[string]struct {
		kind   ropeKind
		coords *tensor.Tensor
		heads  int64
	}{
		"video": {video, g.In["video_coords"], c.Heads}, "audio": {audio, g.In["audio_coords"], c.AudioHeads},
		"video_cross": {cross, g.In["video_coords"], c.Heads},
	} {
		rope, err := c.rope(r.kind, r.coords)
		if err != nil {
			return nil, err
		}
		for part, t := range map[string]*tensor.Tensor{".cos": rope.Cos, ".sin": rope.Sin} {
			whole := publicTable(t.Reshape(t.Shape[0]*t.Shape[1], t.Shape[2]), c.RopeType, r.heads, 1)
			out["out."+name+part] = pickHeads(whole, list)
		}
	}
	return out, checkPicks(&c, g)
}

func pickHeads(whole *tensor.Tensor, heads []any) *tensor.Tensor {
	n := whole.Shape[2] * whole.Shape[3]
	out := tensor.New(1, int64(len(heads)), whole.Shape[2], whole.Shape[3])
	for i, v := range heads {
		h, _ := v.(float64)
		if h >= 0 && h < float64(whole.Shape[1]) {
			copy(out.F32[int64(i)*n:int64(i+1)*n], whole.F32[int64(h)*n:])
		}
	}
	return out
}

// checkPicks compares the recorded coordinates, which are inputs of the golden,
// with those computed here.
func checkPicks(c *Config, g *parity.Golden) error {
	size, _ := g.Meta["latent"].([]any)
	if len(size) != 3 {
		return engine.Bad("make the golden again", "the golden %s lacks the size of its latents", g.Name)
	}
	var n [3]int64
	for i, v := range size {
		f, _ := v.(float64)
		n[i] = int64(f)
	}
	for name, all := range map[string]*tensor.Tensor{
		"video": c.VideoCoords(n[0], n[1], n[2], g.Number("fps")), "audio": c.AudioCoords(int64(g.Int("audio_latents")), 0),
	} {
		want, picks := g.In[name+"_coords"], g.In[name+"_picks"]
		if picks == nil || want.Shape[2] != picks.Len() {
			return engine.Bad("make the golden again", "the golden %s lacks %s_picks", g.Name, name)
		}
		tokens := all.Shape[2]
		for axis := range all.Shape[1] {
			for i, pick := range picks.I64 {
				for end := range int64(2) {
					have := all.F32[2*(axis*tokens+pick)+end]
					if have != want.F32[2*(axis*picks.Len()+int64(i))+end] {
						return engine.Broken("", "the %s position of token %d on axis %d is %v", strings.ToUpper(name[:1])+name[1:], pick, axis, have)
					}
				}
			}
		}
	}
	return nil
}
