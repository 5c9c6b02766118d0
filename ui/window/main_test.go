package window

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/kinora-studio/kinora/app/studio/studiotest"
)

// environ is what the tests were started with: Go's cache is in it.
var environ = os.Environ()

func TestMain(m *testing.M) {
	clean, err := studiotest.Setup()
	if err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		clean()
		os.Exit(code)
	}))
}
