package queue

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	jobs "github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/core"
	"github.com/kinora-studio/kinora/ui/words"
)

func TestTheStatusFollowsTheQueue(t *testing.T) {
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(words.Use(words.Params{Language: "en"}))
	keep, _ := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	desk, err := studio.NewDesk(studio.DeskParams{Settings: keep, Worker: []string{filepath.Join(t.TempDir(), "no worker")}, Version: "test", Now: time.Now})
	check(err)
	var status core.Status
	count := ""
	todo := make(chan func(), 1024)
	told, err := NewPresenter(StatusParams{
		Desk: desk, Do: func(_ string, f func()) { todo <- f },
		Show: func(s Status) { status = core.Status(s) }, Count: func(c string) { count = c },
	})
	check(err)
	until := func(what string, so func() bool) {
		t.Helper()
		deadline := time.After(20 * time.Second)
		for !so() {
			select {
			case f := <-todo:
				f()
			case <-deadline:
				t.Fatalf("it never said %s: %+v, %q", what, status, count)
			}
		}
	}
	until("what computes", func() bool { return status.Provider == "CPU" && status.Job == "" && count == "" })
	session, err := desk.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "Film"})
	check(err)
	until("how much memory there is", func() bool { return strings.HasSuffix(status.Memory, "free") })
	check(session.Queue.PauseAll(t.Context()))
	_, err = session.Queue.Add(t.Context(), jobs.New{Kind: "generate", Title: "SH010", Request: []byte("{}")})
	check(err)
	until("that it is paused", func() bool { return status.Waiting && status.Job == "Paused with 1 job" && count == "1" })
	check(session.Queue.ResumeAll(t.Context()))
	until("that the job failed", func() bool { return status.Failed && status.Job == "Failed: SH010" && count == "" })
	check(desk.Close())
	until("nothing any more", func() bool { return status.Job == "" && status.Memory == "" })
	told.Close()
	check(keep.Close())
}

func TestThePresenterNeedsItsParts(t *testing.T) {
	if _, err := NewPresenter(StatusParams{}); err == nil {
		t.Error("it was made of nothing")
	}
}

func TestWhatIsFreeIsSaidRoughly(t *testing.T) {
	for n, want := range map[int64]int64{0: 0, 99: 99, 994: 990, 23_740_000_000: 24_000_000_000, 5_149_000_000: 5_100_000_000, 999_000_000: 1_000_000_000} {
		if got := roughly(n); got != want {
			t.Errorf("of %d it says %d, not %d", n, got, want)
		}
	}
}
