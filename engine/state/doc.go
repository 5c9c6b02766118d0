// Package state keeps on disk what an unfinished clip can be gone on from.
//
// A state is one safetensors file, so that other tools can look at the latents.
// Its metadata hold the recipe's hash, the step, and a checksum over all of it.
// Save replaces a file as a whole: a process that is killed at any moment leaves
// the state of before or the new one, and what else it leaves the next Save
// removes. Any number of goroutines may use files of different names at once; one
// name has one writer at a time.
package state
