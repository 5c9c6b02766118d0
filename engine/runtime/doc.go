// Package runtime runs graphs in ONNX Runtime: it finds and checks the library,
// opens sessions on an execution provider, cancels them, and decides which
// components stay in memory.
//
// # Concurrency
//
// The library is loaded once for a process. A Session may be run by one
// goroutine at a time; a Residency is safe for concurrent use.
package runtime
