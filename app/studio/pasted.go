package studio

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/project/store"
)

// KeepPicture keeps a picture that came without a file, as one is pasted, among the
// project's sources and returns its path in the project. The same one is kept once;
// ending is that of its format, such as .png. What is no picture is refused, and
// nothing of it is left.
func (s *Session) KeepPicture(ctx context.Context, picture []byte, ending string) (string, error) {
	name := path.Join(store.MediaFolder, store.SourcesFolder, fmt.Sprintf("pasted_%.4x%s", sha256.Sum256(picture), ending))
	full := s.Store.Path(name)
	if _, err := os.Stat(full); err == nil {
		return name, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := keepFile(full, picture); err != nil {
		return "", err
	}
	const small = 16
	if _, err := media.DecodeImage(ctx, full, small, small); err != nil {
		_ = os.Remove(full) // it has just been written
		return "", err
	}
	return name, nil
}
