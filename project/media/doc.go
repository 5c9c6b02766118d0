// Package media reads and writes pictures, sound and clips.
//
// Video and compressed sound go through the programs ffmpeg and ffprobe as child
// processes, which stream over pipes; still pictures are read and written in Go.
// Nothing is held in memory that grows with the length of a clip, except where a
// function returns a whole sound.
//
// # Conventions
//
// A frame is RGB24: height rows of width pixels of 3 bytes, full range, with the
// BT.709 primaries and transfer curve that displays show. Sound is interleaved,
// nominally within ±1. Time is a count of frames over a Rate; there is no
// floating-point time.
//
// # Files appear whole or not at all
//
// An Encoder works in a hidden folder beside its target and renames the synced
// result into place as the last thing it does. Errors, Close and the end of the
// context kill the child process and remove that folder.
//
// # Concurrency
//
// An Encoder may be used from several goroutines, one call at a time; WriteFrame
// blocks while ffmpeg is busy, which is the back-pressure that a producer wants.
// All functions return soon after their context ends. No goroutine outlives the
// call that started it, except one per open Encoder, which ends with it.
package media
