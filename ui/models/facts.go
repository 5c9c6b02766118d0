package models

import (
	"fmt"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/words"
)

// mostFacts is how many there can be of a pack.
const mostFacts = 9

// factsOf are names and what is to be said of a pack, in the order in which people
// ask: can I run it, how fast, what may I do with it, where is it.
func factsOf(pack studio.InstalledPack, now time.Time) [][2]string {
	var all [][2]string
	add := func(name, text string) {
		if text != "" {
			all = append(all, [2]string{name, text})
		}
	}
	if pack.Fault == nil {
		add(words.T("models.here"), here(pack))
		add(words.T("models.speed"), speed(pack))
		add(words.T("models.clip"), clip(pack))
		add(words.T("models.memory"), amount.Bytes(pack.Plan.Memory))
		add(words.T("models.licence"), licence(pack))
		add(words.T("models.family"), pack.Info.Family)
	}
	if pack.Bytes > 0 {
		add(words.T("models.size"), amount.Bytes(pack.Bytes))
	}
	add(words.T("models.files"), intact(pack, now))
	add(words.T("models.folder"), pack.Dir)
	return all
}

func here(pack studio.InstalledPack) string {
	provider := strings.ToUpper(pack.Plan.Recipe.Provider)
	if pack.Plan.Reason == "" {
		return words.T("models.can-run", "Provider", provider)
	}
	text := words.T("models.cannot-run", "Reason", pack.Plan.Reason)
	if n := pack.Plan.Nearest; n != nil {
		text += " " + words.T("models.nearest", "Width", n.Width, "Height", n.Height, "Frames", n.Frames)
	}
	return text
}

// speed says how long a second of film takes, and how it is known.
func speed(pack studio.InstalledPack) string {
	length := pack.ClipSeconds()
	if length <= 0 || pack.Seconds <= 0 {
		return ""
	}
	each := amount.Length(pack.Seconds / length)
	if s := pack.Seconds / length; s < 10 {
		each = words.T("amount.seconds", "Number", amount.Number(s))
	}
	if pack.Measured {
		return words.T("models.speed-measured", "Length", each)
	}
	return words.T("models.speed-planned", "Length", each)
}

func clip(pack studio.InstalledPack) string {
	r := pack.Plan.Recipe
	return words.T("models.clip-facts", "Size", fmt.Sprintf("%d × %d", r.Width, r.Height),
		"Seconds", amount.Number(pack.ClipSeconds()), "Steps", r.Steps)
}

func licence(pack studio.InstalledPack) string {
	if pack.Info.Licence == "" {
		return words.T("models.no-licence")
	}
	return pack.Info.Licence
}

func intact(pack studio.InstalledPack, now time.Time) string {
	switch {
	case pack.Fault != nil && !pack.Sums:
		return ""
	case !pack.Sums:
		return words.T("models.no-sums")
	case pack.Checked.IsZero():
		return words.T("models.unchecked")
	}
	return words.T("models.checked", "Clock", amount.Clock(pack.Checked.In(now.Location()), now))
}
