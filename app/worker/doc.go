// Package worker runs the making of clips in a process of its own: what the two
// sides say to each other, the loop of the child, and the supervisor that starts,
// watches and replaces it. docs/worker.md describes the protocol.
//
// The package knows the contract of the engine and nothing below it. What makes a
// clip is given to the child as a Maker.
//
// # Concurrency
//
// In the child, Serve has a goroutine that reads commands and one for the job in
// hand; everything else happens in Serve itself. Hooks of a job may be called
// from any goroutine.
//
// In the parent, one goroutine of a Supervisor owns the process, and two more
// read and write its pipes; they end with the process. Run may be called from
// many goroutines; jobs are done one after the other. What is told of a job is
// told on the supervisor's goroutine, which waits for it: it must be quick and
// must not call the Supervisor.
//
// # Nobody is left behind
//
// A child ends when its standard input does. On Linux the kernel kills it with
// its parent, on Windows a job object does; its own children are in the same
// process group or job object and end with it.
package worker
