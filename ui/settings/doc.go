// Package settings is the screen on which the user says how the window looks, which
// keys do what, where things are kept and what computes. Whatever is changed counts
// at once and is kept; there is nothing to save.
//
// The parts of the screen are made when they are first shown. What a part has to
// find out, such as what the doctor says of this machine, it asks for each time it
// comes into sight.
//
// # Concurrency
//
// Everything happens on the UI goroutine, but for errands: goroutines that the page
// owns, which end with Leave and bring their result by one Do of the host. What jobs
// may use is handed to the desk by a goroutine of its own, one change at a time, the
// last one last.
package settings
