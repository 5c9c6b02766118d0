package storyboard

import (
	"github.com/kinora-studio/kinora/project"
	jobs "github.com/kinora-studio/kinora/project/queue"
	"github.com/kinora-studio/kinora/project/script"
)

func splitScript(text string) []script.Scene { return script.Split(script.Parse(text)) }

// jobs puts one that runs, one that failed and two that wait into the queue.
func (s *stage) jobs(shots []project.Shot) {
	s.t.Helper()
	news := make([]jobs.New, 4)
	for i, shot := range []int{1, 3, 4, 4} {
		news[i] = jobs.New{
			Kind: project.JobGenerate, Title: shots[shot].Code, Request: []byte("{}"), Shot: shots[shot].ID, Pack: "pocket", Provider: "cpu",
			Work: 1000, Steps: 40, Memory: 3.1e9, Predicted: 60,
		}
	}
	added, err := s.session.Queue.Add(s.t.Context(), news...)
	s.check(err)
	_, err = s.session.Queue.Start(s.t.Context(), added[0].ID)
	s.check(err)
	broken, err := s.session.Queue.Start(s.t.Context(), added[1].ID)
	s.check(err)
	s.check(broken.Fail(s.t.Context(), jobs.Failure{Reason: "the machine ran out of memory", Hint: "choose a smaller size"}))
}
