package runtime

import (
	"debug/elf"
	"errors"
	"io/fs"
	goruntime "runtime"

	"github.com/kinora-studio/kinora/engine"
)

const (
	libraryName = "libonnxruntime.so"
	setupHint   = "run `make setup`, or set " + LibraryVariable + " to a libonnxruntime of version " + LibraryVersion
	hasDirectML = false
)

var systemFolders = []string{"/usr/local/lib", "/usr/lib"}

// checkArchitecture tells a library of another machine from a damaged one,
// before the loader says something that nobody understands.
func checkArchitecture(path string) error {
	f, err := elf.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return engine.Bad(setupHint, "the library %s may not be read", path)
		}
		return engine.Bad(setupHint, "the file %s is damaged or not a library", path)
	}
	defer func() { _ = f.Close() }()
	want := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[goruntime.GOARCH]
	if f.Machine != want {
		return engine.Bad(setupHint, "the library %s is for %s, but this program runs on %s", path, f.Machine, goruntime.GOARCH)
	}
	return nil
}
