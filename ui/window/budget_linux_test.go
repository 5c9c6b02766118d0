package window

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/kinora-studio/kinora/ui/budget"
)

// ownTime is what this thread has computed so far: a busy machine does not make it
// pass.
func ownTime() time.Time {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now); err != nil {
		panic(err)
	}
	return time.Unix(now.Sec, now.Nsec)
}

// TestNoScreenHoldsTheWindow goes through all screens ten times. The runtime may
// sweep memory in one of them, but not in each.
func TestNoScreenHoldsTheWindow(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := onStage(t, true, ownTime)
	const rounds = 10
	slow := map[string][]budget.Overrun{}
	for range rounds {
		for _, screen := range screens {
			meter := budget.NewMeter(ownTime)
			s.driver.meter = meter
			meter.Measure("opening "+screen, func() { s.frame.Go(screen, "") })
			s.rest()
			for _, o := range meter.Overruns() {
				slow[o.What+" on "+screen] = append(slow[o.What+" on "+screen], o)
			}
			if meter.Count() < 1 {
				t.Fatal("nothing was measured")
			}
		}
	}
	for what, all := range slow {
		t.Logf("%s: %d of %d rounds, %v", what, len(all), rounds, all[0])
		if len(all) > rounds/2 {
			t.Error(all[0])
		}
	}
}
