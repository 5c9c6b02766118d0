// Package durationhead predicts how long the shot that a caption describes
// would naturally last (LTX-2.5; class LTX2DurationHead).
//
// One Head serves any number of goroutines, one prompt at a time.
package durationhead
