//go:build !linux || !cgo

package runtime

// returnFreedMemory does nothing: other systems give memory back as it is freed.
func returnFreedMemory() {}
