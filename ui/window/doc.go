// Package window assembles the studio's window: the frame, its screens, and the
// player that they share.
//
// # Concurrency
//
// Everything happens on the UI goroutine, but for what New starts: a queue's news
// come through the screens' own goroutines and end in the frame's Do.
package window
