// Package player shows moving pictures with sound: a Player is the picture, a
// Transport the bar below it. Positions are frames, counted from 0; a table of
// the times of all frames, read from the file, makes them exact also where a file
// has no constant rate, and in lists of clips.
//
// The default build plays with libmpv through github.com/gen2brain/go-mpv, which
// no other package imports, and draws with mpv's software renderer. A build
// without cgo, or with the tag noplayer, needs no libmpv: it shows any frame as a
// still and says how to get the player.
//
// # Concurrency
//
// Every method is called on the UI goroutine and returns at once, and so are the
// callbacks. A Player owns a goroutine that speaks with mpv, one that waits for
// its events, one that renders, and, while a file is opened, one that reads its
// frame times; Close ends them all and returns when they have ended. Requests to
// move replace each other: only the newest counts, which keeps scrubbing fluid.
package player
