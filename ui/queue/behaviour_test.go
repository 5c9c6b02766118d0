package queue

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	jobs "github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/ui/budget"
)

// five opens a queue of five waiting jobs, A to E.
func five(t *testing.T) (*stage, []project.Job) {
	t.Helper()
	s := onStage(t, setup{})
	var news []jobs.New
	for _, title := range []string{"A", "B", "C", "D", "E"} {
		news = append(news, take(title, 100))
	}
	added := s.add(news...)
	s.shows(6)
	return s, added
}

func (s *stage) wants(order string) {
	s.t.Helper()
	s.until("the order "+order+", it is "+strings.Join(s.titles(), ""), func() bool { return strings.Join(s.titles(), "") == order })
}

func (s *stage) selects(want string) {
	s.t.Helper()
	var got []string
	for _, e := range s.page.chosen(func(entry) bool { return true }) {
		got = append(got, e.row.Title)
	}
	if strings.Join(got, "") != want {
		s.t.Errorf("selected: %q, want %q", got, want)
	}
}

func TestJobsAreSelectedAsInAnyList(t *testing.T) {
	s, _ := five(t)
	s.press("B", 0)
	s.selects("B")
	s.press("D", fyne.KeyModifierShift)
	s.selects("BCD")
	s.press("C", fyne.KeyModifierShortcutDefault)
	s.selects("BD")
	s.key("queue.all")
	s.selects("ABCDE")
	s.key("queue.none")
	s.selects("")
	s.press("A", 0)
	s.key("queue.next")
	s.selects("B")
	s.key("queue.next-too")
	s.selects("BC")
	s.key("queue.previous-too")
	s.key("queue.previous-too")
	s.selects("AB")
}

func TestJobsAreMovedByKeys(t *testing.T) {
	s, _ := five(t)
	s.press("C", 0)
	s.key("queue.up")
	s.wants("ACBDE")
	s.press("B", fyne.KeyModifierShortcutDefault)
	s.key("queue.down")
	s.wants("ADCBE")
	s.press("E", 0)
	s.key("queue.top")
	s.wants("EADCB")
	s.key("queue.up") // there is nothing above
	s.press("C", 0)
	s.press("B", fyne.KeyModifierShift)
	s.key("queue.top")
	s.wants("CBEAD")
}

func TestJobsAreMovedByTheirGrip(t *testing.T) {
	s, _ := five(t)
	driver := fyne.CurrentApp().Driver()
	over := func(title string, share float32) *fyne.DragEvent {
		l := s.line(title)
		return &fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: driver.AbsolutePositionForObject(l).AddXY(5, l.Size().Height*share)}}
	}
	grip := s.line("D").grip
	grip.Dragged(over("B", 0.2))
	if !s.page.list.mark.Visible() {
		t.Error("nothing shows where the job would go")
	}
	grip.DragEnd()
	s.wants("ADBCE")
	if s.page.list.mark.Visible() {
		t.Error("the mark is still there")
	}
	s.press("A", 0)
	s.press("D", fyne.KeyModifierShift)
	grip = s.line("A").grip
	grip.Dragged(over("E", 0.9)) // both that are selected, to the end
	grip.DragEnd()
	s.wants("BCEAD")
}

func TestJobsArePausedCancelledAndTriedAgain(t *testing.T) {
	s, added := five(t)
	state := func(i int) project.JobState {
		row, err := s.session.Queue.Get(t.Context(), added[i].ID)
		s.check(err)
		return row.State
	}
	s.press("B", 0)
	test.Tap(s.line("B").pause)
	s.until("B is paused", func() bool { return state(1) == project.Paused })
	s.until("and seen to be", func() bool { return s.page.shot.entries[2].row.State == project.Paused })
	s.key("queue.pause")
	s.until("B goes on", func() bool { return state(1) == project.Queued })
	test.Tap(s.line("B").cancel)
	s.until("B is cancelled", func() bool { return state(1) == project.Cancelled })
	s.shows(7)
	s.key("queue.retry")
	s.until("B waits again", func() bool { return state(1) == project.Queued })
	s.key("queue.hold")
	s.until("the hold", func() bool { return s.session.Queue.Held() && s.page.head.held.Visible() })
	s.key("queue.hold")
	s.until("no hold", func() bool { return !s.session.Queue.Held() && !s.page.head.held.Visible() })
}

