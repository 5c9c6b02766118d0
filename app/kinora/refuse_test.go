package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadInput: every mistake gets exit code 2 and a sentence that says what is
// wrong and what to do, and no file.
func TestBadInput(t *testing.T) {
	pack, things := tinyPack(t, "ltx20"), t.TempDir()
	thing := func(name, text string) string {
		put(t, filepath.Join(things, name), []byte(text))
		return filepath.Join(things, name)
	}
	text := thing("letter.png", "this is a letter")
	still := sketch(t, filepath.Join(things, "still.png"), "testsrc2=s=64x64", "-frames:v", "1")
	picture, err := os.ReadFile(still)
	if err != nil {
		t.Fatal(err)
	}
	nameless := thing("nameless", string(picture))
	for name, c := range map[string]struct {
		args []string
		want string // words of the sentence
		hint string
	}{
		"no prompt":           {[]string{"render"}, "the prompt is empty", "what the clip shows"},
		"blank prompt":        {[]string{"render", " \n"}, "the prompt is empty", "what the clip shows"},
		"long prompt":         {[]string{"render", strings.Repeat("a fox ", 6667)}, "40001 characters", "shorten it to 10000"},
		"several words":       {[]string{"render", "a", "fox"}, "unexpected argument fox", "quotation marks"},
		"no output":           {[]string{"render", "a fox", "-o", ""}, "no output file", "-o clip.mp4"},
		"unknown ending":      {[]string{"render", "a fox", "-o", "clip.avi"}, "ending of clip.avi is not known", ".mp4"},
		"no such folder":      {[]string{"render", "a fox", "-o", "none/clip.mp4"}, "none does not exist", "check the path"},
		"silent sound file":   {[]string{"render", "a fox", "-o", "clip.wav", "--no-audio"}, ".wav files hold sound only", ".mp4"},
		"zero size":           {[]string{"render", "a fox", "--size", "0x64"}, "0x64", "use 32x64"},
		"negative size":       {[]string{"render", "a fox", "--size", "64x-64"}, "64x-64", "use 64x32"},
		"crooked size":        {[]string{"render", "a fox", "--size", "70x95"}, "not 70x95", "use 64x96"},
		"tiny size":           {[]string{"render", "a fox", "--size", "32x32"}, "not 32x32", "use 64x64"},
		"huge size":           {[]string{"render", "a fox", "--size", "99999x99999"}, "not 99999x99999", "use 8192x8192"},
		"no size":             {[]string{"render", "a fox", "--size", "wide"}, `"wide" is not a size`, "768x512"},
		"zero frames":         {[]string{"render", "a fox", "--frames", "0"}, "0 frames", "use 1"},
		"crooked frames":      {[]string{"render", "a fox", "--frames", "10"}, "not 10", "use 9"},
		"many frames":         {[]string{"render", "a fox", "--frames", "1000000"}, "not 1000000", "use at most 20001"},
		"half a frame":        {[]string{"render", "a fox", "--frames", "1.5"}, "--frames wants a whole number", "--help"},
		"zero seconds":        {[]string{"render", "a fox", "--seconds", "0"}, "0 seconds", "0.042"},
		"no seconds":          {[]string{"render", "a fox", "--seconds", "NaN"}, "NaN seconds", "use"},
		"many seconds":        {[]string{"render", "a fox", "--seconds", "1e9"}, "1e+09 seconds", "use 600"},
		"seconds and frames":  {[]string{"render", "a fox", "--seconds", "1", "--frames", "9"}, "can't be used together", "--help"},
		"zero rate":           {[]string{"render", "a fox", "--fps", "0"}, "frame rate of 0", "use 1"},
		"high rate":           {[]string{"render", "a fox", "--fps", "1000"}, "frame rate of 1000", "use 240"},
		"no rate":             {[]string{"render", "a fox", "--fps", "fast"}, `"fast" is not a frame rate`, "use a rate such as 24"},
		"rate over zero":      {[]string{"render", "a fox", "--fps", "24/0"}, `"24/0" is not a frame rate`, "use a rate such as 24"},
		"zero steps":          {[]string{"render", "a fox", "--steps", "0"}, "0 steps", "use 1 to 500"},
		"many steps":          {[]string{"render", "a fox", "--steps", "100000"}, "100000 steps", "use 1 to 500"},
		"no guidance":         {[]string{"render", "a fox", "--guidance", "NaN"}, "guidance of NaN", "use 1"},
		"crooked guidance":    {[]string{"render", "a fox", "--guidance", "1x"}, "--guidance wants a number", "--help"},
		"flag alone":          {[]string{"render", "a fox", "--steps"}, "--steps wants", "--help"},
		"zero takes":          {[]string{"render", "a fox", "--takes", "0"}, "0 takes", "use 1 to 1000"},
		"many takes":          {[]string{"render", "a fox", "--takes", "1001"}, "1001 takes", "use 1 to 1000"},
		"negative seed":       {[]string{"render", "a fox", "--seed=-1"}, "--seed wants a whole number", "--help"},
		"negative scale":      {[]string{"render", "a fox", "--scale=-1"}, "scale of -1", "use 1 to 32"},
		"unknown style":       {[]string{"render", "a fox", "--style", "beige"}, `no style "beige"`, "realistic"},
		"unknown provider":    {[]string{"render", "a fox", "--provider", "abacus"}, `no provider "abacus"`, "use cpu"},
		"unknown flag":        {[]string{"render", "a fox", "--colour"}, "unknown flag --colour", "--help"},
		"dash as number":      {[]string{"render", "a fox", "--frames", "-1"}, "-1 looks like a flag", "--frames=-1"},
		"dash as name":        {[]string{"render", "a fox", "--output", "-x.mp4"}, "-x.mp4 looks like a flag", "--output=-x.mp4"},
		"long name":           {[]string{"render", "a fox", "-o", strings.Repeat("n", 300) + ".mp4"}, "name of the file is too long", "shorter"},
		"unknown verb":        {[]string{"paint"}, `no command "paint"`, "kinora --help"},
		"missing picture":     {[]string{"render", "a fox", "--image", filepath.Join(things, "none.png")}, "none.png cannot be opened", "check the path"},
		"no picture":          {[]string{"render", "a fox", "--image", text}, "letter.png is not a picture", "save it as PNG"},
		"folder as picture":   {[]string{"render", "a fox", "--image", things}, "is a folder", "name a file"},
		"endless picture":     {[]string{"render", "a fox", "--image", os.DevNull}, "is a device or a pipe", "name a file"},
		"picture too late":    {[]string{"render", "a fox", "--image", text + "@9"}, "no frame 9", "0 to 8"},
		"picture too early":   {[]string{"render", "a fox", "--image", text + "@-10"}, "no frame -10", "-9 to -1"},
		"picture at a word":   {[]string{"render", "a fox", "--image", text + "@end"}, `"end" is not the number of a frame`, "PATH@FRAME"},
		"no track":            {[]string{"render", "a fox", "--audio", text}, "letter.png holds no sound", "choose a file with sound"},
		"silent track":        {[]string{"render", "a fox", "--audio", sketch(t, filepath.Join(things, "mute.mkv"), "color=red:s=16x16:d=0.2")}, "holds no sound", "choose a file with sound"},
		"track and silence":   {[]string{"render", "a fox", "--audio", text, "--no-audio"}, "exclude each other", "one of them"},
		"track and footage":   {[]string{"render", "a fox", "--audio", text, "--footage", text}, "nothing would be left", "not both"},
		"no footage":          {[]string{"render", "a fox", "--footage", thing("clip.mp4", "no clip")}, "clip.mp4", "check"},
		"still as footage":    {[]string{"render", "a fox", "--footage", still}, "still.png is a picture, and footage is a clip", "--image"},
		"nameless still":      {[]string{"render", "a fox", "--footage", nameless}, "nameless is a picture, and footage is a clip", "--image"},
		"no adapter":          {[]string{"render", "a fox", "--lora", thing("style.safetensors", "no adapter")}, "style.safetensors", ""},
		"adapter too strong":  {[]string{"render", "a fox", "--lora", text + ":99"}, `"99" is not a strength`, "-10 to 10"},
		"missing adapter":     {[]string{"render", "a fox", "--lora", "none.safetensors"}, "none.safetensors cannot be opened", "check the path"},
		"missing pack":        {[]string{"render", "a fox", "--pack", "no/such/pack"}, "no/such/pack does not exist", "give a model folder"},
		"unknown pack":        {[]string{"render", "a fox", "--pack", "nonesuch"}, `no pack named "nonesuch"`, "--pack"},
		"folder, no pack":     {[]string{"render", "a fox", "--pack", things}, "is not a pack", "diffusers"},
		"file as pack":        {[]string{"render", "a fox", "--pack", text}, "letter.png", ""},
		"from nothing":        {[]string{"render", "--from", filepath.Join(things, "gone.mp4")}, "gone.mp4 does not exist", "check the path"},
		"from no clip":        {[]string{"render", "--from", text, "-o", "again.mp4"}, "carries no recipe", "that Kinora made"},
		"from another's clip": {[]string{"render", "--from", filepath.Join(things, "mute.mkv")}, "carries no recipe", "that Kinora made"},
		"from a folder":       {[]string{"render", "--from", things, "-o", "again.mp4"}, "is a folder", "name a file"},
		"from a device":       {[]string{"render", "--from", os.DevNull, "-o", "again.mp4"}, "is a device or a pipe", "name a file"},
		"threads":             {[]string{"render", "a fox", "--threads=-3"}, "-3 threads", "0 for all cores"},
		"device":              {[]string{"render", "a fox", "--device=-3"}, "no accelerator -3", "use 0"},
		"budget":              {[]string{"render", "a fox", "--budget=-3"}, "budget of -3 MiB", "8192"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			args := c.args
			if len(args) > 1 && args[0] == "render" { // what the case leaves out is right
				for flag, value := range map[string]string{"-o": "clip.mp4", "--pack": pack} {
					if !strings.Contains(strings.Join(args, "\n"), "\n"+flag+"\n") && args[1] != "--from" {
						args = append(args, flag, value)
					}
				}
			}
			s := kinora(t, args...)
			if s.code != exitBadInput || s.out != "" {
				t.Errorf("exit code %d, standard output %q", s.code, s.out)
			}
			sentence(t, s, c.want, c.hint)
			holds(t, dir)
		})
	}
}

// sentence checks what a failed run said last.
func sentence(t *testing.T, s said, want, hint string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(s.err), "\n")
	last := lines[len(lines)-1]
	what, rest, _ := strings.Cut(last, " — ")
	if !strings.HasPrefix(last, "kinora: ") || !strings.Contains(what, want) || !strings.Contains(rest, hint) || len(last) > 600 {
		t.Errorf("said %q, want %q and %q", last, want, hint)
	}
}
