package project

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Validate returns a sentence on what in the scene cannot be kept, or nil.
func (s Scene) Validate() error {
	return first(
		checkCode("the code of the scene", s.Code),
		checkText("the title of "+s.Code, s.Title, MaxName),
		checkText("the synopsis of "+s.Code, s.Synopsis, MaxText),
	)
}

// Validate returns a sentence on what in the style cannot be kept, or nil.
func (s Style) Validate() error {
	if err := checkName("the name of the style", s.Name, MaxName); err != nil {
		return err
	}
	of := " of the style " + s.Name
	switch {
	case strings.Count(s.Prompt, "{prompt}") != 1:
		return Bad("write {prompt} once, where the words of the shot go", "the prompt%s says %d times where the words of the shot go",
			of, strings.Count(s.Prompt, "{prompt}"))
	case len(s.Adapters) > MaxItems:
		return Bad("use fewer", "the style %s has %d adapters, and %d fit", s.Name, len(s.Adapters), MaxItems)
	}
	for i, m := range s.Adapters {
		what := fmt.Sprintf("adapter %d%s", i+1, of)
		if m.Role != RoleAdapter {
			return Bad("put it into a shot", "%s has the role %.80q, and a style holds only adapters", what, m.Role)
		}
		if err := m.validate(what); err != nil {
			return err
		}
	}
	return first(checkText("the prompt"+of, s.Prompt, MaxText), checkText("the negative prompt"+of, s.Negative, MaxText))
}

// Validate returns a sentence on what in the sequence cannot be kept, or nil. Its
// content is only asked to be JSON.
func (s Sequence) Validate() error {
	if err := checkName("the name of the sequence", s.Name, MaxName); err != nil {
		return err
	}
	return first(checkRate("the frame rate of "+s.Name, s.Rate), checkContent("the sequence "+s.Name, s.Content))
}

// checkContent refuses what is no JSON; nothing at all is fine.
func checkContent(what string, content []byte) error {
	switch {
	case len(content) > MaxContent:
		return Bad("split it", "%s has %d bytes, and %d fit", what, len(content), MaxContent)
	case len(content) > 0 && !json.Valid(content):
		return Bad("this is a mistake in the program that wrote it; please report it", "%s is not valid JSON", what)
	}
	return checkText(what, string(content), MaxContent)
}
