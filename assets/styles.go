package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed styles/*.json
var styleFiles embed.FS

// ErrStyle says that a style file lacks something or is not JSON.
var ErrStyle = errors.New("style not usable")

// Style is a look that is put on a prompt. Every part is a sentence, so that it
// can be left out where the shot already says something about it.
type Style struct {
	ID          string   `json:"id"`          // lower-case letters, digits and dashes; never changes
	Name        string   `json:"name"`        // as shown
	Order       int      `json:"order"`       // place in the strip
	Description string   `json:"description"` // one sentence for a person
	Prefix      string   `json:"prefix"`      // before the prompt
	Suffix      string   `json:"suffix"`      // after the prompt
	Camera      string   `json:"camera"`
	Sound       string   `json:"sound"`
	Grade       string   `json:"grade"`
	Negative    []string `json:"negative"` // what the look must not have
	// Pocket are the words by which the pocket pack, whose vocabulary is small,
	// comes closest; its captions end in light, camera and style.
	Pocket []string `json:"pocket"`
}

// Styles returns the built-in styles in the order of the strip.
func Styles() []Style {
	all := slices.Clone(builtIn())
	for i := range all {
		all[i].Negative = slices.Clone(all[i].Negative)
		all[i].Pocket = slices.Clone(all[i].Pocket)
	}
	return all
}

// StyleByID returns the built-in style with an id, in any case.
func StyleByID(id string) (Style, bool) {
	for _, s := range Styles() {
		if strings.EqualFold(s.ID, strings.TrimSpace(id)) {
			return s, true
		}
	}
	return Style{}, false
}

// builtIn panics on a broken file: it is part of the program, and a test reads it.
var builtIn = sync.OnceValue(func() []Style {
	entries, err := styleFiles.ReadDir("styles")
	if err != nil {
		panic(err)
	}
	var all []Style
	for _, entry := range entries {
		data, err := styleFiles.ReadFile("styles/" + entry.Name())
		if err != nil {
			panic(err)
		}
		s, err := ParseStyle(data)
		if err != nil {
			panic(fmt.Errorf("%s: %w", entry.Name(), err))
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Style) int { return a.Order - b.Order })
	return all
})

// ParseStyle reads a style file, built in or a user's own. It fails with
// ErrStyle when the file is not JSON, holds an unknown member, or leaves the id,
// the name or all of the recipe empty.
func ParseStyle(data []byte) (Style, error) {
	var s Style
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return Style{}, fmt.Errorf("%w: %w", ErrStyle, err)
	}
	const idLetters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	switch {
	case s.ID == "" || strings.Trim(s.ID, idLetters) != "":
		return Style{}, fmt.Errorf("%w: the id %q must be lower-case letters, digits and dashes", ErrStyle, s.ID)
	case strings.TrimSpace(s.Name) == "":
		return Style{}, fmt.Errorf("%w: %s has no name", ErrStyle, s.ID)
	case s.Apply("x") == "x.":
		return Style{}, fmt.Errorf("%w: %s changes nothing", ErrStyle, s.ID)
	}
	return s, nil
}

// Apply puts the whole recipe around a prompt: prefix, prompt, suffix, grade,
// camera and sound, each a sentence. An empty prompt stays empty, so that it is
// still recognised as one.
func (s Style) Apply(prompt string) string {
	if strings.TrimSpace(prompt) == "" {
		return ""
	}
	var sentences []string
	for _, part := range []string{s.Prefix, prompt, s.Suffix, s.Grade, s.Camera, s.Sound} {
		if part = strings.TrimSpace(part); part != "" {
			sentences = append(sentences, sentence(part))
		}
	}
	return strings.Join(sentences, " ")
}

// ApplyPocket appends the words for the pocket pack, without those that the
// prompt already holds.
func (s Style) ApplyPocket(prompt string) string {
	prompt = strings.TrimRight(strings.TrimSpace(prompt), ".,;! ")
	if prompt == "" {
		return ""
	}
	for _, word := range s.Pocket {
		if !strings.Contains(strings.ToLower(prompt), word) {
			prompt += ", " + word
		}
	}
	return prompt
}

// NegativePrompt joins the user's own negative prompt, which may be empty, and
// the words of the style.
func (s Style) NegativePrompt(own string) string {
	words := slices.Clone(s.Negative)
	if own = strings.Trim(own, ", \n\t"); own != "" {
		words = append([]string{own}, words...)
	}
	return strings.Join(words, ", ")
}

// sentence ends a text with a full stop unless it ends with a mark already, a
// closing quotation mark behind it included.
func sentence(text string) string {
	bare := strings.TrimRight(text, `"'”’»)`)
	if bare != "" && strings.ContainsAny(bare[len(bare)-1:], ".!?") || strings.HasSuffix(bare, "…") || strings.HasSuffix(bare, "。") {
		return text
	}
	return text + "."
}
