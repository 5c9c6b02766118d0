package studio

import (
	"errors"
	goruntime "runtime"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/engine/runtime"
)

// MemoryBudget is the user's limit for models, in bytes; 0 for what the machine
// has.
var MemoryBudget = settings.Key[int64]{Name: "models.budget"}

// Provider is what the user lets compute; empty for the CPU.
var Provider = settings.Key[string]{Name: "models.provider"}

// Threads is how many cores the user lets compute on the CPU; 0 for all of them.
var Threads = settings.Key[int]{Name: "models.threads"}

// FilmsFolder is where the user wants new projects; empty for the videos folder.
var FilmsFolder = settings.Key[string]{Name: "projects.folder"}

// Machine is what jobs may use of the machine.
type Machine struct {
	Budget   int64  // bytes that models may take; 0 for what there is
	Provider string // computes where a request names none; empty for the CPU
	Threads  int    // of the CPU; 0 for all cores
}

// ChosenMachine is what the settings say of it.
func ChosenMachine(s *settings.Store) Machine {
	return Machine{Budget: settings.Get(s, MemoryBudget), Provider: settings.Get(s, Provider), Threads: settings.Get(s, Threads)}
}

// UseMachine keeps what jobs may use in the settings, and the open project's next
// job keeps to it. A job in hand goes on as it began.
func (d *Desk) UseMachine(m Machine) error {
	err := errors.Join(
		settings.Set(d.params.Settings, MemoryBudget, m.Budget),
		settings.Set(d.params.Settings, Provider, m.Provider),
		settings.Set(d.params.Settings, Threads, m.Threads),
	)
	if s := d.Session(); s != nil {
		s.UseMachine(m)
	}
	return err
}

// Machine is what jobs may use.
func (d *Desk) Machine() Machine { return ChosenMachine(d.params.Settings) }

// Version is that of the program.
func (d *Desk) Version() string { return d.params.Version }

// UseMachine says what jobs may use from the next one on.
func (s *Session) UseMachine(m Machine) {
	s.mu.Lock()
	s.machine = m
	s.mu.Unlock()
	s.worker.Budget(m.Budget)
}

func (s *Session) mayUse() Machine {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.machine
}

// TotalMemory is how many bytes of memory the machine has; 0 where the system does
// not say.
func TotalMemory() int64 { return runtime.TotalMemory() }

// Cores is how many threads can compute at a time.
func Cores() int { return goruntime.NumCPU() }
