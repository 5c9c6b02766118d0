package studio_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
)

// ordered is what of a job does not differ from one to the next of its kind.
func ordered(t *testing.T, j project.Job) string {
	t.Helper()
	var q studio.RenderRequest
	if err := json.Unmarshal(j.Request, &q); err != nil {
		t.Fatal(err)
	}
	if q.Seed == nil {
		t.Errorf("job %d has no seed", j.ID)
	}
	q.Seed = nil
	return fmt.Sprint(j.Title, j.Pack, j.Provider, j.Work, j.Frames, j.Steps, j.Memory, j.Predicted, j.Rest, j.Verb, q.Prompt, q.Frames == nil, q.Takes)
}

// TestGenerateAll: shots that are queued together get what each gets by itself, in
// groups of their own; and where one cannot be made, none is queued.
func TestGenerateAll(t *testing.T) {
	s, _ := open(t, film(t, t.TempDir()))
	var all []studio.GenerateParams
	for i := range 40 {
		shot, err := tinyShot()
		if err != nil {
			t.Fatal(err)
		}
		shot.Beats[0], shot.Takes = fmt.Sprintf("a ball bounces %d times", i), 1+i%2
		if i%4 == 0 {
			shot.Frames = 17
		}
		if i%8 == 1 {
			shot.Frames = 0 // the pack's own
		}
		all = append(all, studio.GenerateParams{Shot: keepShot(t, s, shot).ID})
	}
	together, err := s.GenerateAll(t.Context(), all...)
	if err != nil || len(together) != 60 {
		t.Fatalf("%d jobs, %v", len(together), err)
	}
	seeds, next := map[string]bool{}, 0
	for _, p := range all {
		for i, alone := range generate(t, s, p) {
			j := together[next]
			next++
			if got, want := ordered(t, j), ordered(t, alone); got != want || j.Shot != p.Shot {
				t.Errorf("shot %d: queued with others as\n%s, alone as\n%s", p.Shot, got, want)
			}
			if first := together[next-1-i]; j.Group != first.ID {
				t.Errorf("job %d is in group %d, want %d", j.ID, j.Group, first.ID)
			}
			seeds[string(j.Request)] = true
		}
	}
	if len(seeds) != len(together) {
		t.Errorf("%d jobs have %d requests", len(together), len(seeds))
	}
	before := len(s.Queue.List())
	impossible, err := tinyShot()
	if err != nil {
		t.Fatal(err)
	}
	impossible.Width, impossible.Height = 7, 7
	bad := studio.GenerateParams{Shot: keepShot(t, s, impossible).ID}
	long, err := tinyShot()
	if err != nil {
		t.Fatal(err)
	}
	long.Beats = []string{strings.Repeat("ball ", 1500), strings.Repeat("box ", 2000)} // a plan of its own, which refuses it
	for _, p := range []studio.GenerateParams{bad, {Shot: keepShot(t, s, long).ID}} {
		if jobs, err := s.GenerateAll(t.Context(), all[0], p, all[1]); err == nil || len(jobs) > 0 {
			t.Errorf("queued %d jobs, %v", len(jobs), err)
		}
	}
	if after := len(s.Queue.List()); after != before {
		t.Errorf("%d jobs were queued with one that was refused", after-before)
	}
}
