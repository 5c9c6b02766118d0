// Package queue is the screen that shows what is being made, what waits and what
// went wrong, and the presenter that tells the bar at the foot of the window the
// same in a line.
//
// # Concurrency
//
// Everything belongs to the UI goroutine but the loop of a watch: it lives from
// Open to Leave, carries out what the user asks for in the order in which it was
// asked, and hands over what is new by one Do, four times a second at most. It
// never has two of them on the way.
package queue
