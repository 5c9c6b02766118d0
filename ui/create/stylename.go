package create

import (
	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/ui/words"
)

// styleWords are the names of the presets, and what they are like.
var styleWords = map[string][2]words.ID{
	"realistic": {words.ID("style.realistic"), words.ID("style.realistic-tip")},
	"cinematic": {words.ID("style.cinematic"), words.ID("style.cinematic-tip")},
	"anime":     {words.ID("style.anime"), words.ID("style.anime-tip")},
	"festive":   {words.ID("style.festive"), words.ID("style.festive-tip")},
	"kakalaka":  {words.ID("style.kakalaka"), words.ID("style.kakalaka-tip")},
	"news":      {words.ID("style.news"), words.ID("style.news-tip")},
	"selfie":    {words.ID("style.selfie"), words.ID("style.selfie-tip")},
	"handheld":  {words.ID("style.handheld"), words.ID("style.handheld-tip")},
	"golden":    {words.ID("style.golden"), words.ID("style.golden-tip")},
	"retro":     {words.ID("style.retro"), words.ID("style.retro-tip")},
	"vintage":   {words.ID("style.vintage"), words.ID("style.vintage-tip")},
	"comic":     {words.ID("style.comic"), words.ID("style.comic-tip")},
}

// presetChoice is a preset as the user's language calls it.
func presetChoice(preset assets.Style) styleChoice {
	said, ok := styleWords[preset.ID]
	if !ok {
		return styleChoice{preset.ID, preset.Name, preset.Description}
	}
	return styleChoice{preset.ID, words.T(said[0]), words.T(said[1])}
}
