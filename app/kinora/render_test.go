package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

// TestFormats: the ending decides what is in the file, and every kind of file
// carries its recipe.
func TestFormats(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	const colours = "color_range=tv color_space=bt709 color_transfer=bt709 color_primaries=bt709"
	for _, c := range []struct {
		file    string
		files   []string
		streams []string // what ffprobe must say, a stream
	}{
		{"clip.mp4", []string{"clip.mp4"}, []string{"codec_name=h264 " + colours + " r_frame_rate=24/1 avg_frame_rate=24/1 nb_frames=9", "codec_name=aac"}},
		{"clip.mov", []string{"clip.mov"}, []string{"codec_name=prores " + colours + " r_frame_rate=24/1 avg_frame_rate=24/1 nb_frames=9", "codec_name=pcm_s24le"}},
		{"clip.mkv", []string{"clip.mkv"}, []string{"codec_name=ffv1 color_transfer=bt709 color_primaries=bt709 r_frame_rate=24/1", "codec_name=flac"}},
		{"clip.wav", []string{"clip.wav"}, []string{"codec_name=pcm_s24le"}},
		{"clip.PNG", []string{
			"clip.wav", "clip_00001.PNG", "clip_00002.PNG", "clip_00003.PNG", "clip_00004.PNG", "clip_00005.PNG",
			"clip_00006.PNG", "clip_00007.PNG", "clip_00008.PNG", "clip_00009.PNG",
		}, nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, c.file)
			s := render(t, pack, path).must(t)
			if !strings.HasPrefix(s.out, path+" (") || strings.Count(s.out, "\n") != 1 {
				t.Errorf("standard output is %q", s.out)
			}
			holds(t, dir, c.files...)
			if c.streams != nil {
				streamsAre(t, path, c.streams)
			}
			again := kinora(t, "render", "--from", path, "--pack", pack, "--plan", "--json").must(t)
			var plan planEvent
			if err := json.Unmarshal([]byte(again.out), &plan); err != nil {
				t.Fatal(err)
			}
			if r := plan.Recipe; r.Seed != 7 || r.Prompt != "a red fox" || r.Width != 64 || r.Frames != 9 || r.Steps != 2 || r.PackHash == "" {
				t.Errorf("the file carries the recipe %+v", r)
			}
		})
	}
}

func streamsAre(t *testing.T, path string, want []string) {
	t.Helper()
	out := tool(t, "ffprobe", "-v", "error", "-show_streams", path)
	var found []string
	for _, stream := range strings.Split(out, "[STREAM]\n")[1:] {
		found = append(found, strings.ReplaceAll(stream, "\n", " "))
	}
	if len(found) != len(want) {
		t.Fatalf("%d streams, want %d:\n%s", len(found), len(want), out)
	}
	for i, words := range want {
		for _, word := range strings.Fields(words) {
			if !strings.Contains(" "+found[i], " "+word+" ") {
				t.Errorf("stream %d lacks %s: %s", i, word, found[i])
			}
		}
	}
}

// TestFaststart: a player on the network can begin before it has the whole file.
func TestFaststart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clip.mp4")
	render(t, tinyPack(t, "ltx20"), path).must(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if moov, mdat := bytes.Index(data, []byte("moov")), bytes.Index(data, []byte("mdat")); moov < 0 || mdat < moov {
		t.Errorf("the index is at %d, the data at %d", moov, mdat)
	}
}

