package project

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func shotWith(change func(*Shot)) Shot {
	s := Shot{Code: "SH010"}
	change(&s)
	return s
}

func material(change func(*Material)) Shot {
	m := Material{Role: RoleFirst, Path: "media/a.png", Strength: 1}
	change(&m)
	return Shot{Code: "SH010", Media: []Material{m}}
}

func takeWith(change func(*Take)) Take {
	k := Take{
		Shot: 1, Number: 1, Code: "SH010_T01", Verb: VerbGenerate, Path: "media/SH010_T01.mp4", SHA256: strings.Repeat("0f", 32), Bytes: 1,
		Width: 2, Height: 2, Frames: 1, Rate: Rate{Num: 24, Den: 1},
	}
	change(&k)
	return k
}

func TestWhatCannotBeKept(t *testing.T) {
	long := strings.Repeat("é", 40_000)
	for name, c := range map[string]struct {
		value interface{ Validate() error }
		says  string
	}{
		"no code":              {Shot{}, "the code of the shot is empty"},
		"slash in a code":      {Shot{Code: "SH/010"}, `holds '/'`},
		"dots as a code":       {Shot{Code: ".."}, "begins or ends with a dot"},
		"space in a code":      {Shot{Code: "SH 010"}, `holds ' '`},
		"space behind a code":  {Shot{Code: "SH010 "}, "begins or ends with a space"},
		"line break in a code": {Shot{Code: "SH\n010"}, "line break"},
		"long code":            {Shot{Code: long}, "40000 characters, and 40 fit"},
		"code of a scene":      {Scene{Code: `SC\010`}, `holds '\\'`},
		"long synopsis":        {Scene{Code: "SC010", Synopsis: long}, "the synopsis of SC010 has 40000 characters, and 10000 fit"},
		"long setting":         {shotWith(func(s *Shot) { s.Setting = long }), "the setting of SH010 has 40000 characters"},
		"long beat":            {shotWith(func(s *Shot) { s.Beats = []string{"", long} }), "beat 2 of SH010"},
		"long line":            {shotWith(func(s *Shot) { s.Dialogue = []Line{{"Ann", long}} }), "line 1 of SH010"},
		"bytes in a note":      {shotWith(func(s *Shot) { s.Note = "\xff" }), "no text"},
		"zero byte":            {shotWith(func(s *Shot) { s.Title = "a\x00b" }), "no text"},
		"nameless cast":        {shotWith(func(s *Shot) { s.Cast = []string{""} }), "a name in the cast of SH010 is empty"},
		"many beats":           {shotWith(func(s *Shot) { s.Beats = make([]string, MaxItems+1) }), "201 beats, and 200 fit"},
		"negative frames":      {shotWith(func(s *Shot) { s.Frames = -1 }), "the number of frames of SH010 is -1"},
		"too many frames":      {shotWith(func(s *Shot) { s.Frames = 1e6 }), "has to be from 0 to 100000"},
		"negative height":      {shotWith(func(s *Shot) { s.Height = -2 }), "the height of SH010 is -2"},
		"half a rate":          {shotWith(func(s *Shot) { s.Rate = Rate{Num: 24, Den: 0} }), "24/0, is not a frame rate"},
		"fast rate":            {shotWith(func(s *Shot) { s.Rate = Rate{Num: math.MaxInt64, Den: 1} }), "is not a frame rate"},
		"takes":                {shotWith(func(s *Shot) { s.Takes = 101 }), "the number of takes"},
		"steps":                {shotWith(func(s *Shot) { s.Steps = -3 }), "the number of steps"},
		"guidance":             {shotWith(func(s *Shot) { s.Guidance = math.NaN() }), "the guidance of SH010 is NaN"},
		"unknown role":         {material(func(m *Material) { m.Role = "hat" }), `the role "hat", which there is not`},
		"strength":             {material(func(m *Material) { m.Strength = 1.5 }), "the strength of file 1 of SH010 is 1.5, and has to be from 0 to 1"},
		"infinite strength":    {material(func(m *Material) { m.Role, m.Strength = RoleAdapter, math.Inf(1) }), "the strength"},
		"frame of no key":      {material(func(m *Material) { m.Frame = 3 }), "only a key picture has a frame"},
		"no file":              {material(func(m *Material) { m.Path = "" }), "names no file"},
		"out of the project":   {material(func(m *Material) { m.Path = "media/../../x" }), "neither in the project nor a whole path"},
		"backslash":            {material(func(m *Material) { m.Path = `media\x` }), "has \\ in its path"},
		"checksum":             {material(func(m *Material) { m.SHA256 = strings.Repeat("G", 64) }), "no SHA-256"},
		"style without place":  {Style{Name: "x", Prompt: "noir"}, "0 times"},
		"style of two places":  {Style{Name: "x", Prompt: "{prompt}{prompt}"}, "2 times"},
		"style with a picture": {Style{Name: "x", Prompt: "{prompt}", Adapters: []Material{{Role: RoleFirst, Path: "a"}}}, "holds only adapters"},
		"sequence, no rate":    {Sequence{Name: "x"}, "is not a frame rate"},
		"sequence, no JSON":    {Sequence{Name: "x", Rate: Rate{Num: 24, Den: 1}, Content: []byte("{")}, "not valid JSON"},
		"take of no shot":      {takeWith(func(k *Take) { k.Shot = 0 }), "belongs to no shot"},
		"take zero":            {takeWith(func(k *Take) { k.Number = 0 }), "the number 0"},
		"take, unknown verb":   {takeWith(func(k *Take) { k.Verb = "dream" }), "dream"},
		"take outside":         {takeWith(func(k *Take) { k.Path = `C:\x.mp4` }), "outside of the project"},
		"empty take":           {takeWith(func(k *Take) { k.Bytes = 0 }), "holds nothing"},
		"project, no name":     {Project{Name: " ", Rate: Rate{Num: 24, Den: 1}}, "the name of the project is empty"},
		"timing of nothing":    {Timing{Pack: "p", Provider: "cpu"}, "belongs to no pack"},
		"timing, negative":     {Timing{Pack: "p", Provider: "cpu", Work: 1, Frames: 1, Step: -1}, "the seconds of a step"},
	} {
		err := c.value.Validate()
		var fault *Fault
		if !errors.As(err, &fault) || !errors.Is(err, ErrBadInput) || !strings.Contains(fault.What, c.says) || fault.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && len(err.Error()) > 1000 {
			t.Errorf("%s: a sentence of %d bytes", name, len(err.Error()))
		}
	}
}

