//go:build soak

package studio_test

import (
	"testing"
	"time"
)

// TestKilledOften kills 100 times in queues of 20 jobs.
func TestKilledOften(t *testing.T) { killStudios(t, 100, 20, 5*time.Second) }
