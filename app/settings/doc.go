// Package settings keeps what the user has chosen, for the window and for the
// commands alike: one JSON file, in which each part of the program has a key of
// its own. What another version has written under keys that this one does not
// know stays where it is.
//
// The file is written as a whole beside the old one and renamed into its place,
// so that a kill at any moment leaves either of the two. A file that cannot be
// read is set aside, never overwritten, and a Notice tells the user.
//
// # Concurrency
//
// A Store may be used from any goroutine. Reading and changing never wait for
// the disk: one goroutine, which Open starts and Close ends, writes what has
// changed. Changes that come while it writes go out together after it.
package settings
