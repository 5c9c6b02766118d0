package store

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/project"
)

// packageName is what a package is called that is not finished.
const packageName = "package"

// Package writes one file to hand over: a zip archive with the project's folder,
// whose database is a consistent copy. The cache and the backups stay behind, as
// does what lies outside of the folder: call Collect first. The file appears whole
// or not at all; one that exists is refused.
func (s *Store) Package(ctx context.Context, target string) (err error) {
	target, err = filepath.Abs(target)
	if err != nil {
		return fileFault("writing to", target, err)
	}
	if _, inside := s.Inside(target); inside {
		return project.Bad("choose another folder", "a project cannot be packed into its own folder: %s", target)
	}
	if err := refuseExisting(filepath.Dir(target), target); err != nil {
		return err
	}
	hidden, end, err := s.workplace(filepath.Dir(target))
	if err != nil {
		return err
	}
	defer end()
	database := filepath.Join(hidden, databaseName)
	if err := s.copyTo(ctx, database); err != nil {
		return s.fault("packing", err)
	}
	half := filepath.Join(hidden, packageName)
	if err := s.writeArchive(ctx, half, database); err != nil {
		return fileFault("writing to", target, err)
	}
	if err := refuseExisting(filepath.Dir(target), target); err != nil {
		return err // somebody was faster
	}
	if err := os.Rename(half, target); err != nil {
		return fileFault("writing to", target, err)
	}
	syncFolder(filepath.Dir(target))
	return nil
}

func (s *Store) writeArchive(ctx context.Context, target, database string) (err error) {
	file, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	archive := zip.NewWriter(file)
	root := filepath.Base(s.dir)
	err = pack(ctx, archive, database, path.Join(root, databaseName), zip.Deflate)
	for _, folder := range []string{MediaFolder, RendersFolder} {
		if err == nil {
			err = s.packFolder(ctx, archive, root, folder)
		}
	}
	return errors.Join(err, archive.Close(), file.Sync(), file.Close())
}

// packFolder adds a folder without what is hidden, which is not finished, and
// without links, which lead outside.
func (s *Store) packFolder(ctx context.Context, archive *zip.Writer, root, folder string) error {
	top := filepath.Join(s.dir, folder)
	return filepath.WalkDir(top, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && file == top:
			return nil
		case err != nil:
			return err
		case strings.HasPrefix(entry.Name(), ".") && entry.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(entry.Name(), ".") || !entry.Type().IsRegular():
			return nil
		}
		name, _ := s.Inside(file)
		return pack(ctx, archive, file, path.Join(root, name), zip.Store)
	})
}

// pack adds a file. Clips are compressed already, so they are stored as they are.
func pack(ctx context.Context, archive *zip.Writer, file, name string, method uint16) error {
	source, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	header, err := zip.FileInfoHeader(info)
	if err != nil {
		return err
	}
	header.Name, header.Method = name, method
	entry, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(entry, withContext(ctx, source))
	return err
}
