package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/weights/weightstest"
)

// pictures and sounds are the sums of one kind of stream of a file.
func pictures(t *testing.T, path string) string {
	t.Helper()
	return tool(t, "ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-pix_fmt", "rgb24", "-f", "framemd5", "-")
}

func sounds(t *testing.T, path string, more ...string) string {
	t.Helper()
	args := slices.Concat([]string{"-v", "error", "-i", path, "-map", "0:a"}, more, []string{"-f", "md5", "-"})
	return tool(t, "ffmpeg", args...)
}

// TestConditions: every condition does something, and what it promises to keep
// is kept.
func TestConditions(t *testing.T) {
	pack, things, dir := tinyPack(t, "ltx20"), t.TempDir(), t.TempDir()
	plain := filepath.Join(dir, "plain.mkv")
	render(t, pack, plain).must(t)
	picture := sketch(t, filepath.Join(things, "p.png"), "testsrc2=s=90x70", "-frames:v", "1")
	track := sketch(t, filepath.Join(things, "track.wav"), "sine=440:r=44100:d=2", "-ac", "2", "-c:a", "pcm_s24le")
	footage := sketch(t, filepath.Join(things, "footage.mkv"), "testsrc2=s=64x64:r=24", "-frames:v", "20", "-c:v", "ffv1", "-pix_fmt", "bgr0")
	voice := sketch(t, filepath.Join(things, "voice.wav"), "sine=200:r=22050:d=1")
	style := filepath.Join(things, "style.safetensors")
	weightstest.Write(t, style, map[string]weightstest.Entry{
		"transformer.transformer_blocks.0.attn1.to_q.lora_A.weight": weightstest.Floats(ones(4, 32)),
		"transformer.transformer_blocks.0.attn1.to_q.lora_B.weight": weightstest.Floats(ones(32, 4)),
	}, 0)
	for name, args := range map[string][]string{
		"first":     {"--image", picture},
		"middle":    {"--image", picture + "@4"},
		"last":      {"--image", picture + "@-1"},
		"reference": {"--reference", picture},
		"audio":     {"--audio", track},
		"voice":     {"--voice", voice},
		"footage":   {"--footage", footage},
		"weak":      {"--lora", style + ":0.1"},
		"strong":    {"--lora", style},
		"two-stage": {"--two-stage", "--size", "128x128"},
		"silent":    {"--no-audio"},
		"guided":    {"--guidance", "5", "--negative", "a blue fox"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name+".mkv")
			s := render(t, pack, path, args...).must(t)
			if pictures(t, path) == pictures(t, plain) != (name == "silent") {
				t.Error("the pictures are not what the condition makes of them")
			}
			switch name {
			case "audio":
				want := sounds(t, track, "-t", "0.375", "-c:a", "pcm_s24le")
				if got := sounds(t, path, "-c:a", "pcm_s24le"); got != want {
					t.Error("the clip does not sound like its track")
				}
				if !strings.Contains(s.err, "note: the track has 2.0 s, of which the clip takes the first 0.4") {
					t.Errorf("nothing is said of the track's length: %s", s.err)
				}
			case "footage":
				want := tool(t, "ffmpeg", "-v", "error", "-i", footage, "-frames:v", "9", "-pix_fmt", "rgb24", "-f", "md5", "-")
				if got := tool(t, "ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-pix_fmt", "rgb24", "-f", "md5", "-"); got != want {
					t.Error("the footage did not stay as it was")
				}
			case "silent":
				streamsAre(t, path, []string{"codec_name=ffv1"})
			}
		})
	}
	for _, pair := range [][2]string{{"first", "middle"}, {"middle", "last"}, {"weak", "strong"}} {
		if pictures(t, filepath.Join(dir, pair[0]+".mkv")) == pictures(t, filepath.Join(dir, pair[1]+".mkv")) {
			t.Errorf("%s and %s are the same clip", pair[0], pair[1])
		}
	}
}

func ones(rows, columns int64) *tensor.Tensor {
	t := tensor.New(rows, columns)
	for i := range t.F32 {
		t.F32[i] = 1
	}
	return t
}

