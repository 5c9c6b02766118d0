package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/worker"
	"github.com/kinora-studio/kinora/engine/runtime"
)

type workerVerb struct{}

// Run obeys the commands on standard input until they end; docs/worker.md
// describes them.
func (workerVerb) Run(ctx context.Context) error {
	out, err := worker.TakeStdout()
	if err != nil {
		return err
	}
	worker.Yield()
	// Unlike that of other verbs, this context outlives a broken pipe: pausing ends
	// ffmpeg in the middle of a frame. That nobody listens is seen by writing.
	ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer stop()
	return worker.Serve(ctx, worker.ServeParams{
		In: os.Stdin, Out: out, Maker: studio.NewMaker(time.Now), Version: version,
		Memory: runtime.ResidentMemory, Code: exitCode, Limit: worker.LimitMemory, After: time.After,
	})
}
