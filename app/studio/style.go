package studio

import (
	"strings"

	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/engine"
)

// Styles returns the style presets in the order in which they are shown.
func Styles() []assets.Style { return assets.Styles() }

// applyStyle puts a preset's words around a prompt; a pack with a small
// vocabulary gets only the words that it knows. The negative prompt joins the
// user's own and the preset's.
func applyStyle(name, prompt, own string, info engine.Info) (styled, negative string, err error) {
	if name == "" {
		return prompt, own, nil
	}
	s, ok := assets.StyleByID(name)
	if !ok {
		return "", "", engine.Bad("use one of: "+strings.Join(styleNames(), ", "), "there is no style %q", name)
	}
	if len(info.Vocabulary) > 0 {
		return s.ApplyPocket(prompt), own, nil
	}
	return s.Apply(prompt), s.NegativePrompt(own), nil
}

func styleNames() []string {
	var names []string
	for _, s := range assets.Styles() {
		names = append(names, s.ID)
	}
	return names
}
