package styles

import (
	"testing"

	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/ui/words"
)

func TestEveryPresetHasWords(t *testing.T) {
	t.Cleanup(func() {
		if err := words.Use(words.Params{Language: "en"}); err != nil {
			t.Error(err)
		}
	})
	if err := words.Use(words.Params{Language: "de"}); err != nil {
		t.Fatal(err)
	}
	all := assets.Styles()
	if len(all) < 10 {
		t.Fatalf("only %d presets", len(all))
	}
	for _, preset := range all {
		name, tip := Name(preset)
		if name == "" || tip == "" || tip == preset.Description {
			t.Errorf("%s is %q, %q in German", preset.ID, name, tip)
		}
	}
	if name, tip := Name(assets.Style{ID: "own", Name: "Own", Description: "As it came."}); name != "Own" || tip != "As it came." {
		t.Errorf("one without a translation is %q, %q", name, tip)
	}
}
