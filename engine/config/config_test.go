package config_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/config"
)

type sizes struct {
	Width  int64   `json:"width"`
	Heads  int64   `json:"heads"`
	Theta  float64 `json:"theta"`
	Nested struct {
		Depth int64 `json:"depth"`
	} `json:"nested"`
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // parts of the sentence; none where it is read
	}{
		{"defaults stay", `{"heads": null, "width": 7, "unknown": []}`, nil},
		{"text for a number", `{"width": "wide"}`, []string{"config.json", "width", "string"}},
		{"fraction for a count", `{"nested": {"depth": 1.5}}`, []string{"config.json", "nested.depth"}},
		{"too large for a count", `{"width": 1e40}`, []string{"config.json", "width"}},
		{"cut off", `{"width": 7`, []string{"config.json", "not JSON"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "config.json")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got := sizes{Heads: 4}
			err := config.Read(path, &got)
			if c.want == nil && (err != nil || got.Heads != 4 || got.Width != 7) {
				t.Fatalf("read %+v, %v", got, err)
			}
			for _, part := range c.want {
				if err == nil || !strings.Contains(err.Error(), part) || engine.KindOf(err) != engine.BadInput {
					t.Errorf("the error does not name %q: %v", part, err)
				}
			}
		})
	}
}

func TestReadMissing(t *testing.T) {
	if err := config.Read(filepath.Join(t.TempDir(), "config.json"), &sizes{}); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a missing file gave %v", err)
	}
	if err := config.Read(t.TempDir(), &sizes{}); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a folder gave %v", err)
	}
}

type kinds struct {
	sizes
	Kind *string `json:"kind"`
}

func TestReadClass(t *testing.T) {
	for text, want := range map[string]string{ // a part of the sentence, empty where it is read
		`{"_class_name": "A", "_diffusers_version": "1", "_note": [], "width": 7, "kind": null}`: "",
		`{"_class_name": "A"}`:                  "",
		`{"_class_name": "B"}`:                  `"B"`,
		`{}`:                                    `""`,
		`[]`:                                    "array",
		`{"_class_name": 3}`:                    `"_class_name" holds a number`,
		`{"_class_name": "A", "wide": 7}`:       `"wide"`,
		`{"_class_name": "A", "Width": 7}`:      `"Width"`,
		`{"_class_name": "A", "width": "wide"}`: `"width" holds a string`,
		`{"_class_name": "A", "kind": 7}`:       `"kind" holds a number`,
		`{"_class_name": "A", "width": 1e30}`:   "width",
		`{"_class_name": "A"`:                   "JSON",
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "config.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		kind := "plain"
		got := kinds{sizes: sizes{Width: 3}, Kind: &kind}
		check, err := config.ReadClass(dir, "A", &got)
		switch {
		case want == "" && (err != nil || check.Path != path || check.Err() != nil):
			t.Errorf("%s gave %v", text, err)
		case want == "" && strings.Contains(text, "null") && (got.Width != 7 || got.Kind != nil):
			t.Errorf("%s was read as %+v", text, got)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) || engine.KindOf(err) != engine.BadInput):
			t.Errorf("%s gave %v", text, err)
		}
	}
	if _, err := config.ReadClass(t.TempDir(), "A", &kinds{}); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a missing file gave %v", err)
	}
}

func TestCheckKeepsTheFirst(t *testing.T) {
	check := config.Check{Path: "config.json"}
	check.Size("width", 3, 9)
	check.Positive("theta", 2)
	check.Range("depth", 4, 1, 4)
	check.Choice("kind", "plain", "plain", "wide")
	check.Need(true, "depth", 4, "is never seen")
	if check.Err() != nil {
		t.Fatal(check.Err())
	}
	check.Size("heads", 0, 9)
	check.Positive("theta", -1)
	if err := check.Err(); err == nil || !strings.Contains(err.Error(), `"heads" is 0`) {
		t.Errorf("got %v", err)
	}
	for want, reject := range map[string]func(*config.Check){
		`"depth" is 5, but it must be from 1 to 4`:                func(c *config.Check) { c.Range("depth", 5, 1, 4) },
		`"kind" is "tall", but it must be one of plain, wide`:     func(c *config.Check) { c.Choice("kind", "tall", "plain", "wide") },
		`"theta" is NaN, but it must be a number above zero`:      func(c *config.Check) { c.Positive("theta", math.NaN()) },
		`"theta" is +Inf, but it must be a number above zero`:     func(c *config.Check) { c.Positive("theta", math.Inf(1)) },
		`config.json: "width" is 3, but it is too short for rows`: func(c *config.Check) { c.Need(false, "width", 3, "is too short for rows") },
	} {
		check := config.Check{Path: "config.json"}
		reject(&check)
		if err := check.Err(); err == nil || !strings.Contains(err.Error(), want) || engine.KindOf(err) != engine.BadInput {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
