package runtime

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/kinora-studio/kinora/engine"
)

// part is a component that knows whether it was released.
type part struct{ closed int }

func (p *part) Close() error {
	p.closed++
	return nil
}

func acquire(t *testing.T, r *Residency, key string, bytes int64) (*part, func()) {
	t.Helper()
	value, release, err := r.Acquire(key, bytes, func() (Component, error) { return &part{}, nil })
	if err != nil {
		t.Fatal(err)
	}
	return value.(*part), release
}

func TestResidencyKeepsWhileThereIsRoom(t *testing.T) {
	r := NewResidency(100)
	a, release := acquire(t, r, "a", 40)
	release()
	if again, release := acquire(t, r, "a", 40); again != a {
		t.Error("a resident component was loaded twice")
	} else {
		release()
	}
	_, release = acquire(t, r, "b", 60)
	release()
	if a.closed != 0 || r.Used() != 100 {
		t.Errorf("with room for both, a was closed %d times and %d bytes are in use", a.closed, r.Used())
	}
	_, release = acquire(t, r, "c", 50)
	defer release()
	if a.closed != 1 {
		t.Error("the component unused for longest was not released")
	}
}

func TestResidencyNeverReleasesWhatIsUsed(t *testing.T) {
	r := NewResidency(100)
	a, release := acquire(t, r, "a", 80)
	_, _, err := r.Acquire("b", 40, func() (Component, error) { return &part{}, nil })
	if engine.KindOf(err) != engine.NoRoom || a.closed != 0 {
		t.Fatalf("beside a component in use: %v, closed %d times", err, a.closed)
	}
	release()
	release() // a second call changes nothing
	if _, release := acquire(t, r, "b", 40); a.closed != 1 {
		t.Error("the component was not released for the next")
	} else {
		release()
	}
}

func TestResidencyReleasesWhatIsIdle(t *testing.T) {
	r := NewResidency(0)
	a, releaseA := acquire(t, r, "a", 10)
	b, releaseB := acquire(t, r, "b", 20)
	releaseB()
	if n, err := r.ReleaseIdle(); n != 1 || err != nil || a.closed != 0 || b.closed != 1 || r.Used() != 10 {
		t.Errorf("released %d (%v), a closed %d times, b %d, %d bytes used", n, err, a.closed, b.closed, r.Used())
	}
	releaseA()
	if n, err := r.ReleaseIdle(); n != 1 || err != nil || a.closed != 1 || r.Used() != 0 {
		t.Errorf("released %d (%v), a closed %d times, %d bytes used", n, err, a.closed, r.Used())
	}
}

func TestResidencyForgetsWhatCannotBeLoaded(t *testing.T) {
	r := NewResidency(0)
	broken := errors.New("broken")
	if _, _, err := r.Acquire("a", 10, func() (Component, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	if r.Used() != 0 {
		t.Errorf("%d bytes are in use by nothing", r.Used())
	}
}

// TestResidencyStaysWithinItsBudget: whatever is acquired and released, no more
// than the budget is ever resident, and what is released is closed once.
func TestResidencyStaysWithinItsBudget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		budget := rapid.Int64Range(1, 100).Draw(t, "budget")
		r := NewResidency(budget)
		var all []*part
		var held []func()
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			if len(held) > 0 && rapid.Bool().Draw(t, "release") {
				held[0]()
				held = held[1:]
				continue
			}
			key := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "key")
			size := map[string]int64{"a": 10, "b": 30, "c": 60, "d": 90}[key]
			_, release, err := r.Acquire(key, size, func() (Component, error) {
				all = append(all, &part{})
				return all[len(all)-1], nil
			})
			if err == nil {
				held = append(held, release)
			}
			if r.Used() > budget {
				t.Fatalf("%d of %d bytes are in use", r.Used(), budget)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		for i, p := range all {
			if p.closed != 1 {
				t.Fatalf("component %d was closed %d times", i, p.closed)
			}
		}
	})
}