// TestFromMakesTheIdenticalClip: every frame and sample, with nothing but the
// clip's name, for a drawn seed, enlarged pictures and a condition.
func TestFromMakesTheIdenticalClip(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	packs := filepath.Join(os.Getenv("XDG_DATA_HOME"), "kinora", "packs")
	if err := os.MkdirAll(packs, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(pack, filepath.Join(packs, "mine")); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	first, again, other := filepath.Join(dir, "clip.mp4"), filepath.Join(dir, "clip_again.mp4"), filepath.Join(dir, "other.mp4")
	picture := sketch(t, filepath.Join(t.TempDir(), "p.png"), "testsrc2=s=100x80", "-frames:v", "1")
	words := []string{
		"render", "a red fox", "--pack", "mine", "--steps", "2", "--style", "anime", "--fps", "12.5",
		"--image", picture, "--image", picture + "@-1",
	}
	kinora(t, append(words, "-o", first)...).must(t)
	kinora(t, "render", "--from", first).must(t)
	kinora(t, append(words, "-o", other)...).must(t)
	holds(t, dir, "clip.mp4", "clip_again.mp4", "other.mp4")
	want := frameSums(t, first)
	if got := frameSums(t, again); got != want {
		t.Errorf("another clip:\n%s\nwant\n%s", got, want)
	}
	if frameSums(t, other) == want {
		t.Error("two drawn seeds gave one clip")
	}
	streamsAre(t, first, []string{"width=768 height=768 r_frame_rate=25/2", "codec_name=aac"})

	s := kinora(t, "render", "--from", first, "--seed", "3", "-o", filepath.Join(dir, "no.mp4"))
	if s.code != exitBadInput || !strings.Contains(s.err, "a seed would change") {
		t.Errorf("code %d: %s", s.code, s.err)
	}
	put(t, picture, []byte("another picture"))
	s = kinora(t, "render", "--from", first, "-o", filepath.Join(dir, "no.mp4"))
	if s.code != exitBadInput || !strings.Contains(s.err, "not the file that the clip was made with") {
		t.Errorf("code %d: %s", s.code, s.err)
	}
	if err := os.Remove(filepath.Join(packs, "mine")); err != nil {
		t.Fatal(err)
	}
	s = kinora(t, "render", "--from", first, "-o", filepath.Join(dir, "no.mp4"))
	if s.code != exitBadInput || !strings.Contains(s.err, "--pack") {
		t.Errorf("code %d: %s", s.code, s.err)
	}
	holds(t, dir, "clip.mp4", "clip_again.mp4", "other.mp4")
}

// TestFromMakesTheSameFile: a clip that is made again is the same, bit by bit, in
// every format.
func TestFromMakesTheSameFile(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	for _, file := range []string{"clip.mp4", "clip.mov", "clip.mkv", "clip.wav", "clip.png"} {
		first, second := t.TempDir(), t.TempDir()
		render(t, pack, filepath.Join(first, file), "--scale", "2").must(t)
		kinora(t, "render", "--from", filepath.Join(first, file), "--pack", pack, "-o", filepath.Join(second, file)).must(t)
		holds(t, second, names(t, first)...)
		for _, name := range names(t, first) {
			want, err := os.ReadFile(filepath.Join(first, name))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(filepath.Join(second, name)); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s is another file: %v", name, err)
			}
		}
	}
}

// TestTakes: seeds follow each other, and a take is the clip of its seed.
func TestTakes(t *testing.T) {
	pack, dir := tinyPack(t, "ltx20"), t.TempDir()
	s := render(t, pack, filepath.Join(dir, "clip.mkv"), "--takes", "3", "--json").must(t)
	render(t, pack, filepath.Join(dir, "single.mkv"), "--seed", "8").must(t)
	holds(t, dir, "clip_T01.mkv", "clip_T02.mkv", "clip_T03.mkv", "single.mkv")
	var seeds []uint64
	for _, e := range events(t, s.out) {
		if e.Event == "result" {
			seeds = append(seeds, *e.Seed)
			if want := fmt.Sprintf("clip_T%02d.mkv", e.Take); filepath.Base(e.Path) != want {
				t.Errorf("take %d is %s", e.Take, e.Path)
			}
		}
	}
	if !slices.Equal(seeds, []uint64{7, 8, 9}) {
		t.Errorf("seeds %v", seeds)
	}
	if frameSums(t, filepath.Join(dir, "clip_T02.mkv")) != frameSums(t, filepath.Join(dir, "single.mkv")) {
		t.Error("the second take is not the clip of its seed")
	}
	s = render(t, pack, filepath.Join(dir, "clip.mkv"), "--takes", "4")
	if s.code != exitBadInput || !strings.Contains(s.err, "clip_T01.mkv already exists") {
		t.Errorf("code %d: %s", s.code, s.err)
	}
	holds(t, dir, "clip_T01.mkv", "clip_T02.mkv", "clip_T03.mkv", "single.mkv")
}

