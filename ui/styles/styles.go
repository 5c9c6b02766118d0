// Package styles names the presets of looks in the user's language.
package styles

import (
	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/ui/words"
)

// said are the names of the presets, and what they are like.
var said = map[string][2]words.ID{
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

// Name is what a preset is called and what it is like. One that nobody has
// translated has the English words that it came with.
func Name(preset assets.Style) (name, tip string) {
	ids, ok := said[preset.ID]
	if !ok {
		return preset.Name, preset.Description
	}
	return words.T(ids[0]), words.T(ids[1])
}
