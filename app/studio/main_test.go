package studio_test

import (
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/app/studio/studiotest"
	"github.com/kinora-studio/kinora/engine/runtime"
)

// beforeTests makes the executable of the tests be another program, where tests
// for one system start it as such.
var beforeTests = func() {}

// TestMain keeps the user's own caches out of the tests, in this process and in
// those that it starts.
func TestMain(m *testing.M) {
	studio.RegisterFamilies()
	beforeTests()
	studiotest.Main()
	if err := runtime.Load(); err != nil {
		panic(err)
	}
	place, err := os.MkdirTemp("", "kinora-test-")
	if err != nil {
		panic(err)
	}
	for name, value := range map[string]string{
		runtime.LibraryVariable: runtime.LibraryPath(),
		"XDG_CACHE_HOME":        filepath.Join(place, "cache"),
		"XDG_DATA_HOME":         filepath.Join(place, "data"),
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	_ = os.RemoveAll(place)
	if err := goleak.Find(); code == 0 && err != nil {
		panic(err)
	}
	os.Exit(code)
}
