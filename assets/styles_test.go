package assets

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestBuiltInStyles(t *testing.T) {
	want := []string{
		"realistic", "cinematic", "anime", "festive", "kakalaka", "news",
		"selfie", "handheld", "golden", "retro", "vintage", "comic",
	}
	// Everything that the pocket pack was taught about light, camera and look.
	pocket := []string{
		"in daylight", "on a sunny day", "at sunset", "during a golden sunset", "at night", "static camera",
		"the camera pans", "slow pan", "slow push in", "realistic", "anime style", "retro style", "retro pixel art", "cinematic",
	}
	var ids []string
	recipes := map[string]string{}
	for i, s := range Styles() {
		ids = append(ids, s.ID)
		if s.Order != i+1 {
			t.Errorf("%s has place %d, want %d", s.ID, s.Order, i+1)
		}
		for name, part := range map[string]string{
			"name": s.Name, "description": s.Description, "prefix": s.Prefix, "suffix": s.Suffix,
			"camera": s.Camera, "sound": s.Sound, "grade": s.Grade,
		} {
			if part == "" || part != strings.TrimSpace(part) {
				t.Errorf("%s: %s is %q", s.ID, name, part)
			}
			if name != "name" && (!strings.HasSuffix(part, ".") || strings.Count(part, ".") != 1) {
				t.Errorf("%s: %s is not one sentence: %q", s.ID, name, part)
			}
		}
		if len(s.Negative) < 3 || len(s.Pocket) == 0 {
			t.Errorf("%s: negative %q, pocket %q", s.ID, s.Negative, s.Pocket)
		}
		for _, word := range s.Pocket {
			if !slices.Contains(pocket, word) {
				t.Errorf("%s: the pocket pack does not know %q", s.ID, word)
			}
		}
		recipe := s.Apply("a dog")
		if other, seen := recipes[recipe]; seen {
			t.Errorf("%s and %s are the same", s.ID, other)
		}
		recipes[recipe] = s.ID
	}
	if !slices.Equal(ids, want) {
		t.Errorf("styles %v, want %v", ids, want)
	}
}

func TestApply(t *testing.T) {
	s := Style{Prefix: "Before.", Suffix: "After", Camera: "Close."}
	for prompt, want := range map[string]string{
		"":                     "",
		" \n":                  "",
		" a dog runs ":         "Before. a dog runs. After. Close.",
		"A dog.":               "Before. A dog. After. Close.",
		`She says "stop!"`:     `Before. She says "stop!" After. Close.`,
		"Wait…":                "Before. Wait… After. Close.",
		"犬が走る。":                "Before. 犬が走る。 After. Close.",
		"quote: \"no stop\"":   "Before. quote: \"no stop\". After. Close.",
		"(in parentheses)":     "Before. (in parentheses). After. Close.",
		"ends with a smile :)": "Before. ends with a smile :). After. Close.",
	} {
		if got := s.Apply(prompt); got != want {
			t.Errorf("%q: %q, want %q", prompt, got, want)
		}
	}
}

func TestApplyPocketAndNegative(t *testing.T) {
	golden, ok := StyleByID(" Golden ")
	if !ok {
		t.Fatal("golden is not found")
	}
	for prompt, want := range map[string]string{
		"":                              "",
		"a red ball bounces.":           "a red ball bounces, during a golden sunset, cinematic",
		"a red ball bounces, Cinematic": "a red ball bounces, Cinematic, during a golden sunset",
	} {
		if got := golden.ApplyPocket(prompt); got != want {
			t.Errorf("%q: %q, want %q", prompt, got, want)
		}
	}
	s := Style{Negative: []string{"fog", "rain"}}
	if got := s.NegativePrompt(" snow, "); got != "snow, fog, rain" {
		t.Error(got)
	}
	if got := s.NegativePrompt(""); got != "fog, rain" {
		t.Error(got)
	}
	if _, ok := StyleByID("none"); ok {
		t.Error("an unknown style is found")
	}
}

func TestStylesAreTheCallersOwn(t *testing.T) {
	first := Styles()
	first[0].Name, first[0].Negative[0], first[0].Pocket[0] = "changed", "changed", "changed"
	if again := Styles()[0]; again.Name == "changed" || again.Negative[0] == "changed" || again.Pocket[0] == "changed" {
		t.Error("a caller changed the built-in styles")
	}
}

func TestParseStyleRefuses(t *testing.T) {
	for _, text := range []string{
		"", "[]", `{"id":"a"}`, `{"id":"A b","name":"A","prefix":"x"}`, `{"id":"a","name":"A"}`,
		`{"id":"a","name":"A","prefix":"x","colour":"red"}`, `{"id":"a","name":" ","prefix":"x"}`,
	} {
		if _, err := ParseStyle([]byte(text)); !errors.Is(err, ErrStyle) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if s, err := ParseStyle([]byte(`{"id":"my-noir","name":"Noir","grade":"Black and white"}`)); err != nil || s.Apply("a cat") != "a cat. Black and white." {
		t.Errorf("%+v %v", s, err)
	}
}
