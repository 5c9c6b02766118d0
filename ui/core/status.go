package core

import "github.com/kinora-studio/kinora/ui/xwidget"

// Status is what the bar at the foot says. All texts are in the user's language.
type Status struct {
	Job      string // what runs and how long it still takes; empty when nothing does
	Waiting  bool   // it is paused, or waits for something
	Failed   bool
	Progress float64 // of the job, from 0 to 1; below 0 for no bar
	Provider string  // what computes: CPU, CUDA
	Memory   string  // 5.1 of 16 GB
	Short    bool    // memory or disk are short
}

const (
	providerItem = iota
	memoryItem
	statusItems
)

// ShowStatus changes the bar. It may be called as often as there is news: what is
// the same costs nothing, and progress is shown four times a second at most.
func (f *Frame) ShowStatus(s Status) {
	f.last = s
	job := xwidget.StatusItem{Icon: "queue", Text: s.Job, Tone: xwidget.Accented}
	switch {
	case s.Failed:
		job.Icon, job.Tone = "error", xwidget.Failed
	case s.Waiting:
		job.Icon, job.Tone = "pause", xwidget.Warned
	}
	progress := s.Progress
	if s.Job == "" {
		progress = -1
	}
	f.status.SetJob(job, progress)
	f.status.SetItem(providerItem, xwidget.StatusItem{Icon: "chip", Text: s.Provider})
	memory := xwidget.StatusItem{Icon: "memory", Text: s.Memory}
	if s.Short {
		memory.Tone = xwidget.Warned
	}
	f.status.SetItem(memoryItem, memory)
}
