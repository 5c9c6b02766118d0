package studio

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// TestPromptIsText: a recipe is kept as JSON, which holds nothing but text.
func TestPromptIsText(t *testing.T) {
	for _, q := range []RenderRequest{{Prompt: "a \xff fox"}, {Prompt: "a fox", Negative: "\xff"}} {
		if _, err := q.complete(); engine.KindOf(err) != engine.BadInput {
			t.Errorf("%q: %v", q.Prompt+q.Negative, err)
		}
	}
}

// TestRenderSweepsLeftovers: what a killed run left two days ago is gone after
// the next, what may still be in use is not.
func TestRenderSweepsLeftovers(t *testing.T) {
	dir := t.TempDir()
	old, young := filepath.Join(dir, ".kinora-1"), filepath.Join(dir, ".kinora-2")
	for _, folder := range []string{old, young} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	then := time.Now().Add(-leftoverAge - time.Minute)
	if err := os.Chtimes(old, then, then); err != nil {
		t.Fatal(err)
	}
	q := RenderRequest{Prompt: "a ball", Output: filepath.Join(dir, "clip.mp4"), Takes: 1, Pack: filepath.Join(dir, "none")}
	if err := Render(t.Context(), q, func(engine.Event) {}); err == nil {
		t.Fatal("a pack that does not exist was used")
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the leftover is still there: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("a young folder is gone: %v", err)
	}
}
