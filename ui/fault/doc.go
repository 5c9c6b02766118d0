// Package fault says what went wrong in the user's language. Errors are English
// sentences: they are also read in terminals and logs, far below any window. What
// they are in other languages lies in assets/faults, by the words that stand in the
// code; a test finds all of them there. A sentence that nobody has translated is
// shown as it is, behind a few words on what kind of fault it is.
//
// # Concurrency
//
// All functions may be called from any goroutine.
package fault
