package window

import (
	"os"
	"testing"

	"github.com/kinora-studio/kinora/app/studio/studiotest"
)

// environ is what the tests were started with: Go's cache is in it.
var environ = os.Environ()

func TestMain(m *testing.M) {
	clean, err := studiotest.Setup()
	if err != nil {
		panic(err)
	}
	code := m.Run()
	clean()
	os.Exit(code)
}
