// Package projects is the screen on which a film is chosen: those that were used,
// a new one, one from elsewhere, and for a newcomer the way to a first take. It
// also keeps films: backups, checks, one file to hand over.
//
// # Concurrency
//
// Everything happens on the UI goroutine, but for errands. Those that read what is
// in sight end when the page is left; those that open, make and keep films go on
// until they are done or their banner's button stops them. Each comes back by one
// Do of the host.
package projects
