// Package action holds everything that the user can ask the window for, in one
// place: what it is called, which keys it has, whether it can be done now, and
// what does it. The menus, the command palette, the tooltips and the keys all
// read the same Registry.
//
// The Dispatcher receives all keys of a canvas. Bare keys such as J, K, L, space
// or F2 reach it while no text field has the focus; keys with Ctrl, Alt or Super
// always do, but for those that a text field needs for itself.
//
// # Concurrency
//
// Everything belongs to the UI goroutine.
package action
