package paritytest

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// Own returns the folders of the package's own testdata that have a component.
// They reach keys that no public model uses.
func Own(t testing.TB, component string) []string {
	t.Helper()
	out, err := filepath.Glob(filepath.Join("testdata", "*", component))
	if err != nil || len(out) == 0 {
		t.Fatalf("testdata has no case with %s", component)
	}
	for i := range out {
		out[i] = filepath.Dir(out[i])
	}
	return out
}

// Config writes what edit makes of the config.json of one folder into another.
func Config(t testing.TB, from, to string, edit func(map[string]any) map[string]any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(from, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	config := map[string]any{}
	if err := json.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	if text, err = json.Marshal(edit(config)); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to, "config.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// With is an edit that sets keys.
func With(keys map[string]any) func(map[string]any) map[string]any {
	return func(config map[string]any) map[string]any {
		maps.Copy(config, keys)
		return config
	}
}