func TestWhatCanBeKept(t *testing.T) {
	seed := uint64(math.MaxUint64)
	for name, value := range map[string]interface{ Validate() error }{
		"shot":     Shot{Code: "SH010"},
		"any code": Shot{Code: "夜の-ä_1.b"},
		"full shot": Shot{
			Code: strings.Repeat("é", MaxCode), Title: "\n\t", Setting: strings.Repeat("夜", MaxText), Seed: &seed, Frames: MaxFrames,
			Rate: Rate{Num: 30000, Den: 1001}, Guidance: MaxScale, Takes: MaxTakes, Beats: make([]string, MaxItems),
			Media: []Material{
				{Role: RoleKey, Path: "/whole/path.png", Frame: -1},
				{Role: RoleAdapter, Path: `C:\x.safetensors`, Strength: -MaxAdapter},
			},
		},
		"scene":    Scene{Code: "SC010"},
		"style":    Style{Name: "夜", Prompt: "{prompt}"},
		"sequence": Sequence{Name: "Reel 1", Rate: Rate{Num: 25, Den: 1}, Start: -5},
		"take":     takeWith(func(*Take) {}),
		"project":  Project{Name: "Film: 2", Rate: Rate{Num: 24, Den: 1}},
		"timing":   Timing{Pack: "p", Provider: "cpu", Work: 1, Frames: 1},
	} {
		if err := value.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
