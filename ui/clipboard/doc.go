// Package clipboard does what Fyne's clipboard, which knows only text, does not: it
// reads files that were copied in a file manager, and pictures, and it copies files.
// It asks programs that come with the system (on Linux wl-clipboard or xclip, which
// may have to be installed), so that the window needs no further C libraries.
//
// # Concurrency
//
// Functions may be called from any goroutine but that of the window: the program
// that was copied from answers when it likes, and it may be this one.
package clipboard
