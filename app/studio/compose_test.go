package studio

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

func TestShotPrompt(t *testing.T) {
	tests := map[string]struct {
		shot project.Shot
		want string
	}{
		"empty": {project.Shot{}, ""},
		"beats before setting and camera": {
			project.Shot{
				Setting: "in a gym, in daylight", Beats: []string{"a big red ball drops", " and bounces "},
				Camera: project.Camera{Move: "static camera"},
			},
			"a big red ball drops, and bounces, in a gym, in daylight, static camera",
		},
		"sentences stay sentences": {
			project.Shot{Beats: []string{"She turns round.", "She runs!"}, Setting: "A street at night.", Sound: "rain"},
			"She turns round. She runs! A street at night. rain",
		},
		"dialogue": {
			project.Shot{
				Beats:    []string{"two men at a bar"},
				Dialogue: []project.Line{{Speaker: "Ann", Text: "Hello."}, {Text: `Who "is" there?`}, {Speaker: "Bob"}},
			},
			`two men at a bar, Ann says: "Hello." a voice says: "Who 'is' there?"`,
		},
		"commas that were typed are not doubled": {
			project.Shot{Beats: []string{"a ball rolls,", ",", "  "}, Setting: "on the beach"},
			"a ball rolls, on the beach",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := ShotPrompt(test.shot); got != test.want {
				t.Errorf("the model would read\n %s\nin place of\n %s", got, test.want)
			}
		})
	}
}

func TestComposeShot(t *testing.T) {
	seed := uint64(7)
	shot := project.Shot{
		Code: "SH010", Beats: []string{"a ball drops"}, Style: "Noir", Frames: 49, Width: 96, Height: 64, Steps: 6,
		Guidance: 2.5, Seed: &seed, Takes: 3, Silent: true, Negative: "text", Rate: project.Rate{Num: 24, Den: 1}, Pack: "pocket",
		Media: []project.Material{
			{Role: project.RoleFirst, Path: "media/a.png", Strength: 1},
			{Role: project.RoleLast, Path: "media/b.png", Strength: 0.5},
			{Role: project.RoleKey, Path: "media/c.png", Frame: 24, Strength: 1},
		},
	}
	styles := []project.Style{{
		Name: "Noir", Prompt: "black and white, {prompt}, hard light", Negative: "colour",
		Adapters: []project.Material{{Role: project.RoleAdapter, Path: "media/noir.safetensors", Strength: 0.8}},
	}}
	inside := func(name string) string { return filepath.Join("film", name) }
	q, err := ComposeShot(shot, styles, inside)
	if err != nil {
		t.Fatal(err)
	}
	if q.Prompt != "black and white, a ball drops, hard light" || q.Negative != "text, colour" || q.Style != "" {
		t.Errorf("prompt %q, negative %q, style %q", q.Prompt, q.Negative, q.Style)
	}
	image := func(name string, frame int, strength float64) engine.Image {
		return engine.Image{Source: engine.Source{Path: inside(name)}, Frame: frame, Strength: strength}
	}
	want := []engine.Image{image("media/a.png", 0, 1), image("media/b.png", -1, 0.5), image("media/c.png", 24, 1)}
	if !reflect.DeepEqual(q.Images, want) {
		t.Errorf("images %+v", q.Images)
	}
	if len(q.Adapters) != 1 || q.Adapters[0].Strength != 0.8 || len(shot.Media) != 3 {
		t.Errorf("adapters %+v, and the shot's own files are %d", q.Adapters, len(shot.Media))
	}
	if *q.Frames != 49 || *q.Size != (Size{96, 64}) || *q.Steps != 6 || *q.Guidance != 2.5 || *q.Seed != 7 || q.Takes != 3 || !q.NoAudio {
		t.Errorf("request %+v", q)
	}
}

func TestComposeShotRefuses(t *testing.T) {
	same := func(name string) string { return name }
	for name, shot := range map[string]project.Shot{
		"no words":        {Code: "SH010", Camera: project.Camera{}},
		"unknown purpose": {Code: "SH010", Beats: []string{"x"}, Media: []project.Material{{Role: "smell", Path: "a"}}},
	} {
		if _, err := ComposeShot(shot, nil, same); engine.KindOf(err) != engine.BadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}
