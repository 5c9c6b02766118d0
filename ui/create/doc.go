// Package create is the screen on which a shot is written and its takes are made:
// at the left what the shot says, at the right its takes and the one that is
// looked at.
//
// # Concurrency
//
// A Page belongs to the UI goroutine. What takes long is done by its errands,
// goroutines that end when the page is left, and comes back in one Do that only
// assigns and refreshes. What people write is kept by the saver, whose goroutine
// writes in the order of the keystrokes and is never cut off: leaving the page or
// closing the project waits for it. Pictures of takes are drawn by the goroutines
// of a thumbs.
package create
