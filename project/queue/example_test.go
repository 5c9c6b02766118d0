package queue_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/store"
)

// A runner's loop: everything that may start is started, told what happens to it,
// and ended.
func Example() {
	if err := runAll(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// SH010, ball drops: running
	// SH010, ball drops: done
	// SH020, ball bounces: running
	// SH020, ball bounces: done
}

func runAll(ctx context.Context) (err error) {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	film, err := store.Create(ctx, store.CreateParams{Folder: folder, Name: "Film", Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, film.Close()) }()

	jobs, err := queue.Open(ctx, queue.Params{Store: film, Now: time.Now})
	if err != nil {
		return err
	}
	if _, err := jobs.Recover(ctx); err != nil {
		return err
	}
	_, err = jobs.Add(ctx,
		queue.New{Kind: project.JobGenerate, Title: "SH010, ball drops", Request: []byte(`{}`), Steps: 3},
		queue.New{Kind: project.JobGenerate, Title: "SH020, ball bounces", Request: []byte(`{}`), Steps: 3, Follows: 1},
	)
	if err != nil {
		return err
	}
	for {
		next, err := jobs.Next(ctx, queue.Room{Budget: 16e9, Free: 12e9})
		if err != nil || len(next) == 0 {
			return err // a real runner waits for a change that Watch tells
		}
		for _, job := range next {
			attempt, err := jobs.Start(ctx, job.ID)
			if err != nil {
				return err
			}
			fmt.Printf("%s: running\n", job.Title)
			if err := work(ctx, attempt); err != nil {
				return err
			}
			row, err := jobs.Get(ctx, job.ID)
			if err != nil {
				return err
			}
			fmt.Printf("%s: %s\n", row.Title, row.State)
		}
	}
}

// work does a job. A real one runs in a goroutine of its own, with a worker.
func work(ctx context.Context, attempt *queue.Attempt) error {
	for step := attempt.Job.Kept + 1; step <= attempt.Job.Steps; step++ {
		select {
		case <-attempt.Asks(): // to pause or to cancel: the queue knows which
			return attempt.Interrupt(ctx)
		default:
		}
		if err := attempt.Step(ctx, queue.Progress{Step: step, Steps: attempt.Job.Steps}); err != nil && !errors.Is(err, queue.ErrEnded) {
			return err
		}
	}
	err := attempt.Finish(ctx, nil)
	if errors.Is(err, queue.ErrEnded) {
		return nil // it was cancelled at the last moment
	}
	return err
}
