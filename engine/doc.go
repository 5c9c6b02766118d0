// Package engine is the contract between the studio and the models: what to
// make (Recipe), what it will cost (Plan), what is happening (Event) and what
// came out (Clip).
//
// The package knows no file format of pictures or sound and no model. A model
// family implements Family, is registered by one line with Register, and is
// found again by the class name that a pack's model_index.json states.
//
// # Concurrency
//
// A Pipeline is used by one goroutine at a time. Hooks are called on that
// goroutine, which waits for them. Cancelling the context ends a run
// within one step.
package engine
