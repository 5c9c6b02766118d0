package studio

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/packs"
)

// AddPack makes a model folder an installed pack under the folder's name, which it
// returns. The folder stays where it is; a link among the packs leads to it. One
// that is no pack, or of a family that is not known, is refused with a sentence.
func AddPack(ctx context.Context, dir string) (name string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := CheckPack(ctx, dir); err != nil {
		return "", err
	}
	name = filepath.Base(dir)
	place := packPlaces()[0]
	if err := os.MkdirAll(place, 0o755); err != nil {
		return "", engine.Bad("check the folder's permissions", "%s cannot be made: %w", place, err)
	}
	link := filepath.Join(place, name)
	if same, err := sameFile(link, dir); err == nil && same {
		return name, nil
	}
	if _, err := os.Lstat(link); !errors.Is(err, fs.ErrNotExist) {
		return "", engine.Bad("rename one of the two folders", "another pack is called %q already", name)
	}
	if err := linkFolder(ctx, dir, link); err != nil {
		return "", engine.Bad("copy the folder there yourself", "no link to %s could be put into %s: %w", dir, place, err)
	}
	return name, nil
}

// CheckPack says what keeps a folder from being used as a pack; its small files
// are read, and its weights where that is quick.
func CheckPack(ctx context.Context, dir string) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return engine.Bad("drop the folder that it lies in", "%s is a file, and a pack is a folder", filepath.Base(dir))
	}
	if _, err := packs.Open(dir); err != nil {
		return err
	}
	p, _, err := prepare(ctx, RenderRequest{Prompt: "a", Pack: dir})
	if err != nil {
		return err
	}
	return p.Close()
}

// ForgetPack takes the link to an added pack away; its files stay. A pack that lies
// among the packs itself is not touched.
func ForgetPack(p InstalledPack) error {
	link := filepath.Join(packPlaces()[0], p.Name)
	if _, err := os.Readlink(link); err != nil || !p.Linked {
		return engine.Bad("delete the folder yourself if you do not need it", "%s was not added from elsewhere, and Kinora deletes no files of yours", p.Name)
	}
	if err := os.Remove(link); err != nil {
		return engine.Bad("check the folder's permissions", "%s cannot be forgotten: %w", p.Name, err)
	}
	return nil
}
