// Command block times the transformer of a model folder at a number of tokens,
// or, with -open, what opening its weights takes, or, with -error, how exact 8
// bits are. It prints one JSON object.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/kinora-studio/kinora/engine/ltx/ltxbench"
	"github.com/kinora-studio/kinora/engine/runtime"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "block:", err)
		os.Exit(1)
	}
}

func run() error {
	dir := flag.String("dir", "", "model `folder`")
	tokens := flag.Int("tokens", 1536, "about how many tokens the picture has")
	runs := flag.Int("runs", 3, "timed runs after the first")
	threads := flag.Int("threads", 0, "threads; 0 takes all cores")
	coarse := flag.Bool("int8", false, "compute large linear layers in 8 bits")
	open := flag.Int64("open", 0, "open so many `MiB` of weights instead")
	err8 := flag.Bool("error", false, "tell how far 8 bits are from single precision instead")
	flag.Parse()
	options := runtime.Options{Threads: *threads, Int8: *coarse}
	if *open > 0 {
		r, err := opening(*dir, *open<<20, options)
		return report(r, err)
	}
	p := ltxbench.Params{Dir: *dir, Options: options, Runs: *runs}
	if *err8 {
		r, err := compare(context.Background(), p.Square(*tokens))
		return report(r, err)
	}
	r, err := ltxbench.Block(context.Background(), p.Square(*tokens))
	return report(struct {
		ltxbench.Report
		Peak int64 `json:"peak_mib"`
	}{r, runtime.PeakMemory() >> 20}, err)
}

func report(r any, err error) error {
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}