func TestWhatHasEndedIsClearedAway(t *testing.T) {
	s, _ := five(t)
	for _, title := range []string{"A", "C", "E"} {
		s.press(title, 0)
		s.key("queue.cancel")
		s.until(title+" is cancelled", func() bool {
			return slices.ContainsFunc(s.page.ended(), func(e entry) bool { return e.row.Title == title })
		})
	}
	s.press("C", 0)
	s.key("queue.clear")
	s.shows(6) // two headings, B and D, A and E
	s.key("queue.clear")
	s.shows(3)
	if rows := s.session.Queue.List(); len(rows) != 2 {
		t.Errorf("the queue lists %d jobs", len(rows))
	}
	kept, err := s.session.Store.OpenJobs(t.Context())
	if s.check(err); len(kept) != 2 {
		t.Errorf("%d jobs come back with the next start", len(kept))
	}
}

func TestLongWorkIsNotThrownAwayWithoutAQuestion(t *testing.T) {
	s, added := five(t)
	a := s.start(added[0].ID)
	s.until("A runs", func() bool { return s.page.shot.running == 1 })
	s.clock.advance(10 * time.Minute)
	s.press("A", 0)
	s.key("queue.cancel")
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("nobody was asked")
	}
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.key("queue.cancel")
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	select {
	case asked := <-a.Asks():
		if asked != jobs.AskCancel {
			t.Errorf("the worker is asked to %s", asked)
		}
	case <-time.After(time.Minute):
		t.Error("the worker was not asked to stop")
	}
	s.check(a.Interrupt(t.Context()))
}

func TestAnOrderThatFailsIsExplained(t *testing.T) {
	s, added := five(t)
	s.check(s.session.Queue.Cancel(t.Context(), added[4].ID))
	s.page.pauseOrResume([]entry{{section: waiting, row: jobs.Row{Job: added[4]}}}) // as it was a moment ago
	s.until("a sentence", func() bool { return s.page.head.fault.Visible() })
	s.press("A", 0)
	s.key("queue.pause")
	s.until("it is gone after what went well", func() bool { return !s.page.head.fault.Visible() })
}

func TestFinishedJobsComePageByPage(t *testing.T) {
	s := onStage(t, setup{})
	var news []jobs.New
	for range donePage + 30 {
		news = append(news, take("done", 10))
	}
	for _, j := range s.add(news...) {
		a := s.start(j.ID)
		s.check(a.Finish(t.Context(), nil))
	}
	s.key("queue.done")
	s.shows(donePage)
	s.page.list.reveal(donePage - 1)
	s.shows(donePage + 30)
	s.key("queue.done")
	s.until("nothing is open", func() bool { return s.page.head.empty[nothingOpen].Visible() })
}

func TestAJobIsFoundByItsNumber(t *testing.T) {
	s, added := five(t)
	s.page.Open(strconv.FormatInt(added[3].ID, 10))
	s.selects("D")
}

func TestTenThousandJobsAreQuick(t *testing.T) {
	s := onStage(t, setup{})
	news := slices.Repeat([]jobs.New{take("one of very many", 60)}, 10_000)
	s.add(news...)
	s.shows(10_001)
	shot := s.page.shot
	for what, do := range map[string]func(){
		"showing ten thousand jobs": func() { s.page.show(shot) },
		"scrolling through them":    func() { s.page.list.reveal(5000); s.page.list.reveal(9000) },
		"moving the selection":      func() { s.page.step(1, false) },
	} {
		// The machine may be busy with something else once, but not ten times.
		meter := budget.NewMeter(nil)
		for range 10 {
			meter.Measure(what, do)
		}
		if slow := meter.Overruns(); len(slow) == meter.Count() {
			t.Error(slow[len(slow)-1])
		}
	}
}
