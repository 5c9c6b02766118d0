package projects

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/amount"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// present makes what a card shows of a glance.
func present(g studio.Glance, now time.Time) content {
	c := content{dir: g.Dir, name: g.Name, folder: shortFolder(filepath.Dir(g.Dir)), picture: g.Picture}
	switch {
	case g.Missing:
		c.missing, c.icon, c.reason = true, "search", words.T("projects.missing")
		c.holds, c.folder = c.folder, ""
		return c
	case g.Fault != nil:
		c.icon, c.reason = "warning", faultWord(g.Fault)
	case g.Picture == nil:
		c.icon, c.reason = "clip", words.T("projects.no-take")
	}
	c.when = when(g.Worked, now)
	if g.Fault == nil {
		c.holds = holds(g.Counts)
	}
	switch {
	case g.Counts.Running > 0:
		c.chip, c.tone = words.N("projects.running", g.Counts.Running), xwidget.Accented
	case g.Counts.Waiting > 0:
		c.chip = words.N("projects.waiting", g.Counts.Waiting)
	}
	return c
}

// faultWord is why a film cannot be looked at, for the little room of a card.
func faultWord(err error) string {
	switch {
	case errors.Is(err, project.ErrNewer):
		return words.T("projects.newer-short")
	case errors.Is(err, project.ErrDamaged):
		return words.T("projects.damaged-short")
	}
	return words.T("projects.unreadable-short")
}

// when says when a film was worked in last: the clock on this day and the one
// before, so many days ago within a month, else the day.
func when(at, now time.Time) string {
	at = at.In(now.Location())
	if at.After(now) { // by the clock of another machine
		at = now
	}
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
	switch days := int(midnight(now).Sub(midnight(at)).Hours() / 24); {
	case days < 2:
		return amount.Clock(at, now)
	case days < 31:
		return words.N("projects.days-ago", days)
	}
	return at.Format("2006-01-02")
}

// holds says how many shots and takes there are.
func holds(c store.Counts) string {
	shots := words.N("projects.shots", c.Shots)
	switch {
	case c.Takes > 0:
		return shots + " · " + words.N("projects.takes", c.Takes)
	case c.Shots == 0:
		return words.T("projects.empty")
	}
	return shots
}

// shortFolder is a folder with the user's own as a tilde, as everybody knows it from
// terminals and file managers.
func shortFolder(dir string) string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" || home == string(filepath.Separator) {
		return dir
	}
	if rest, ok := strings.CutPrefix(dir, home); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		return "~" + rest
	}
	return dir
}
