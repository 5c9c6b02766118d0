// Package fetch copies a file from a server that a person named to the disk. It
// goes on where it was, over lost connections, restarts and kills: what has arrived
// lies beside the target as NAME.part until all of it is there and its checksum was
// compared, and only then gets its name.
//
// # Concurrency
//
// A call uses the calling goroutine and ends within one chunk of the end of its
// context. Two calls must not write to the same target at a time. No goroutine is
// left behind.
package fetch
