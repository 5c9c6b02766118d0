//go:build !linux

package runtime

// AvailableMemory returns the bytes that new work may take without swapping, 0
// where the system does not say.
func AvailableMemory() int64 { return 0 }

// TotalMemory returns the bytes of memory that the machine has, 0 where the system
// does not say.
func TotalMemory() int64 { return 0 }

// ResidentMemory returns the bytes of this process that are in memory, 0 where
// the system does not say.
func ResidentMemory() int64 { return 0 }

// PeakMemory returns the largest ResidentMemory so far, 0 where the system does
// not say.
func PeakMemory() int64 { return 0 }

// addressRoom returns how many bytes of addresses the process may still take,
// and false where nothing limits them.
func addressRoom() (int64, bool) { return 0, false }
