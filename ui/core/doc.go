// Package core is the frame of the window: the rail of screens, the screen that is
// shown and the way back to the last one, status bar, palette, toasts, dialogs,
// and where files that are dropped go. It knows no screen: whoever starts the
// program hands them over as a list of Screen.
//
// A screen declares the few methods it needs of the frame as an interface of its
// own, and Frame fits it; no screen imports this package's Frame.
//
// # Concurrency
//
// Everything belongs to the UI goroutine, but for Do, which may be called from any.
package core
