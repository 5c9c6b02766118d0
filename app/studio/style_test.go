package studio

import (
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

// TestStylesOfThePocketPack: every preset gives the pack that comes with the
// program words that it knows, once each, and keeps the user's own in front.
func TestStylesOfThePocketPack(t *testing.T) {
	RegisterFamilies()
	p, err := engine.Open(t.Context(), engine.OpenParams{Dir: "../../assets/pocket", Provider: "cpu"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	const prompt = "a big red ball drops and bounces on the beach"
	seen := map[string]string{}
	for _, style := range Styles() {
		styled, negative, err := applyStyle(style.ID, prompt, "", p.Info())
		if err != nil || negative != "" {
			t.Fatal(style.ID, negative, err)
		}
		count, unknown, err := p.Tokens(styled)
		if err != nil || len(unknown) > 0 || count > p.Info().MaxTokens {
			t.Errorf("%s: %q has %d tokens, unknown %q (%v)", style.ID, styled, count, unknown, err)
		}
		if !strings.HasPrefix(styled, prompt+", ") {
			t.Errorf("%s: %q does not begin with the user's words", style.ID, styled)
		}
		if again, _, err := applyStyle(style.ID, styled, "", p.Info()); err != nil || again != styled {
			t.Errorf("%s: put on twice it is %q (%v)", style.ID, again, err)
		}
		seen[styled] = style.ID
	}
	// Twelve looks have to do with the four that the pack knows.
	if len(seen) < 10 {
		t.Errorf("the presets make only %d prompts: %q", len(seen), seen)
	}
	if _, _, err := applyStyle("beige", prompt, "", p.Info()); engine.KindOf(err) != engine.BadInput {
		t.Errorf("an unknown style: %v", err)
	}
}

// TestStylesOfLargePacks: a pack without a list of words gets whole sentences.
func TestStylesOfLargePacks(t *testing.T) {
	for _, style := range Styles() {
		styled, negative, err := applyStyle(style.ID, "a dog runs", "rain", engine.Info{})
		if err != nil || !strings.Contains(styled, "a dog runs.") || len(styled) < 100 || !strings.HasPrefix(negative, "rain, ") {
			t.Errorf("%s: %q, %q, %v", style.ID, styled, negative, err)
		}
	}
}

// TestPlacesArePaths: packs are never looked for where a relative variable leads.
func TestPlacesArePaths(t *testing.T) {
	for _, data := range []string{"", "data", "./data", "~/data"} {
		t.Setenv("XDG_DATA_HOME", data)
		for _, home := range []string{"here", "", "/home/somebody"} {
			t.Setenv("HOME", home)
			places := packPlaces()
			if slices.ContainsFunc(places, func(p string) bool { return !strings.HasPrefix(p, "/") && p != "assets" }) {
				t.Errorf("XDG_DATA_HOME=%s HOME=%s: %q", data, home, places)
			}
			if _, err := FindPack("nonesuch"); engine.KindOf(err) != engine.BadInput {
				t.Error(err)
			}
		}
	}
}
