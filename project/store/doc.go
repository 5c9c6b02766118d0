// Package store keeps a project in a folder: an SQLite database beside the media
// that it knows.
//
// Every change is on the disk when the call that makes it returns; nothing has to
// be saved. A project that was left by a crash, a kill or a power cut opens as it
// was after the last change that returned.
//
// # Concurrency
//
// One process at a time has a project open for writing, and any number may read.
// A Store may be used from several goroutines. Writers queue for one connection
// and never fail for each other's sake; readers see the last finished change and
// wait for nobody. The goroutine that checks the whole database after opening
// belongs to the Store and ends with Close.
package store
