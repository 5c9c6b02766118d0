// Package studio is the program without a window: the use cases that the
// command line, the window and the interfaces for other programs share. It is
// where engine and project meet.
//
// # Concurrency
//
// Functions are safe for concurrent use unless they say otherwise; the event
// function is called on the caller's goroutine and must not block.
package studio
