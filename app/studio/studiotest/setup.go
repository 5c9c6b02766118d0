package studiotest

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine/runtime"
)

// Setup prepares a TestMain for real takes: it is Main, with the model families,
// ONNX Runtime and the pocket pack at hand, and with the user's own folders out of
// reach, in this process and in those that it starts. Call clean at the end.
func Setup() (clean func(), err error) {
	studio.RegisterFamilies()
	Main()
	if err := runtime.Load(); err != nil {
		return nil, err
	}
	place, err := os.MkdirTemp("", "kinora-test-")
	if err != nil {
		return nil, err
	}
	clean = func() { _ = os.RemoveAll(place) }
	for name, value := range map[string]string{
		runtime.LibraryVariable: runtime.LibraryPath(),
		"XDG_CACHE_HOME":        filepath.Join(place, "cache"),
		"XDG_DATA_HOME":         filepath.Join(place, "data"),
	} {
		if err := os.Setenv(name, value); err != nil {
			return clean, err
		}
	}
	return clean, installPocket(filepath.Join(place, "data", "kinora", "packs"))
}

// installPocket puts the repository's pocket pack where packs are looked for.
func installPocket(into string) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		if root == filepath.Dir(root) {
			return errors.New("find the pocket pack: the test does not run in the repository")
		}
		root = filepath.Dir(root)
	}
	if err := os.MkdirAll(into, 0o755); err != nil {
		return err
	}
	return os.Symlink(filepath.Join(root, "assets", studio.DefaultPack), filepath.Join(into, studio.DefaultPack))
}
