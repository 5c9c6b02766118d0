// Command start starts the studio again and again on a screen in memory, and prints
// in one line of JSON when its window was there and when it was drawn to its end.
//
//	start KINORA ROUNDS HOME [FILM]
//
// HOME is the folder of a user, FILM a project to open. The times are in seconds
// from before the process, the first start left out, which warms the caches.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/kinora-studio/kinora/packaging/hand"
	"github.com/kinora-studio/kinora/packaging/xvfb"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "start:", err)
		os.Exit(1)
	}
}

// figures are what was measured: one entry a start.
type figures struct {
	Shown []float64 `json:"shown"` // the window is on the screen
	First []float64 `json:"first"` // and has its first picture
	Drawn []float64 `json:"drawn"` // after which nothing changes by itself
}

func run(args []string) (err error) {
	if len(args) < 3 {
		return errors.New("usage: start KINORA ROUNDS HOME [FILM]")
	}
	kinora, err := filepath.Abs(args[0])
	if err != nil {
		return err
	}
	rounds, err := strconv.Atoi(args[1])
	if err != nil {
		return fmt.Errorf("%s is no number of rounds", args[1])
	}
	p := hand.ProgramParams{Path: kinora, Home: args[2]}
	if len(args) > 3 {
		p.Args = []string{"studio", args[3]}
	}
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Minute)
	defer stop()
	if p.Display, err = xvfb.Start(ctx, 1280, 800); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Display.Close()) }()
	var all figures
	for round := range rounds + 1 {
		shown, first, drawn, err := start(ctx, p)
		if err != nil {
			return err
		}
		if round > 0 {
			all.Shown = append(all.Shown, shown.Seconds())
			all.First = append(all.First, first.Seconds())
			all.Drawn = append(all.Drawn, drawn.Seconds())
		}
	}
	return json.NewEncoder(os.Stdout).Encode(all)
}

// start starts the program once and looks at the screen until it stands still.
func start(ctx context.Context, p hand.ProgramParams) (shown, first, drawn time.Duration, err error) {
	program, err := hand.Start(ctx, p, "Kinora")
	if err != nil {
		return 0, 0, 0, err
	}
	shown = time.Since(program.Begun)
	defer func() { err = errors.Join(err, program.Quit(ctx)) }()
	const calm = 1500 * time.Millisecond
	var last []byte
	for since := time.Now(); time.Since(since) < calm; {
		seen, err := program.Screen()
		if err != nil {
			return 0, 0, 0, err
		}
		if bytes.Equal(seen.Pix, last) {
			continue
		}
		since = time.Now()
		last, drawn = seen.Pix, since.Sub(program.Begun)
		if first == 0 && !plain(last) {
			first = drawn
		}
	}
	return shown, first, drawn, nil
}

// plain tells whether a screen has one colour only, as before the first picture.
func plain(pix []byte) bool {
	return bytes.Equal(pix[4:], pix[:len(pix)-4])
}