// TestForce: only --force replaces a file.
func TestForce(t *testing.T) {
	pack, path := tinyPack(t, "ltx20"), filepath.Join(t.TempDir(), "clip.wav")
	put(t, path, []byte("mine"))
	s := render(t, pack, path)
	if data, _ := os.ReadFile(path); s.code != exitBadInput || string(data) != "mine" || !strings.Contains(s.err, "already exists") {
		t.Errorf("code %d, the file holds %q: %s", s.code, data, s.err)
	}
	render(t, pack, path, "--force").must(t)
	if data, _ := os.ReadFile(path); !bytes.HasPrefix(data, []byte("RIFF")) {
		t.Error("the file was not replaced")
	}
}

// TestEvents: what --json prints is nothing but events, in order, with a result
// or an error at the end.
func TestEvents(t *testing.T) {
	pack, path := tinyPack(t, "ltx20"), filepath.Join(t.TempDir(), "clip.mp4")
	s := render(t, pack, path, "--json").must(t)
	if s.err != "" {
		t.Errorf("standard error is %q", s.err)
	}
	all := events(t, s.out)
	var phases []engine.Phase
	before, steps := 0.0, 0
	for i, e := range all {
		if e.Elapsed < before {
			t.Errorf("event %d goes back in time", i)
		}
		before = e.Elapsed
		switch e.Event {
		case "phase":
			phases = append(phases, e.Phase)
		case "step":
			if e.Phase == engine.PhaseSample {
				steps++
				if e.Step != steps || e.Steps != 2 || e.Left <= 0 || e.Memory <= 0 {
					t.Errorf("step %+v", e)
				}
			}
		}
	}
	want := []engine.Phase{"load", "prompt", "sample", "sound", "decode", "encode"}
	if !slices.Equal(phases, want) || steps != 2 || all[0].Event != "start" {
		t.Errorf("phases %v, %d steps, first %q", phases, steps, all[0].Event)
	}
	if last := all[len(all)-1]; last.Event != "result" || last.Path != path || *last.Seed != 7 || last.Seconds <= 0 {
		t.Errorf("the last event is %+v", last)
	}
	for _, args := range [][]string{
		append(tiny(pack, path), "--json"), // the file exists now
		append(tiny(pack, filepath.Join(filepath.Dir(path), "b.mp4")), "--json", "--no-such-flag"),
		append(tiny(pack, filepath.Join(filepath.Dir(path), "b.mp4")), "--json", "--fps", "0"),
	} {
		s := kinora(t, args...)
		all := events(t, s.out)
		if last := all[len(all)-1]; s.code != exitBadInput || last.Event != "error" || last.Code != s.code || last.Message == "" || last.Hint == "" {
			t.Errorf("%q: code %d, the last event is %+v", args, s.code, last)
		}
		if s.err != "" {
			t.Errorf("standard error is %q", s.err)
		}
	}
}

// TestPlan: what a clip would take, without one, and the nearest that would fit.
func TestPlan(t *testing.T) {
	pack := tinyPack(t, "ltx20")
	s := kinora(t, "render", "a red fox", "--pack", pack, "--plan").must(t)
	for _, words := range []string{"clip    768x768, 9 frames at 24 a second", "pack Tiny", "time    about ", "memory  ", "disk    "} {
		if !strings.Contains(s.out, words) {
			t.Errorf("the plan lacks %q: %s", words, s.out)
		}
	}
	// The schedule of so small a pack does not reach to a size that no machine has room for.
	change("scheduler/scheduler_config.json", `"use_dynamic_shifting": true`, `"use_dynamic_shifting": false`)(t, pack)
	s = kinora(t, "render", "a red fox", "--pack", pack, "--plan", "--size", "8192x8192", "--frames", "20001")
	if s.code != exitNoRoom || !strings.Contains(s.err, "MiB of memory") || !strings.Contains(s.err, "would fit") {
		t.Errorf("code %d: %s", s.code, s.err)
	}
	dir := t.TempDir()
	s = kinora(t, "render", "a red fox", "--pack", pack, "-o", filepath.Join(dir, "clip.mp4"), "--size", "8192x8192", "--frames", "20001", "--json")
	all := events(t, s.out)
	if last := all[len(all)-1]; s.code != exitNoRoom || last.Event != "error" || last.Code != exitNoRoom || !strings.Contains(last.Hint, "--size") {
		t.Errorf("code %d: %+v", s.code, last)
	}
	holds(t, dir)
}
