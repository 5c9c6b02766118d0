// Package hand uses a window as somebody does who sits before it: keys, pointer,
// files dropped from outside, a look at the screen. It speaks the X protocol, so
// that the program cannot tell it from a person. Only tests, measurements and the
// pictures of the guide use it.
//
// # Concurrency
//
// A Hand is for one goroutine. One more, which Open starts, waits for what the X
// server says until Close.
package hand
