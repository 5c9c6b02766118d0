// Package studiotest lets the tests of windows and interfaces make real takes: the
// test's own program, started again, is the worker.
package studiotest

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

// Version is what the worker says it is.
const Version = "test"

// role tells a started program that it is a worker.
const role = "KINORA_STUDIOTEST_WORKER"

// Command starts the running test's program as a worker; Main has to be called in
// its TestMain.
func Command() ([]string, error) {
	self, err := os.Executable()
	return []string{self}, err
}

// Main makes a program that Command started a worker, and does not return then.
// Programs that it starts from now on are workers.
func Main() {
	if os.Getenv(role) != "" {
		os.Exit(serve())
	}
	if err := os.Setenv(role, "1"); err != nil {
		panic(err)
	}
}

func serve() int {
	out, err := worker.TakeStdout()
	if err != nil {
		return 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err = worker.Serve(ctx, worker.ServeParams{
		In: os.Stdin, Out: out, Maker: studio.NewMaker(time.Now), Version: Version,
		Memory: runtime.ResidentMemory, Code: func(error) int { return 1 }, Limit: worker.LimitMemory, After: time.After,
	})
	if err != nil {
		return 1
	}
	return 0
}
