// Package look is what the window looks like: colours, type, spacing, radii and
// icons as tokens, and the Fyne theme that is made of them. It is the only place
// that holds a colour or a size.
//
// Dark is the grey of a grading suite: neutral, so that the colours of a picture
// are judged rightly, with one restrained accent for what is selected, focused
// or running.
//
// # Concurrency
//
// A Theme never changes after New and may be read from any goroutine. Everything
// that touches a canvas object belongs to the UI goroutine.
package look
