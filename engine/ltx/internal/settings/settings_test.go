package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/ltx/internal/settings"
)

type sizes struct {
	Width int64   `json:"width"`
	Kind  *string `json:"kind"`
}

func TestRead(t *testing.T) {
	kind := "plain"
	for text, want := range map[string]string{ // a part of the fault, empty where it is read
		`{"_class_name": "A", "_diffusers_version": "1", "_note": [], "width": 7, "kind": null}`: "",
		`{"_class_name": "A"}`:                  "",
		`{"_class_name": "B"}`:                  `"B"`,
		`{}`:                                    `""`,
		`{"_class_name": 3}`:                    "_class_name",
		`{"_class_name": "A", "wide": 7}`:       "wide",
		`{"_class_name": "A", "width": "wide"}`: "width",
		`{"_class_name": "A", "width": 1e30}`:   "width",
		`{"_class_name": "A"`:                   "JSON",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got := sizes{Width: 3, Kind: &kind}
		path, err := settings.Read(dir, "A", &got)
		switch {
		case want == "" && (err != nil || filepath.Dir(path) != dir):
			t.Errorf("%s gave %v", text, err)
		case want == "" && strings.Contains(text, "null") && (got.Width != 7 || got.Kind != nil):
			t.Errorf("%s was read as %+v", text, got)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "config.json") || engine.KindOf(err) != engine.BadInput):
			t.Errorf("%s gave %v", text, err)
		}
	}
	if _, err := settings.Read(t.TempDir(), "A", &sizes{}); engine.KindOf(err) != engine.BadInput {
		t.Errorf("a missing file gave %v", err)
	}
}

func TestCheckerKeepsTheFirst(t *testing.T) {
	is := settings.NewChecker("config.json")
	is.Range("width", 3, 1, 4)
	is.Choice("kind", "plain", "plain", "wide")
	if is.Err() != nil {
		t.Fatal(is.Err())
	}
	is.Range("width", 5, 1, 4)
	is.Choice("kind", "tall", "plain", "wide")
	is.Reject("depth", 2, "does not fit")
	if err := is.Err(); err == nil || !strings.Contains(err.Error(), `"width" is 5, but it must be from 1 to 4`) {
		t.Errorf("got %v", err)
	}
}
