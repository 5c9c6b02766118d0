package runtime

import (
	"debug/pe"
	"errors"
	"io/fs"
	goruntime "runtime"

	"github.com/kinora-studio/kinora/engine"
)

const (
	libraryName = "onnxruntime.dll"
	setupHint   = "put " + libraryName + " of version " + LibraryVersion + " beside kinora.exe, or let " + LibraryVariable +
		" name it; it needs Microsoft's Visual C++ runtime"
	hasDirectML = true
)

// No system folder is looked into: Windows has an onnxruntime.dll of its own,
// which is far too old.
var systemFolders []string

// checkArchitecture tells a library of another machine from a damaged one,
// before the loader says something that nobody understands.
func checkArchitecture(path string) error {
	f, err := pe.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return engine.Bad(setupHint, "the library %s may not be read", path)
		}
		return engine.Bad(setupHint, "the file %s is damaged or not a library", path)
	}
	defer func() { _ = f.Close() }()
	want := map[string]uint16{"amd64": pe.IMAGE_FILE_MACHINE_AMD64, "arm64": pe.IMAGE_FILE_MACHINE_ARM64}[goruntime.GOARCH]
	if f.Machine != want {
		return engine.Bad(setupHint, "the library %s is for another processor (machine type %#x), but this program runs on %s", path, f.Machine, goruntime.GOARCH)
	}
	return nil
}
