package house

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Root returns the folder that holds go.mod, from a folder below it.
func Root(from string) (string, error) {
	dir, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above %s", from)
		}
		dir = parent
	}
}

// Files returns the text files of a repository with their content, and the
// others with their name only. What git ignores does not count; without git
// (an unpacked archive) every file does.
func Files(ctx context.Context, root string) ([]File, error) {
	names, err := trackedNames(ctx, root)
	if err != nil {
		if names, err = walkedNames(root); err != nil {
			return nil, err
		}
	}
	var files []File
	for _, name := range names {
		f := File{Name: name}
		if f.isText() {
			f.Content, err = os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
			if errors.Is(err, fs.ErrNotExist) {
				continue // deleted, but not yet committed
			}
			if err != nil {
				return nil, err
			}
		}
		files = append(files, f)
	}
	return files, nil
}

func trackedNames(ctx context.Context, root string) ([]string, error) {
	// safe.directory: the checkout may belong to another user than the tests.
	cmd := exec.CommandContext(ctx, "git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	names := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	slices.Sort(names)
	return slices.Compact(names), nil
}

func walkedNames(root string) ([]string, error) {
	outputs := []string{".git", "build", "dist", "out"}
	var names []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains(outputs, name) || d.Name() == "__pycache__" {
				return fs.SkipDir
			}
			return nil
		}
		names = append(names, filepath.ToSlash(name))
		return nil
	})
	return names, err
}

// Packages asks the go command for all packages of the module, with what they
// import and reach.
func Packages(ctx context.Context, root string) ([]Package, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", "./...")
	cmd.Dir = root
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaint.String())
	}
	var packages []Package
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath                               string
			Imports, TestImports, XTestImports, Deps []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("read the answer of go list: %w", err)
		}
		packages = append(packages, Package{
			Path:    strings.TrimPrefix(p.ImportPath, module),
			Imports: slices.Concat(p.Imports, p.TestImports, p.XTestImports),
			Deps:    p.Deps,
		})
	}
}
