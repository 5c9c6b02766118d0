package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// Check collects the first value of a file that cannot be used.
type Check struct {
	Path string // of the file, for messages
	err  error
}

// Reject notes a value that cannot be used; why is a phrase such as "must be
// even" or "is too short for the window".
func (c *Check) Reject(key string, value any, why string) {
	if c.err == nil {
		c.err = engine.Bad(known, "%s: %q is %v, but it %s", c.Path, key, value, why)
	}
}

// Need rejects a value unless ok holds.
func (c *Check) Need(ok bool, key string, value any, why string) {
	if !ok {
		c.Reject(key, value, why)
	}
}

// Range asks for lo <= value <= hi.
func (c *Check) Range(key string, value, lo, hi int64) {
	if value < lo || value > hi {
		c.Reject(key, value, fmt.Sprintf("must be from %d to %d", lo, hi))
	}
}

// Size asks for a count from 1 to most.
func (c *Check) Size(key string, value, most int64) { c.Range(key, value, 1, most) }

// Positive asks for a number above zero and far from infinity.
func (c *Check) Positive(key string, value float64) {
	c.Need(value > 0 && value <= 1e30, key, value, "must be a number above zero")
}

// Choice asks for one of several spellings.
func (c *Check) Choice(key, value string, choices ...string) {
	if !slices.Contains(choices, value) {
		c.Reject(key, fmt.Sprintf("%q", value), "must be one of "+strings.Join(choices, ", "))
	}
}

// Err returns the first value that cannot be used.
func (c *Check) Err() error { return c.err }
