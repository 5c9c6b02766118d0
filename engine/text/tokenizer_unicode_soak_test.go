//go:build soak

package text

import "unicode"

// lastRune has the tests ask about every character.
const lastRune = unicode.MaxRune
