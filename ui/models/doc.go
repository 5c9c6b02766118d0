// Package models is the screen of the model packs: what is installed, what it
// needs, whether this machine can run it and how fast.
//
// # Concurrency
//
// Everything belongs to the UI goroutine but errands: what reads packs runs beside
// it, ends when the page is left, and hands over what it found by one Do.
package models
