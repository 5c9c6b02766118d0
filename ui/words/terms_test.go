package words

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/assets"
)

// unsaid are words and signs that a language does not use, because the list of terms
// in docs/translating.md has another for them.
var unsaid = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`\.\.\.|"|\w'\w|\bprojects?\b|\b(color|center|favorite|gray|canceled)\w*|\b[Aa]ctions\b|\blatent`),
	"de": regexp.MustCompile(`\.\.\.|"|“[^„]*“|\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(e[mnrs]?)?)\b|\bShots?\b|Projekt(s|es)?\b|Datenträger|Arbeitsspeicher|Provider|Aktion|Fehlgeschlagen|[Aa]ngehalten|[^ ]…`),
}

// texts are all forms of all messages of a language and what can go wrong in it.
func texts(t *testing.T, tag string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for id, message := range messages(t, tag) {
		switch m := message.(type) {
		case string:
			all[id] = m
		case map[string]any:
			for form, text := range m {
				all[id+" ("+form+")"] = fmt.Sprint(text)
			}
		}
	}
	faults, err := assets.Faults(tag)
	if err != nil {
		t.Fatal(err)
	}
	for english, say := range faults {
		all[english] = say
	}
	return all
}

func TestEveryTextKeepsToTheTerms(t *testing.T) {
	holders := regexp.MustCompile(`{{[^}]*}}`)
	for tag, not := range unsaid {
		all := texts(t, tag)
		if len(all) < 300 {
			t.Errorf("%s: only %d texts were found", tag, len(all))
		}
		for id, text := range all {
			if strings.HasPrefix(id, "search.") {
				continue // what others say is what is searched for
			}
			if said := not.FindString(holders.ReplaceAllString(text, "X")); said != "" {
				t.Errorf("%s: %s says %q: %s", tag, id, said, text)
			}
		}
	}
}
