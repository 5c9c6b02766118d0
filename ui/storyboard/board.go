package storyboard

import (
	"context"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// board is the project at a moment, ready to be shown.
type board struct {
	film   project.Project
	shots  []project.Shot
	scenes []project.Scene
	styles []project.Style
	takes  map[int64]takesOf // by shot
	jobs   map[int64]jobsOf  // by shot
	edits  int64             // of the page, when reading began
}

// takesOf sums up the takes of a shot.
type takesOf struct {
	count int
	best  project.Take // the newest favourite, else the newest
}

// jobsOf sums up the jobs of a shot that are not done.
type jobsOf struct {
	queued, failed, running int
	step, steps             int // of the one that runs
}

// seconds is the length of a shot: what is asked for, else what its take has; 0
// where the pack decides.
func (b *board) seconds(s project.Shot) float64 {
	rate := s.Rate
	if !rate.Valid() {
		rate = b.film.Rate
	}
	if s.Frames > 0 && rate.Valid() {
		return float64(s.Frames) * float64(rate.Den) / float64(rate.Num)
	}
	if best := b.takes[s.ID].best; best.Frames > 0 && best.Rate.Valid() {
		return float64(best.Frames) * float64(best.Rate.Den) / float64(best.Rate.Num)
	}
	return 0
}

// length sums up shots; open is set where the pack decides about some of them.
func (b *board) length(shots []project.Shot) (seconds float64, open bool) {
	for _, s := range shots {
		one := b.seconds(s)
		seconds += one
		open = open || one == 0
	}
	return seconds, open
}

// readBoard reads all but the takes.
func readBoard(ctx context.Context, s *studio.Session, takes map[int64]project.Take) (b board, err error) {
	if b.film, err = s.Store.Project(ctx); err != nil {
		return b, err
	}
	if b.shots, err = s.Store.Shots(ctx); err != nil {
		return b, err
	}
	if b.scenes, err = s.Store.Scenes(ctx); err != nil {
		return b, err
	}
	if b.styles, err = s.Store.Styles(ctx); err != nil {
		return b, err
	}
	b.takes = sumTakes(takes)
	b.jobs = sumJobs(s)
	return b, nil
}

func sumTakes(takes map[int64]project.Take) map[int64]takesOf {
	sums := make(map[int64]takesOf, len(takes))
	for _, t := range takes {
		sum := sums[t.Shot]
		sum.count++
		if better(t, sum.best) {
			sum.best = t
		}
		sums[t.Shot] = sum
	}
	return sums
}

func better(t, than project.Take) bool {
	if t.Favourite != than.Favourite {
		return t.Favourite
	}
	return t.ID > than.ID
}

func sumJobs(s *studio.Session) map[int64]jobsOf {
	sums := map[int64]jobsOf{}
	for _, row := range s.Queue.List() {
		if row.Kind != project.JobGenerate || row.Shot == 0 {
			continue
		}
		sum := sums[row.Shot]
		switch row.State {
		case project.Running:
			sum.running++
			if f, ok := s.Forming(row.ID); ok {
				sum.step, sum.steps = f.Step, f.Steps
			}
		case project.Queued, project.Paused:
			sum.queued++
		case project.Failed:
			sum.failed++
		default:
		}
		sums[row.Shot] = sum
	}
	return sums
}

// readTakes reads all takes of a project.
func readTakes(ctx context.Context, s *studio.Session) (map[int64]project.Take, error) {
	const most = 1000
	all := map[int64]project.Take{}
	for before := int64(0); ; {
		page, err := s.Store.Takes(ctx, store.TakeFilter{}, store.Page{Before: before, Limit: most})
		if err != nil {
			return nil, err
		}
		for _, t := range page {
			all[t.ID] = t
			before = t.ID
		}
		if len(page) < most {
			return all, nil
		}
	}
}
