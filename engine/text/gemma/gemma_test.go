package gemma_test

import (
	"testing"

	"github.com/kinora-studio/kinora/engine/parity/paritytest"
	"github.com/kinora-studio/kinora/engine/text/gemma"
)

func TestParity(t *testing.T) { paritytest.Check(t, paritytest.Cases(t, "ltx"), gemma.Goldens()) }
