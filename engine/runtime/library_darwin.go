package runtime

const (
	libraryName = "libonnxruntime.dylib"
	setupHint   = "set " + LibraryVariable + " to a " + libraryName + " of version " + LibraryVersion
	hasDirectML = false
)

var systemFolders []string

// checkArchitecture leaves it to the loader to tell what is wrong.
func checkArchitecture(string) error { return nil }
