package window

import (
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/ui/words"
)

// TestNoKeyHasTwoMeanings: on no screen do two actions come with the same keys,
// those of the whole window and of the player included.
func TestNoKeyHasTwoMeanings(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	keep, notice := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	if notice != nil {
		t.Fatal(notice)
	}
	t.Cleanup(func() { _ = keep.Close() })
	desk, err := studio.NewDesk(studio.DeskParams{Settings: keep, Worker: []string{"no worker is started here"}, Version: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(t.Context(), Params{App: test.NewTempApp(t), Desk: desk, Settings: keep, Films: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.status.Close()
		w.viewer.close()
	})
	known := false
	w.Frame().KnowActions(func() { known = true })
	all := w.Frame().Actions().All()
	if !known || len(all) < 50 {
		t.Fatalf("%d actions are known", len(all))
	}
	for _, c := range w.Frame().Actions().Conflicts() {
		var names []string
		for _, a := range c.Actions {
			names = append(names, a.ID+" ("+words.T(a.Title)+")")
		}
		t.Errorf("%s means %q", c.Chord, names)
	}
}
