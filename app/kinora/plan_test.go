package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPlanRefuses: a plan says no to all that a render would say no to, in the
// same words, and writes nothing.
func TestPlanRefuses(t *testing.T) {
	pack, things := tinyPack(t, "ltx20"), t.TempDir()
	existing, letter := filepath.Join(things, "there.mp4"), filepath.Join(things, "letter.png")
	put(t, existing, []byte("mine"))
	put(t, letter, []byte("this is a letter"))
	put(t, filepath.Join(things, "nothing.png"), nil)
	footage := sketch(t, filepath.Join(things, "footage.mkv"), "testsrc2=s=64x64:r=24", "-frames:v", "9", "-c:v", "ffv1", "-pix_fmt", "bgr0")
	before := names(t, things)
	for name, c := range map[string]struct {
		args        []string
		words, hint string
	}{
		"exists":          {[]string{"-o", existing}, "there.mp4 already exists", "--force"},
		"no folder":       {[]string{"-o", filepath.Join(things, "none", "clip.mp4")}, "none does not exist", "check the path"},
		"file as folder":  {[]string{"-o", filepath.Join(existing, "clip.mp4")}, "there.mp4 is a file, not a folder", "choose a folder"},
		"ending":          {[]string{"-o", "clip.avi"}, "ending of clip.avi", ".mkv"},
		"enormous":        {[]string{"-o", "clip.mp4", "--size", "1024x1024", "--scale", "32"}, "32768×32768", "16384"},
		"size":            {[]string{"--size", "70x95"}, "not 70x95", "use 64x96"},
		"provider":        {[]string{"--provider", "cuda"}, "CUDA provider cannot be used here", "--provider cpu"},
		"unknown":         {[]string{"--provider", "abacus"}, `no provider "abacus"`, "use cpu"},
		"no picture":      {[]string{"--image", letter}, "letter.png is not a picture", "save it as PNG"},
		"missing picture": {[]string{"--image", "none.png"}, "none.png cannot be opened", "check the path"},
		"empty picture":   {[]string{"--image", filepath.Join(things, "nothing.png")}, "nothing.png is empty", "copy it again"},
		"source":          {[]string{"--footage", footage, "-o", footage, "--force"}, "would replace", "another name"},
		"picture":         {[]string{"--image", letter, "-o", letter, "--force"}, "would replace", "another name"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			args := append([]string{"render", "a fox", "--pack", pack}, c.args...)
			planned := kinora(t, append(args, "--plan")...)
			if planned.code != exitBadInput || planned.out != "" {
				t.Errorf("exit code %d, standard output %q", planned.code, planned.out)
			}
			sentence(t, planned, c.words, c.hint)
			if !slices.Contains(args, "-o") {
				args = append(args, "-o", "clip.mp4")
			}
			rendered := kinora(t, args...)
			lines := strings.Split(strings.TrimSpace(rendered.err), "\n")
			if rendered.code != planned.code || lines[len(lines)-1]+"\n" != planned.err {
				t.Errorf("the plan said %q, and the render %q", planned.err, rendered.err)
			}
			holds(t, dir)
		})
	}
	if after := names(t, things); !slices.Equal(after, before) {
		t.Errorf("%q became %q", before, after)
	}
}

// TestPlanLists: what will be read, and what there is to know.
func TestPlanLists(t *testing.T) {
	pack, things := tinyPack(t, "ltx20"), t.TempDir()
	change("kinora.json", `"name": "Tiny"`, `"name": "Tiny", "note": "It is tiny.", "vocabulary": ["a", "red"]`)(t, pack)
	moving := sketch(t, filepath.Join(things, "moving.gif"), "testsrc2=s=64x64:r=5", "-t", "1")
	voice := sketch(t, filepath.Join(things, "voice.wav"), "sine=200:r=22050:d=1")
	args := []string{"render", "a red fox", "--pack", pack, "--image", moving + "@3", "--reference", moving, "--voice", voice, "--plan"}
	s := kinora(t, args...).must(t)
	for _, line := range []string{
		"reads   pack Tiny, ", ": " + pack + "\n", "reads   image at frame 3, ", ": " + moving + "\n", "reads   reference, ", "reads   voice, ", ": " + voice + "\n",
	} {
		if !strings.Contains(s.out, line) {
			t.Errorf("the plan lacks %q: %s", line, s.out)
		}
	}
	for _, line := range []string{"note: Tiny: It is tiny.\n", "note: Tiny does not know: fox\n", "note: moving.gif moves, and only its first picture is used\n"} {
		if !strings.Contains(s.err, line) {
			t.Errorf("nothing says %q: %s", line, s.err)
		}
	}
	s = kinora(t, append(args, "--json")...).must(t)
	var plan planEvent
	if err := json.Unmarshal([]byte(s.out), &plan); err != nil || s.err != "" {
		t.Fatal(err, s.err)
	}
	var reads []string
	for _, r := range plan.Reads {
		if r.Bytes <= 0 {
			t.Errorf("%s has %d bytes", r.Path, r.Bytes)
		}
		reads = append(reads, r.As)
	}
	if want := []string{"pack Tiny", "image at frame 3", "reference", "voice"}; !slices.Equal(reads, want) || len(plan.Notes) < 3 {
		t.Errorf("reads %q, notes %q", reads, plan.Notes)
	}
}

