package connectors_test

import (
	"testing"

	"github.com/kinora-studio/kinora/engine/ltx/connectors"
	"github.com/kinora-studio/kinora/engine/parity/paritytest"
)

func TestParity(t *testing.T) {
	paritytest.Check(t, paritytest.Cases(t, "ltx"), connectors.Goldens())
}
