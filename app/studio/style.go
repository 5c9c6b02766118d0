package studio

import (
	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/engine"
)

// Styles returns the style presets in the order in which they are shown.
func Styles() ([]assets.Style, error) { return assets.Styles() }

// applyStyle puts a preset's words around a prompt; a pack with a small
// vocabulary gets only the words that it knows.
func applyStyle(name, prompt string, info engine.Info) (styled, negative string, err error) {
	if name == "" {
		return prompt, "", nil
	}
	styles, err := assets.Styles()
	if err != nil {
		return "", "", err
	}
	for _, s := range styles {
		if s.Name != name {
			continue
		}
		if len(info.Vocabulary) > 0 {
			return s.ApplyPocket(prompt), "", nil
		}
		return s.Apply(prompt), s.Negative, nil
	}
	return "", "", engine.Bad("kinora render --style list shows them", "there is no style %q", name)
}
