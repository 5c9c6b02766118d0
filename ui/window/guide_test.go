package window

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/ui/words"
)

var update = flag.Bool("update", false, "write the keys into docs/guide.md")

const guide = "../../docs/guide.md"

// TestTheGuideHasAllKeys holds the table of keys in the guide against those that the
// program comes with.
func TestTheGuideHasAllKeys(t *testing.T) {
	s := everyAction(t)
	text, err := os.ReadFile(guide)
	s.check(err)
	const begin, end = "<!-- keys -->\n", "<!-- end -->"
	before, rest, ok := strings.Cut(string(text), begin)
	if !ok {
		t.Fatalf("%s has no mark %s", guide, begin)
	}
	_, after, _ := strings.Cut(rest, end)
	wanted := before + begin + s.keyTable() + end + after
	if *update {
		s.check(os.WriteFile(guide, []byte(wanted), 0o644))
	} else if wanted != string(text) {
		t.Errorf("the keys in %s are not those of the program; run: packaging/env.sh go test ./ui/window -run Guide -update", guide)
	}
}

// keyTable lists all actions that have keys, by the screen on which they can be done.
func (s *stage) keyTable() string {
	var table strings.Builder
	for _, scope := range append([]string{""}, screens...) {
		where, rows := "Everywhere", ""
		if scope != "" {
			where = words.T(s.frame.Actions().Find("go." + scope).Title)
		}
		for _, a := range s.frame.Actions().All() {
			var labels []string
			for _, chord := range s.frame.Actions().Keys(a.ID) {
				if label := chord.Label(); !slices.Contains(labels, label) {
					labels = append(labels, label)
				}
			}
			if a.Scope != scope || len(labels) == 0 {
				continue
			}
			title := words.T(a.Title)
			if scope == "" {
				title = words.T(a.Category) + ": " + title
			}
			rows += "| " + strings.Join(labels, " or ") + " | " + title + " |\n"
		}
		if rows != "" {
			table.WriteString("\n**" + where + "**\n\n| Key | What it does |\n|---|---|\n" + rows)
		}
	}
	return table.String() + "\n"
}