// TestPictureQuality: a picture is compressed as the generation of the pack was
// trained, unless the pack says otherwise; the recipe says it.
func TestPictureQuality(t *testing.T) {
	picture := sketch(t, filepath.Join(t.TempDir(), "p.png"), "testsrc2=s=64x64", "-frames:v", "1")
	for version, want := range map[string]string{"ltx20": `"crf":33`, "ltx23": `"crf":33`, "ltx25": `"crf":18`, "none": ""} {
		pack := tinyPack(t, strings.ReplaceAll(version, "none", "ltx25"))
		if want == "" {
			change("kinora.json", `"width"`, `"image_crf": 0, "width"`)(t, pack)
		}
		s := kinora(t, "render", "a red fox", "--pack", pack, "--image", picture, "--plan", "--json").must(t)
		if got := strings.Contains(s.out, `"crf"`); got != (want != "") || !strings.Contains(s.out, want) {
			t.Errorf("%s: %s", version, s.out)
		}
	}
}

// TestMiddleGeneration: 2.3, whose sound is made wider, in two stages.
func TestMiddleGeneration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clip.mp4")
	render(t, tinyPack(t, "ltx23"), path, "--two-stage", "--size", "128x128").must(t)
	streamsAre(t, path, []string{"width=128 height=128 nb_frames=9", "codec_name=aac channels=2"})
}

// TestNewestGeneration: packs of 2.5 have other parts and no upsampler.
func TestNewestGeneration(t *testing.T) {
	pack, dir := tinyPack(t, "ltx25"), t.TempDir()
	picture := sketch(t, filepath.Join(t.TempDir(), "p.png"), "testsrc2=s=64x64", "-frames:v", "1")
	render(t, pack, filepath.Join(dir, "clip.mp4"), "--image", picture).must(t)
	s := render(t, pack, filepath.Join(dir, "large.mp4"), "--two-stage", "--size", "128x128")
	if s.code != exitBadInput || !strings.Contains(s.err, "no latent upsampler") {
		t.Errorf("code %d: %s", s.code, s.err)
	}
	holds(t, dir, "clip.mp4")
}

// TestSmallVocabulary: a pack that lists its words says which it does not know,
// and styles use its own.
func TestSmallVocabulary(t *testing.T) {
	pack, path := tinyPack(t, "ltx20"), filepath.Join(t.TempDir(), "clip.wav")
	change("kinora.json", `"name": "Tiny"`, `"name": "Tiny", "note": "It is tiny.", "vocabulary": ["a", "red", "anime", "style"]`)(t, pack)
	s := render(t, pack, path, "--style", "anime").must(t)
	if !strings.Contains(s.err, "note: Tiny: It is tiny.\nnote: Tiny does not know: fox\n") {
		t.Error(s.err)
	}
	s = kinora(t, "render", "--from", path, "--pack", pack, "--plan", "--json").must(t)
	if !strings.Contains(s.out, `"prompt":"a red fox, anime style"`) {
		t.Error(s.out)
	}
}

// TestStyles lists them, and each is known by its name.
func TestStyles(t *testing.T) {
	s := kinora(t, "render", "--style", "list").must(t)
	if lines := strings.Count(s.out, "\n"); lines != 12 || !strings.Contains(s.out, "realistic ") || !strings.Contains(s.out, "cinematic ") {
		t.Errorf("%d styles:\n%s", lines, s.out)
	}
	pack := tinyPack(t, "ltx20")
	for line := range strings.Lines(s.out) {
		name := strings.Fields(line)[0]
		kinora(t, "render", "a red fox", "--pack", pack, "--style", name, "--plan").must(t)
	}
}

// TestInt8: 8 bits are another clip, and the recipe knows.
func TestInt8(t *testing.T) {
	pack, dir := tinyPack(t, "ltx20"), t.TempDir()
	path := filepath.Join(dir, "clip.mkv")
	render(t, pack, path, "--int8").must(t)
	kinora(t, "render", "--from", path, "--pack", pack, "-o", filepath.Join(dir, "again.mkv")).must(t)
	if pictures(t, path) != pictures(t, filepath.Join(dir, "again.mkv")) {
		t.Error("another clip the second time")
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}
