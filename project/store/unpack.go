package store

import (
	"archive/zip"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/kinora-studio/kinora/project"
)

const (
	mostEntries = 1_000_000
	// mostRatio is how many times smaller than itself something in a package may
	// be: a database with much free room is some fifty times smaller.
	mostRatio   = 500
	packageHint = "ask for the package to be made again, by Kinora"
)

// Unpack makes a project of the package file, in a folder of its own in folder,
// and returns the project's folder. It appears whole or not at all. An archive
// that holds anything else than a project, or more than the disk has room for, is
// refused before anything is written. What the package would have done here, such
// as queued exports and downloads, stays behind; see disarm.
func Unpack(ctx context.Context, file, folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", fileFault("writing to", folder, err)
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return "", project.Bad("choose a file that Kinora packed", "%s is a folder, and a package is a file", file)
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return "", project.Bad("choose a file that Kinora packed; if this is one, copy it again", "%s is no package of a project, or only a part of one: %w", file, err)
		}
		return "", fileFault("reading", file, err)
	}
	defer func() { _ = archive.Close() }()
	root, err := inspectArchive(&archive.Reader, file, folder)
	if err != nil {
		return "", err
	}
	target := filepath.Join(folder, root)
	if err := refuseExisting(folder, target); err != nil {
		return "", err
	}
	hidden, err := os.MkdirTemp(folder, scratchPrefix+"*")
	if err != nil {
		return "", fileFault("writing to", folder, err)
	}
	defer func() { _ = os.RemoveAll(hidden) }() // nothing is there when all went well
	if err := unpackInto(ctx, hidden, &archive.Reader, root); err != nil {
		return "", unpackFault(file, err)
	}
	if err := checkUnpacked(ctx, hidden, file); err != nil {
		return "", err
	}
	if err := disarm(ctx, hidden, file); err != nil {
		return "", databaseFault("unpacking", file, err)
	}
	if err := os.Rename(hidden, target); err != nil {
		return "", fileFault("writing to", target, err)
	}
	syncFolder(folder)
	return target, nil
}

// inspectArchive returns the name of the one folder in an archive that is a
// package, and refuses all other archives.
func inspectArchive(archive *zip.Reader, file, folder string) (root string, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", fileFault("reading", file, err)
	}
	if len(archive.File) == 0 || len(archive.File) > mostEntries {
		return "", project.Bad(packageHint, "%s is no package of a project: it holds %d files", file, len(archive.File))
	}
	root, _, _ = strings.Cut(archive.File[0].Name, "/")
	var packed, whole uint64
	database := false
	for _, entry := range archive.File {
		if sentence := refusal(entry, root); sentence != "" {
			return "", project.Bad(packageHint, "%s is no package of a project: %.200q in it %s", file, entry.Name, sentence)
		}
		database = database || entry.Name == root+"/"+databaseName
		packed += entry.CompressedSize64
		whole += entry.UncompressedSize64
	}
	free, err := room(folder)
	switch {
	case err != nil:
		return "", fileFault("writing to", folder, err)
	case !database:
		return "", project.Bad(packageHint, "%s is no package of a project: it has no database", file)
	case packed > uint64(info.Size()):
		return "", project.Bad(packageHint, "%s claims to hold more than it does", file)
	case whole > uint64(max(0, free)):
		return "", project.Wrong(project.ErrNoRoom, "free some space, or choose another disk", "%s needs %d MB and the disk has %d MB left", file, whole>>20, free>>20)
	}
	return root, nil
}

// refusal says why an entry cannot be part of a package, if it cannot.
func refusal(entry *zip.File, root string) string {
	name, within := strings.CutPrefix(strings.TrimSuffix(entry.Name, "/"), root+"/")
	top, _, below := strings.Cut(name, "/")
	switch {
	case !isFolderName(root):
		return "does not lie in the folder of a project"
	case entry.Name == root+"/":
		return ""
	case !within || !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, "\\:") || strings.Contains("/"+name, "/."):
		return "would lie outside of the project's folder, or be hidden"
	case !entry.Mode().IsRegular() && !entry.Mode().IsDir():
		return "is neither a file nor a folder"
	case name != databaseName && top != MediaFolder && top != RendersFolder, below && top == databaseName:
		return "is nothing that a project has"
	case entry.UncompressedSize64 > mostRatio*(entry.CompressedSize64+1024):
		return "claims to be far larger than it can be"
	}
	return ""
}

// isFolderName reports whether a project's folder may be called so on any system.
func isFolderName(name string) bool {
	stem, ends := strings.CutSuffix(name, Ending)
	return ends && stem != "" && FolderName(stem) == name
}

func unpackInto(ctx context.Context, dir string, archive *zip.Reader, root string) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	for _, name := range folders() {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			return err
		}
	}
	for _, entry := range archive.File {
		target := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(entry.Name, root+"/")))
		if entry.Mode().IsDir() {
			if err := os.MkdirAll(target, 0o755); entry.Name != root+"/" && err != nil {
				return err
			}
			continue
		}
		if err := unpackFile(ctx, entry, target); err != nil {
			return err
		}
	}
	return nil
}

func unpackFile(ctx context.Context, entry *zip.File, target string) (err error) {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	source, err := entry.Open()
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	file, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	// The reader compares size and checksum at the end; the limit is for one that
	// does not end.
	_, err = io.Copy(file, io.LimitReader(withContext(ctx, source), int64(entry.UncompressedSize64)+1))
	var corrupt flate.CorruptInputError
	err = errors.Join(err, file.Sync(), file.Close())
	if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &corrupt) {
		return project.Wrong(project.ErrDamaged, "copy it again from where it came from", "%s in the package is damaged: %w", entry.Name, err)
	}
	return err
}

// unpackFault is fileFault for what an archive can have wrong with itself: a file
// twice, or a file that others lie in.
func unpackFault(file string, err error) error {
	if errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTDIR) {
		return project.Bad(packageHint, "%s is no package of a project: two things in it have one name: %w", file, err)
	}
	return fileFault("unpacking", file, err)
}

// checkUnpacked refuses a package whose database is not one.
func checkUnpacked(ctx context.Context, dir, file string) (err error) {
	database := filepath.Join(dir, databaseName)
	if err := inspectHeader(database); err != nil {
		return project.Bad(packageHint, "the database in %s was not made by Kinora: %w", file, err)
	}
	pool, err := openReaders(database, "immutable=1")
	if err != nil {
		return fmt.Errorf("open the database in %s: %w", file, err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := verify(ctx, pool); err != nil {
		return project.Wrong(project.ErrDamaged, "copy it again from where it came from", "the database in %s is damaged: %w", file, err)
	}
	return nil
}
