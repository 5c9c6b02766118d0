package create

import (
	"errors"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// held keeps what is queued from being started.
func (s *scene) held() *queue.Queue {
	s.t.Helper()
	q := s.session().Queue
	if err := q.PauseAll(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return q
}

// looksAt is what the stage says it shows.
func (s *scene) looksAt(want string) {
	s.t.Helper()
	stage := s.page.stage
	s.until("the stage shows "+want+", not "+stage.caption.Text(), func() bool {
		return stage.caption.Text() == want && (want != "" || stage.empty.Visible())
	})
}

func TestACancelledTakeGivesTheViewerBack(t *testing.T) {
	for name, c := range map[string]struct {
		seed  func(*testing.T, *store.Store)
		after string
	}{
		"of others":    {filled, "SH010_T09"},
		"of the first": {short, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := onScene(t, sceneParams{seed: c.seed})
			s.planned()
			q, g := s.held(), s.page.gallery
			s.page.edit("takes", "Takes", func(shot *project.Shot) { shot.Takes = 2 })
			s.kept()
			s.run("create.generate")
			s.until("both are queued", func() bool { return len(g.jobs) == 2 })
			s.looksAt("Queued")
			next, behind := g.jobs[1].ID, g.jobs[0].ID
			s.until("the first is looked at", func() bool { return g.selected == -next })
			g.choose(0)
			if got := s.page.stage.aside.Text(); got != "2 in the queue" {
				t.Errorf("the second says %q", got)
			}
			if err := q.Cancel(t.Context(), next); err != nil {
				t.Fatal(err)
			}
			s.until("the second moves up", func() bool { return s.page.stage.aside.Text() == "1 in the queue" })
			if err := q.Cancel(t.Context(), behind); err != nil {
				t.Fatal(err)
			}
			s.looksAt(c.after)
		})
	}
}

func TestTheViewerIsNotTakenAway(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled, viewer: container.NewWithoutLayout()})
	s.drawn()
	s.planned()
	q, g := s.held(), s.page.gallery
	s.page.edit("takes", "Takes", func(shot *project.Shot) { shot.Takes = 1 })
	s.kept()
	made := 0
	generate := func() int64 {
		t.Helper()
		s.run("create.generate")
		made++
		s.until("it is queued", func() bool { return len(g.jobs) == made })
		s.planned()
		s.drain()
		return -g.jobs[0].ID
	}
	loaded := len(s.host.loaded)
	stays := func(when string, selected int64) {
		t.Helper()
		generate()
		if g.selected != selected || len(s.host.loaded) != loaded {
			t.Errorf("%s: %d is looked at, not %d, and %q were loaded", when, g.selected, selected, s.host.loaded[loaded:])
		}
	}
	s.host.frame = 7
	stays("a take is played", g.selected)
	s.host.frame = 0
	first := generate()
	if g.selected != first {
		t.Fatalf("%d is looked at, not the one that was asked for", g.selected)
	}
	stays("one forms", first)
	g.choose(len(g.jobs) + 3)
	loaded = len(s.host.loaded)
	stays("a take was chosen", g.selected)
	s.run("create.compare")
	stays("two are compared", g.selected)
	if !s.page.compare.on {
		t.Error("comparing has ended")
	}
	s.run("create.leave")
	if err := q.Cancel(t.Context(), -first); err != nil {
		t.Fatal(err)
	}
	s.looksAt("SH010_T06")
}

func TestTheTakeIsSeenThatWasWatched(t *testing.T) {
	s := onScene(t, sceneParams{seed: short})
	s.planned()
	q := s.held()
	resume := func() {
		t.Helper()
		if err := q.ResumeAll(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	// Nobody is told of it while another page is in sight.
	s.run("create.generate")
	s.looksAt("Queued")
	s.page.Leave()
	s.page.errands.running.Wait()
	s.drain()
	changes := q.Watch(t.Context())
	resume()
	for change := range changes {
		if change.Job.State == project.Done {
			break
		}
	}
	s.page.Open("")
	s.looksAt("SH010_T01")
	// A filter does not hide it.
	s.run("create.favourites")
	s.held()
	s.run("create.generate")
	s.looksAt("Queued")
	resume()
	s.looksAt("SH010_T02")
}

func TestAFailedTakeThatIsLookedAtIsTriedAgain(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.planned()
	path := picture(t, "gone.png")
	s.page.editor.slots.use(project.RoleFirst, -1, checkedFile{path: path})
	s.page.edit("takes", "Takes", func(shot *project.Shot) { shot.Takes = 1 })
	s.kept()
	q := s.held()
	s.run("create.generate")
	s.looksAt("Queued")
	if err := errors.Join(os.Remove(path), q.ResumeAll(t.Context())); err != nil {
		t.Fatal(err)
	}
	s.looksAt("Failed")
	s.held()
	job := s.page.gallery.jobs[0].ID
	again := button(s.page.stage.trouble)
	if again == nil {
		t.Fatal("nothing is offered")
	}
	again.Tapped(nil)
	s.looksAt("Queued")
	if err := q.Cancel(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	s.looksAt("SH010_T09")
}

// button finds one in an object.
func button(o fyne.CanvasObject) *xwidget.Button {
	for _, inner := range test.LaidOutObjects(o) {
		if b, ok := inner.(*xwidget.Button); ok {
			return b
		}
	}
	return nil
}

func TestAnotherFilmIsShownAsItIs(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.drawn()
	other, err := store.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "Other", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	short(t, other)
	dir := other.Dir()
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	g := s.page.gallery
	s.until("its takes are shown", func() bool { return g.whole && g.count() == 0 && s.page.stage.empty.Visible() })
	if len(g.thumbs.posters.values) != 0 {
		t.Error("the pictures of the other film are still there")
	}
}

func TestOrderAndScopeAreRemembered(t *testing.T) {
	s := onScene(t, sceneParams{seed: filled})
	s.drawn()
	g := s.page.gallery
	g.bar.scope.OnChanged(1)
	g.sortBy(int(byName))
	next := newGalleryBar(g)
	if next.by != byName || !next.everywhere() || next.order.Text() != "By name" {
		t.Errorf("the next window shows order %d, everywhere: %t, %q", next.by, next.everywhere(), next.order.Text())
	}
}
