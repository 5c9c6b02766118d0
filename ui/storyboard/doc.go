// Package storyboard is the screen on which a film is laid out: a card for each
// shot with its picture, its length, its words and how far its takes are. Shots are
// added, ordered, changed and queued here; one of them is opened on the create
// screen.
//
// # Concurrency
//
// Everything belongs to the UI goroutine but for three parts that run beside it: a
// watch reads the project and the queue while the page is open and hands over a
// board as a whole; a clerk writes what the user does, in its order, and finishes
// when the page is left; thumbs draw pictures. Each comes back through the host's
// Do.
package storyboard
