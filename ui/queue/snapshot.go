package queue

import (
	"image"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
	jobs "github.com/kinora-studio/kinora/project/queue"
)

// section is a part of the list.
type section int

const (
	running section = iota
	failed
	waiting // queued and paused, which keep their places
	cancelled
	finished
	sections
)

// entry is a line of the list: a job, or the heading above a section.
type entry struct {
	section section
	heading int // how many jobs are below this heading; 0 for a job
	row     jobs.Row
	end     float64 // seconds from now until it is done, below 0 where nobody knows
	forming studio.Forming
	picture image.Image // of what is forming; nil where there is none yet
	behind  string      // title of the job that it comes after, while that is not done
	stuck   bool        // that one does not go on by itself
}

// snapshot is the queue at a moment, ready to be shown.
type snapshot struct {
	entries  []entry
	now      time.Time
	held     bool
	forecast jobs.Forecast
	open     int // jobs that are not done
	active   int // jobs that run or wait to
	running  int
	more     bool // older ones can be asked for
}

// sectionOf says where a job stands.
func sectionOf(state project.JobState) section {
	switch state {
	case project.Running:
		return running
	case project.Failed:
		return failed
	case project.Cancelled:
		return cancelled
	case project.Done:
		return finished
	default:
		return waiting
	}
}

// former tells the last that was heard of a job's take.
type former func(s *studio.Session, job int64) (studio.Forming, bool)

// openSnapshot puts what is not done into sections, each in the queue's order.
func openSnapshot(s *studio.Session, form former, now time.Time, pictures *pictures) snapshot {
	rows := s.Queue.List()
	shot := snapshot{now: now, held: s.Queue.Held(), forecast: s.Queue.Forecast(s.Room()), open: len(rows)}
	var parts [sections][]entry
	byID := make(map[int64]*jobs.Row, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	for _, row := range rows {
		e := entry{section: sectionOf(row.State), row: row, end: -1}
		if before := byID[row.After]; before != nil {
			e.behind, e.stuck = before.Title, before.State != project.Queued && before.State != project.Running
		}
		if end, ok := shot.forecast.Ends[row.ID]; ok && row.Left >= 0 && shot.forecast.Unknown == 0 {
			e.end = end
		}
		switch e.section {
		case running:
			e.forming, _ = form(s, row.ID)
			e.picture = pictures.of(e.forming)
			shot.running++
			shot.active++
		case waiting:
			shot.active++
		default:
		}
		parts[e.section] = append(parts[e.section], e)
	}
	pictures.keep(parts[running])
	shot.entries = make([]entry, 0, len(rows)+int(sections))
	for part, entries := range parts {
		if len(entries) > 0 {
			shot.entries = append(append(shot.entries, entry{section: section(part), heading: len(entries)}), entries...)
		}
	}
	return shot
}

// doneSnapshot lists finished jobs.
func doneSnapshot(s *studio.Session, now time.Time, done []project.Job, more bool) snapshot {
	shot := openCounts(s, now)
	shot.more = more
	for _, job := range done {
		shot.entries = append(shot.entries, entry{section: finished, row: jobs.Row{Job: job}, end: -1})
	}
	return shot
}

// openCounts is what the head of the page says, whichever list is below it.
func openCounts(s *studio.Session, now time.Time) snapshot {
	shot := snapshot{now: now, held: s.Queue.Held(), forecast: s.Queue.Forecast(s.Room())}
	for _, row := range s.Queue.List() {
		shot.open++
		switch row.State {
		case project.Running:
			shot.running++
			shot.active++
		case project.Queued, project.Paused:
			shot.active++
		default:
		}
	}
	return shot
}
