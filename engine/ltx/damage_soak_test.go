//go:build soak

package ltx

import "testing"

func TestManyFlippedBits(t *testing.T) {
	for _, version := range []string{"ltx20", "ltx23", "ltx25"} {
		flipBits(t, version, 100)
	}
}
