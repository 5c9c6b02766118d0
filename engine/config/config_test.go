package config_test

import (
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

func TestCheckKeepsTheFirst(t *testing.T) {
	check := config.Check{Path: "config.json"}
	check.Size("width", 3, 9)
	check.Positive("theta", 2)
	if check.Err() != nil {
		t.Fatal(check.Err())
	}
	check.Size("heads", 0, 9)
	check.Positive("theta", -1)
	if err := check.Err(); err == nil || !strings.Contains(err.Error(), `"heads" is 0`) {
		t.Errorf("got %v", err)
	}
}
