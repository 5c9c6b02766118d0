package ltx

import (
	"testing"

	"github.com/kinora-studio/kinora/engine/parity/paritytest"
)

func TestGoldens(t *testing.T) {
	paritytest.Check(t, paritytest.Cases(t, "ltx"), Goldens())
}
