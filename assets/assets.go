// Package assets holds the data that is built into the program. It imports
// nothing of the program, so that everything may import it.
//
// All functions may be called from any goroutine; what they return is the
// caller's own.
package assets
