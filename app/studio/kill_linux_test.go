package studio_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// asStudio makes the executable of the tests be a studio that runs the queue of
// the project in it, and edits shots all the while.
const asStudio = "KINORA_TEST_AS_STUDIO"

func init() {
	beforeTests = func() {
		if dir := os.Getenv(asStudio); dir != "" {
			os.Exit(runStudio(dir))
		}
	}
}

// runStudio prints a line for every edit that was kept, before it goes on.
func runStudio(dir string) int {
	_ = os.Unsetenv(asStudio) // its workers are none
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	params, err := sessionParams(dir)
	if err != nil {
		return 2
	}
	s, err := studio.OpenSession(ctx, params)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	fmt.Println("open")
	editing, enough := context.WithCancel(ctx)
	edited := make(chan error, 1)
	go func() { edited <- edit(editing, s.Store) }()
	err = s.Run(ctx, true)
	enough()
	err = errors.Join(err, <-edited, s.Close())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 4
	}
	fmt.Println("ended")
	return 0
}

// edit adds shots until it shall stop.
func edit(ctx context.Context, s *store.Store) error {
	for ctx.Err() == nil {
		var shot project.Shot
		whole := context.WithoutCancel(ctx)
		err := s.Edit(whole, "Add a shot", func(e *store.Editor) (err error) {
			shot, err = e.AddShot(whole, project.Shot{Beats: []string{"an edit"}})
			return err
		})
		if err != nil {
			return err
		}
		fmt.Println("added", shot.Code)
		select { // as fast as somebody types
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	return nil
}

// killing is a project in which processes are killed.
type killing struct {
	dir     string
	random  *rand.Rand
	longest time.Duration // between two kills
	shot    int64
	jobs    []project.Job
	added   map[string]bool // shots, as the studio said
	kills   map[string]int  // of whom
}

// begin makes a project with a queue of so many jobs.
func begin(t testing.TB, jobs int, longest time.Duration, random *rand.Rand) *killing {
	t.Helper()
	k := &killing{dir: film(t, t.TempDir()), random: random, longest: longest, added: map[string]bool{}, kills: map[string]int{}}
	s, closeIt := open(t, k.dir)
	shot := addShot(t, s, 2, jobs)
	k.shot, k.jobs = shot.ID, generate(t, s, studio.GenerateParams{Shot: shot.ID})
	closeIt()
	return k
}

func (k *killing) count() int { return k.kills["studio"] + k.kills["worker"] + k.kills["both"] }

// live has a studio run until the queue has ended or somebody kills it, who kills
// at random instants and so many times at most.
func (k *killing) live(t testing.TB, most int) (ended bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), asStudio+"="+k.dir)
	var words strings.Builder
	cmd.Stderr = &words
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan bool, 1)
	go func() { heard <- k.listen(out) }()
	killed := false
	for !killed && k.count() < most {
		select { // a random instant, whatever goes on in it
		case <-time.After(time.Duration(k.random.Int64N(int64(k.longest)))):
			killed = k.kill(t, cmd.Process)
			continue
		case ended = <-heard:
			heard <- ended
		}
		break
	}
	ended = <-heard
	if err := cmd.Wait(); !killed && err != nil {
		t.Fatalf("the studio ended by itself with %v: %s", err, words.String())
	}
	return ended
}

// listen notes what the studio says, until it has nothing more to say.
func (k *killing) listen(out io.Reader) (ended bool) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if code, added := strings.CutPrefix(lines.Text(), "added "); added {
			k.added[code] = true
		}
		ended = ended || lines.Text() == "ended"
	}
	return ended
}

// kill kills the studio, its worker or both, and tells whether the studio is dead.
func (k *killing) kill(t testing.TB, process *os.Process) bool {
	t.Helper()
	who := []string{"studio", "worker", "both"}[k.random.IntN(3)]
	if who != "studio" && !killWorkers(t, process.Pid) {
		return false // there is none at this instant
	}
	k.kills[who]++
	if who != "worker" {
		_ = process.Kill()
	}
	return who != "worker"
}

// check looks at the project as a kill left it: every edit that was acknowledged
// and every take that was made is there.
func (k *killing) check(t testing.TB) {
	t.Helper()
	s, err := store.Open(t.Context(), store.OpenParams{Path: k.dir, ReadOnly: true, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for code := range k.added {
		if _, err := s.ShotByCode(t.Context(), code); err != nil {
			t.Errorf("an edit is lost: %v", err)
		}
	}
	for _, j := range k.jobs {
		if _, err := s.Job(t.Context(), j.ID); err != nil {
			t.Errorf("a job is lost: %v", err)
		}
	}
	takes, err := s.Takes(t.Context(), store.TakeFilter{Shot: k.shot}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, take := range takes {
		if sum, err := checksum(s.Path(take.Path)); err != nil || sum != take.SHA256 {
			t.Errorf("%s is not whole: %v", take.Code, err)
		}
	}
}

// finish lets those jobs that lost two workers be tried again, and looks at what
// there is in the end.
func (k *killing) finish(t testing.TB) (failed int) {
	t.Helper()
	s, closeIt := open(t, k.dir)
	for _, j := range k.jobs {
		switch got := job(t, s, j.ID); {
		case got.State == project.Failed && got.Crashes == 2 && strings.Contains(got.Reason, "SIGKILL"):
			failed++
			if err := s.Queue.Retry(t.Context(), j.ID); err != nil {
				t.Error(err)
			}
		case got.State != project.Done:
			t.Errorf("the queue ended and a job is %s: %+v", got.State, got)
		}
	}
	runAll(t, s)
	made := map[int64]int{}
	files := []string{"sources"}
	for _, take := range takesOf(t, s, k.shot) {
		made[take.Job]++
		files = append(files, filepath.Base(take.Path))
	}
	for _, j := range k.jobs {
		if got := job(t, s, j.ID); got.State != project.Done || made[j.ID] != 1 {
			t.Errorf("job %d is %s and has %d takes", j.ID, got.State, made[j.ID])
		}
	}
	entries, err := os.ReadDir(filepath.Join(k.dir, store.MediaFolder))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(files, e.Name()) {
			t.Errorf("nobody knows %s", e.Name())
		}
	}
	if left := ofJobs(t, k.dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	report, err := s.Store.Check(t.Context(), true)
	if err != nil || len(report.Problems) > 0 || len(report.Strays) > 0 {
		t.Errorf("the project is not well: %+v, %v", report, err)
	}
	closeIt()
	return failed
}

// TestKilled: kill -9 of the studio, of its worker and of both, at random instants
// of a queue that runs while shots are edited, costs nothing that was finished.
func TestKilled(t *testing.T) { killStudios(t, 4, 4, 2*time.Second) }

// killStudios kills so many times in all, in queues of so many jobs.
func killStudios(t *testing.T, times, jobs int, longest time.Duration) {
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	kills, edits, failed, queues := map[string]int{}, 0, 0, 0
	for total := 0; total < times; queues++ {
		k := begin(t, jobs, longest, random)
		for !k.live(t, times-total) {
			k.check(t)
		}
		k.check(t)
		failed += k.finish(t)
		edits += len(k.added)
		total += k.count()
		for who, n := range k.kills {
			kills[who] += n
		}
		t.Logf("after %d kills: %v; %d queues of %d jobs, %d shots added meanwhile, %d jobs that lost two workers", total, kills, queues+1, jobs, edits, failed)
		if t.Failed() {
			return
		}
	}
}
