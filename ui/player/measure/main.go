// Command measure plays a clip in a window and prints how many frames a second
// were painted, how many were dropped, and what each kind of thread cost.
//
//	measure CLIP [SECONDS]
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/player"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("name a clip")
	}
	seconds := 12
	if len(args) > 1 {
		var err error
		if seconds, err = strconv.Atoi(args[1]); err != nil {
			return fmt.Errorf("%s is no number of seconds", args[1])
		}
	}
	a := app.NewWithID("studio.kinora.measure")
	theme, err := look.New(look.Params{})
	if err != nil {
		return err
	}
	look.Quiet(a).Settings().SetTheme(theme)
	w := a.NewWindow("measure")
	var bar *player.Transport
	p, err := player.New(player.Params{NoDevice: true, Changed: func(s player.State) { bar.Update(s) }})
	if err != nil {
		return err
	}
	bar = player.NewTransport(p, player.TransportParams{})
	w.SetPadded(false)
	w.SetContent(container.NewBorder(nil, bar, nil, nil, p))
	w.Resize(fyne.NewSize(1280, 800))
	a.Lifecycle().SetOnStarted(func() {
		p.SetLoop(true)
		p.Load(player.Clip{Path: args[0]})
		p.Play()
		go func() {
			fmt.Println(watch(p, time.Duration(seconds)*time.Second))
			fyne.Do(func() { p.Close(); a.Quit() })
		}()
	})
	w.ShowAndRun()
	return nil
}

// watch lets the clip run and says what that took.
func watch(p *player.Player, span time.Duration) string {
	for !p.State().Playing || !p.State().Ready() {
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(3 * time.Second)
	frames, threads, start := p.Counts(), threadTimes(), time.Now()
	time.Sleep(span)
	after, took := p.Counts(), time.Since(start).Seconds()
	var costs []string
	for name, used := range threadTimes() {
		if share := 100 * (used - threads[name]).Seconds() / took; share >= 0.5 {
			costs = append(costs, fmt.Sprintf("%s %.1f %%", name, share))
		}
	}
	slices.Sort(costs)
	return fmt.Sprintf("%.2f frames/s painted, %d not painted of %d; %s", float64(after.Painted-frames.Painted)/took,
		after.Rendered-frames.Rendered-(after.Painted-frames.Painted), after.Rendered-frames.Rendered, strings.Join(costs, ", "))
}

// threadTimes returns the processor time of the threads of each name.
func threadTimes() map[string]time.Duration {
	times := map[string]time.Duration{}
	tasks, _ := filepath.Glob("/proc/self/task/*/stat")
	for _, task := range tasks {
		data, err := os.ReadFile(task)
		if err != nil {
			continue // it has ended
		}
		text := string(data)
		open, end := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')')
		name := strings.TrimRight(text[open+1:end], "0123456789-:/")
		if filepath.Base(filepath.Dir(task)) == strconv.Itoa(os.Getpid()) {
			name = "window"
		}
		fields := strings.Fields(text[end+2:])
		user, _ := strconv.ParseInt(fields[11], 10, 64)
		system, _ := strconv.ParseInt(fields[12], 10, 64)
		times[name] += time.Duration(user+system) * 10 * time.Millisecond
	}
	return times
}
