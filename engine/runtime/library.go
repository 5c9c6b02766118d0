package runtime

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/kinora-studio/kinora/engine"
)

// LibraryVersion is the version of ONNX Runtime that the set-up installs.
const LibraryVersion = "1.32.0"

// LibraryVariable names the environment variable that overrides where the
// library is.
const LibraryVariable = "KINORA_ONNXRUNTIME"

// silenceVariable is what ONNX Runtime reads while it starts: unless told not to,
// it gives the machine an identifier and, seconds later, looks for its maker's
// server of telemetry.
const silenceVariable = "ORT_DISABLE_TELEMETRY"

var load struct {
	sync.Mutex
	path string
	err  error
	done bool
}

// Load finds ONNX Runtime and starts it; later calls return the first result.
// A missing library, one of another architecture and one too old for the
// interface are told apart, as BadInput faults: the installation is the user's.
func Load() error {
	load.Lock()
	defer load.Unlock()
	if !load.done {
		load.done = true
		load.path, load.err = start()
	}
	return load.err
}

// LibraryPath returns the file that Load used.
func LibraryPath() string {
	load.Lock()
	defer load.Unlock()
	return load.path
}

// leastAddresses is what ONNX Runtime and the threads that it starts take of a
// limited address space (ulimit -v) before any model. Without it a thread cannot
// be started, which ends the program without a word.
const leastAddresses = 768 << 20

func start() (string, error) {
	if left, limited := addressRoom(); limited && left < leastAddresses {
		return "", engine.Full("raise the limit by that much, with ulimit -v",
			"the limit of this program's address space leaves %d MiB, and ONNX Runtime needs %d", max(0, left>>20), leastAddresses>>20)
	}
	path, err := find(os.Getenv(LibraryVariable), candidates())
	if err != nil {
		return "", err
	}
	if err := checkArchitecture(path); err != nil {
		return path, err
	}
	if err := os.Setenv(silenceVariable, "1"); err != nil {
		return path, engine.Bad(setupHint, "ONNX Runtime cannot be kept from the network: %w", err)
	}
	returnFreedMemory()
	ort.SetSharedLibraryPath(path)
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		if strings.Contains(err.Error(), "API base") {
			return path, engine.Bad(setupHint, "ONNX Runtime in %s is too old for this program", path)
		}
		if isMemory(err) {
			return path, engine.Full(roomHint, "memory ran out while ONNX Runtime was started: %w", err)
		}
		return path, engine.Bad(setupHint, "ONNX Runtime in %s cannot be started: %w", path, err)
	}
	if err := ort.DisableTelemetry(); err != nil { // Windows reads no variable
		return path, engine.Bad(setupHint, "ONNX Runtime cannot be kept from the network: %w", err)
	}
	return path, nil
}

// find returns the library that the override names, or else the first candidate
// that exists.
func find(override string, places []string) (string, error) {
	if override != "" {
		if _, err := os.Stat(override); err != nil {
			return "", engine.Bad(setupHint, "%s names %s, which cannot be opened", LibraryVariable, override)
		}
		return override, nil
	}
	for _, p := range places {
		if _, err := os.Stat(p); err == nil {
			return p, nil
		}
	}
	return "", engine.Bad(setupHint, "ONNX Runtime, which runs the models, is not installed")
}

// candidates lists where the library may be: the cache that the set-up fills,
// beside the program, and the system's folders.
func candidates() []string {
	var out []string
	if cache, err := os.UserCacheDir(); err == nil {
		out = append(out, filepath.Join(cache, "kinora", "onnxruntime", LibraryVersion, libraryName))
	}
	if self, err := os.Executable(); err == nil {
		out = append(out, filepath.Join(filepath.Dir(self), libraryName), filepath.Join(filepath.Dir(self), "lib", libraryName))
	}
	for _, dir := range systemFolders {
		out = append(out, filepath.Join(dir, libraryName))
	}
	return out
}

// Version returns the version of the loaded library, empty before Load.
func Version() string {
	if !ort.IsInitialized() {
		return ""
	}
	return fmt.Sprint(ort.GetVersion())
}
