package create

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/words"
)

// difference is something in which two takes differ, as people read it.
type difference struct {
	name        string
	left, right string
}

// differences lists what two takes were made with that is not the same, but for
// their seeds. The takes have their recipes, unless they were imported.
func differences(left, right project.Take) []difference {
	a, b := facts(left), facts(right)
	var all []difference
	for i := range a {
		if a[i].value != b[i].value {
			all = append(all, difference{a[i].name, a[i].value, b[i].value})
		}
	}
	for i := range all {
		if all[i].name == words.T("create.words") || all[i].name == words.T("create.negative") {
			all[i].left, all[i].right = apart(all[i].left, all[i].right)
		}
	}
	return all
}

type fact struct{ name, value string }

// facts is all that a take was made with, always in this order.
func facts(take project.Take) []fact {
	var r engine.Recipe
	if len(take.Recipe) > 0 {
		_ = json.Unmarshal(take.Recipe, &r) // a damaged one says nothing
	}
	guidance, steps := "", ""
	if r.Steps > 0 {
		guidance, steps = amount.Number(r.Video.Scale), fmt.Sprint(r.Steps)
	}
	size := fmt.Sprintf("%d×%d", take.Width, take.Height)
	if r.Width > 0 {
		size = fmt.Sprintf("%d×%d", r.Width, r.Height)
	}
	return []fact{
		{words.T("create.words"), take.Prompt},
		{words.T("create.style"), r.Style},
		{words.T("create.negative"), r.Negative},
		{words.T("create.made-by"), verbName(take.Verb)},
		{words.T("create.files"), sourcesOf(r)},
		{words.T("create.size"), size},
		{words.T("create.length"), words.N("create.frames", take.Frames)},
		{words.T("create.rate"), rateName(take.Rate)},
		{words.T("create.steps"), steps},
		{words.T("create.guidance"), guidance},
		{words.T("create.pack"), r.Pack},
		{words.T("create.provider"), strings.ToUpper(r.Provider)},
	}
}

// sourcesOf names the files that a take was made with.
func sourcesOf(r engine.Recipe) string {
	var names []string
	add := func(s engine.Source) { names = append(names, filepath.Base(s.Path)) }
	for _, image := range r.Images {
		add(image.Source)
	}
	for _, reference := range r.References {
		add(reference.Source)
	}
	for _, track := range []*engine.Track{r.Track, r.Voice} {
		if track != nil {
			add(track.Source)
		}
	}
	if r.Footage != nil {
		add(r.Footage.Source)
	}
	for _, adapter := range r.Adapters {
		add(adapter.Source)
	}
	return strings.Join(names, ", ")
}

// apart leaves out what two texts have in common at their beginnings and ends, but
// for a word or two.
func apart(left, right string) (a, b string) {
	l, r := strings.Fields(left), strings.Fields(right)
	const around = 2
	same := 0
	for same < min(len(l), len(r)) && l[same] == r[same] {
		same++
	}
	same -= around
	end := 0
	for end < min(len(l), len(r))-max(same, 0)-around && l[len(l)-1-end] == r[len(r)-1-end] {
		end++
	}
	end -= around
	cut := func(all []string) string {
		head, tail := "", ""
		if same > 1 {
			all, head = all[same:], "… "
		}
		if end > 1 {
			all, tail = all[:len(all)-end], " …"
		}
		return head + strings.Join(all, " ") + tail
	}
	return cut(l), cut(r)
}
