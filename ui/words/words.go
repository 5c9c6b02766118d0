// Package words speaks the user's language. Messages lie in
// assets/translations/LANGUAGE/SCREEN.json in the form of go-i18n, the library
// that Fyne's own lang package wraps; that package picks the language of the
// system once and cannot be asked for another, which is why it is not used here.
//
// Every message has an ID such as queue.time-left. A test finds all IDs in the
// code by looking for T, N and ID with a literal, and holds them against all
// languages: write the ID as a literal in one of the three.
//
// # Concurrency
//
// All functions may be called from any goroutine. A change of language shows in
// what is asked for afterwards; who shows text builds it again.
package words

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/jeandeaual/go-locale"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/kinora-studio/kinora/assets"
)

// ID names a message.
type ID string

// Language is one that can be chosen.
type Language struct {
	Tag  string // BCP 47: de, pt-BR
	Name string // as its speakers call it
}

// fallback is what is shown where a language lacks a message.
const fallback = "en"

type speaker struct {
	tag       string
	localizer *i18n.Localizer
}

var current atomic.Pointer[speaker]

// Params says which language to speak.
type Params struct {
	Language string // a tag; empty for the system's
	Folder   string // the user's own LANGUAGE.json files; empty for none
}

// Use changes the language. Of a language that is not there the nearest is
// taken, English in the end. It fails when a file cannot be read, and then the
// language stays as it was.
func Use(p Params) error {
	bundle, tags, err := load(p.Folder)
	if err != nil {
		return err
	}
	wanted := []string{p.Language}
	if p.Language == "" {
		if wanted, err = locale.GetLocales(); err != nil {
			wanted = []string{fallback} // a system that cannot tell
		}
	}
	tag := nearest(tags, wanted)
	current.Store(&speaker{tag: tag, localizer: i18n.NewLocalizer(bundle, tag, fallback)})
	return nil
}

// Current returns the tag of the language that is spoken.
func Current() string { return speaking().tag }

// T returns a message. What it has to fill in is given as name and value:
// T("take.saved", "Name", name) for "Saved {{.Name}}".
func T(id ID, fill ...any) string {
	return say(&i18n.LocalizeConfig{MessageID: string(id), TemplateData: filled(fill)})
}

// N returns a message in the form for a number, which it may show as {{.Count}}.
func N(id ID, count int, fill ...any) string {
	return say(&i18n.LocalizeConfig{
		MessageID: string(id), PluralCount: count, TemplateData: filled(append(fill, "Count", count)),
	})
}

// Languages returns those that can be chosen, built in and in the folder, in the
// order of their tags.
func Languages(folder string) ([]Language, error) {
	bundle, tags, err := load(folder)
	if err != nil {
		return nil, err
	}
	var all []Language
	for _, tag := range tags {
		name, err := i18n.NewLocalizer(bundle, tag).Localize(&i18n.LocalizeConfig{MessageID: "language.name"})
		if err != nil {
			name = tag
		}
		all = append(all, Language{Tag: tag, Name: name})
	}
	return all, nil
}

func say(config *i18n.LocalizeConfig) string {
	text, err := speaking().localizer.Localize(config)
	if err != nil && text == "" {
		return config.MessageID // visible, and a test keeps it from happening
	}
	return text
}

func speaking() *speaker {
	if s := current.Load(); s != nil {
		return s
	}
	if err := Use(Params{}); err != nil {
		panic(err) // only what is built in is read, and a test reads it too
	}
	return current.Load()
}

func filled(pairs []any) map[string]any {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return values
}

// load reads all languages and returns their tags in order.
func load(folder string) (*i18n.Bundle, []string, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	tags := assets.Languages()
	for _, tag := range tags {
		files, err := assets.Translations(tag)
		if err != nil {
			return nil, nil, err
		}
		for _, data := range files {
			if _, err := bundle.ParseMessageFileBytes(data, tag+".json"); err != nil {
				return nil, nil, fmt.Errorf("read the translations of %s: %w", tag, err)
			}
		}
	}
	if folder == "" {
		return bundle, tags, nil
	}
	own, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, nil, fmt.Errorf("look for translations in %s: %w", folder, err)
	}
	for _, path := range own {
		tag := strings.TrimSuffix(filepath.Base(path), ".json")
		if _, err := language.Parse(tag); err != nil {
			return nil, nil, fmt.Errorf("%s is not named for a language, such as fr.json: %w", path, err)
		}
		data, err := os.ReadFile(path)
		if err == nil {
			_, err = bundle.ParseMessageFileBytes(data, tag+".json")
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read the translations in %s: %w", path, err)
		}
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return bundle, slices.Compact(tags), nil
}

func nearest(tags, wanted []string) string {
	supported := []language.Tag{language.English}
	names := []string{fallback}
	for _, tag := range tags {
		supported = append(supported, language.Make(tag))
		names = append(names, tag)
	}
	var wishes []language.Tag
	for _, w := range wanted {
		wishes = append(wishes, language.Make(w))
	}
	_, index, _ := language.NewMatcher(supported).Match(wishes...)
	return names[index]
}
