// Package projects is the screen on which a film is chosen: those that were used,
// a new one, one from elsewhere, and for a newcomer the way to a first take.
//
// # Concurrency
//
// Everything happens on the UI goroutine, but for what opens and makes projects;
// it ends in one Do of the host.
package projects