// TestLengthOfSources: a clip that is made for a sound or for footage is as long
// as that, as near as the pack can come, unless a length is asked for.
func TestLengthOfSources(t *testing.T) {
	pack, things := tinyPack(t, "ltx20"), t.TempDir()
	sound := map[string]string{}
	for _, seconds := range []string{"0.01", "1", "601"} {
		sound[seconds] = sketch(t, filepath.Join(things, seconds+".wav"), "sine=440:r=8000:d="+seconds)
	}
	footage := sketch(t, filepath.Join(things, "footage.mkv"), "testsrc2=s=64x64:r=30000/1001", "-frames:v", "40", "-c:v", "ffv1", "-pix_fmt", "bgr0")
	for name, c := range map[string]struct {
		args   []string
		frames int
		rate   string
		note   string
	}{
		"track":           {[]string{"--audio", sound["1"]}, 25, "24", ""},
		"short track":     {[]string{"--audio", sound["0.01"]}, 1, "24", ""},
		"track and rate":  {[]string{"--audio", sound["1"], "--fps", "50"}, 49, "50", ""},
		"track, shorter":  {[]string{"--audio", sound["1"], "--frames", "9"}, 9, "24", "of which the clip takes the first 0.4"},
		"track, longer":   {[]string{"--audio", sound["1"], "--seconds", "2"}, 49, "24", "the track ends after 1.0 s"},
		"long track":      {[]string{"--audio", sound["601"]}, 14401, "24", "the track has 601.0 s, of which the clip takes the first 600.0"},
		"long, fast":      {[]string{"--audio", sound["601"], "--fps", "100"}, 20001, "100", "takes the first 200.0"},
		"footage":         {[]string{"--footage", footage}, 41, "30000/1001", ""},
		"footage, rate":   {[]string{"--footage", footage, "--fps", "24"}, 33, "24", ""},
		"footage, length": {[]string{"--footage", footage, "--frames", "17"}, 17, "30000/1001", "the footage has 1.3 s, of which the clip takes the first 0.6"},
	} {
		s := kinora(t, append([]string{"render", "a fox", "--pack", pack, "--size", "64x64", "--plan", "--json"}, c.args...)...).must(t)
		var plan planEvent
		if err := json.Unmarshal([]byte(s.out), &plan); err != nil {
			t.Fatal(err)
		}
		if r := plan.Recipe; r.Frames != c.frames || r.Rate.String() != c.rate {
			t.Errorf("%s: %d frames at %s, want %d at %s", name, r.Frames, r.Rate, c.frames, c.rate)
		}
		if notes := fmt.Sprint(plan.Notes); !strings.Contains(notes, c.note) || c.note == "" && notes != "[]" {
			t.Errorf("%s: %s, want %q", name, notes, c.note)
		}
	}
	path := filepath.Join(things, "clip.mkv")
	s := kinora(t, "render", "a fox", "--pack", pack, "--size", "64x64", "--steps", "2", "--guidance", "1", "--scale", "1", "--audio", sound["1"], "-o", path).must(t)
	streamsAre(t, path, []string{"codec_name=ffv1", "codec_name=flac"})
	if got := strings.TrimSpace(tool(t, "ffprobe", "-v", "error", "-count_packets", "-select_streams", "v", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", path)); got != "25" {
		t.Errorf("%s frames: %s", got, s.err)
	}
	if err := os.Remove(path); err != nil {
		t.Error(err)
	}
}

// TestNearestSize: a size that no schedule can be shifted to is refused with the
// nearest that one can.
func TestNearestSize(t *testing.T) {
	plan := []string{"render", "a red ball", "--pack", pocket, "--plan", "--size"}
	s := kinora(t, append(plan, "8192x4096")...)
	if s.code != exitBadInput {
		t.Errorf("exit code %d", s.code)
	}
	sentence(t, s, "8192x4096 with 49 frames is more than the pack Kinora Pocket can make", "or fewer frames")
	_, rest, _ := strings.Cut(s.err, " — use ")
	size, _, _ := strings.Cut(rest, ",")
	if s = kinora(t, append(plan, size)...); s.code != exitDone && s.code != exitNoRoom {
		t.Errorf("the size %q that was named: %d, %s", size, s.code, s.err)
	}
	s = kinora(t, append(plan, "8192x8192", "--frames", "20001")...)
	sentence(t, s, "with 20001 frames is more than", "use ")
}

// TestLittleMemory: a budget into which no model fits is a lack of room.
func TestLittleMemory(t *testing.T) {
	s := kinora(t, "render", "a red ball", "--pack", pocket, "--plan", "--budget=1")
	if s.code != exitNoRoom {
		t.Errorf("exit code %d", s.code)
	}
	sentence(t, s, "does not fit into a budget of 1 MiB", "MiB or more")
}
