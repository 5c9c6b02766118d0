// Package xwidget holds the widgets that Kinora draws itself. They know nothing
// of films or models: they show what they are given and tell by callbacks what
// the user wants. Colours, sizes and icons come from ui/look, text from whoever
// makes a widget.
//
// Each widget can be worked by keys alone. Tab goes from one to the next, the
// focus ring shows where it is, space or Enter does what a tap does; a key that
// a widget has no use for goes on to the canvas, so that J, K and L also work
// while a button has the focus.
//
// Nothing here animates: Fyne paints the whole window sixty times a second while
// anything does, and that time belongs to the models.
//
// # Concurrency
//
// Everything belongs to the UI goroutine.
package xwidget
