package main

import (
	"context"
	"os"
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
	return worker.Serve(ctx, worker.ServeParams{
		In: os.Stdin, Out: out, Maker: studio.NewMaker(time.Now), Version: version,
		Memory: runtime.ResidentMemory, Code: exitCode, Limit: worker.LimitMemory, After: time.After,
	})
}
