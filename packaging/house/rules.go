package house

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

// largestFile is the size in bytes past which a file written by hand wants to
// be two.
const largestFile = 15 << 10

// topLevel is what may lie in the root of the repository, besides names that
// begin with a dot.
var topLevel = []string{
	"app", "assets", "changelog", "docs", "engine", "packaging", "project", "testdata", "ui",
	"CONTRIBUTING.md", "FyneApp.toml", "LICENSE", "Makefile", "README.md", "go.mod", "go.sum",
}

// File is one file of the repository, its name with slashes from the root.
type File struct {
	Name    string
	Content []byte
}

var (
	generatedMark = regexp.MustCompile(`(?m)^(//|#|--) Code generated .* DO NOT EDIT\.$`)
	// The patterns are put together so that this file does not break its own rule.
	leftover    = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b`)
	skippedTest = regexp.MustCompile(`\b(t|b|f|tb)\.Skip(f|Now)?\(`)
	machinePath = regexp.MustCompile(`(^|[\s"'=:(])/(root|work|home/[a-z]+)/`)
)

func (f File) generated() bool { return generatedMark.Match(f.Content) }

func (f File) isCode() bool {
	return slices.Contains([]string{".go", ".py", ".sh", ".sql", ".c", ".h"}, path.Ext(f.Name)) || f.Name == "Makefile"
}

func (f File) isText() bool {
	return f.isCode() || slices.Contains([]string{".md", ".yml", ".yaml", ".toml"}, path.Ext(f.Name))
}

// BrokenRules returns a sentence for each rule that a file breaks by itself.
func BrokenRules(files []File) []string {
	var broken []string
	report := func(f File, format string, args ...any) {
		broken = append(broken, f.Name+": "+fmt.Sprintf(format, args...))
	}
	for _, f := range files {
		if top, _, _ := strings.Cut(f.Name, "/"); !strings.HasPrefix(top, ".") && !slices.Contains(topLevel, top) {
			report(f, "the root holds only what CONTRIBUTING.md lists")
		}
		if !f.isText() || f.generated() {
			continue
		}
		if f.isCode() && len(f.Content) > largestFile {
			report(f, "%d bytes; past %d a file wants to be two", len(f.Content), largestFile)
		}
		if m := leftover.Find(f.Content); m != nil {
			report(f, "holds a %s; do it, or write an issue", m)
		}
		if m := machinePath.Find(f.Content); m != nil {
			report(f, "holds a path of one machine: %s", bytes.TrimSpace(m))
		}
		if m := skippedTest.Find(f.Content); strings.HasSuffix(f.Name, ".go") && m != nil {
			report(f, "%s...) leaves something unproved", m)
		}
	}
	return broken
}

// BrokenPackageDocs returns a sentence for each folder of Go files whose
// package is not described exactly once.
func BrokenPackageDocs(files []File) []string {
	described := map[string][]string{}
	var broken []string
	for _, f := range files {
		if path.Ext(f.Name) != ".go" || strings.HasSuffix(f.Name, "_test.go") || strings.Contains(f.Name, "testdata/") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Content, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			broken = append(broken, err.Error())
			continue
		}
		dir := path.Dir(f.Name)
		described[dir] = append(described[dir], docOf(parsed, f)...)
	}
	for dir, where := range described {
		if len(where) != 1 {
			broken = append(broken, fmt.Sprintf("%s: described in %d files %v, should be one", dir, len(where), where))
		}
	}
	slices.Sort(broken)
	return broken
}

// docOf returns the file's name if it describes its package. A folder without
// any description still has to appear in the map, hence the empty list.
func docOf(parsed *ast.File, f File) []string {
	if parsed.Doc == nil || strings.TrimSpace(parsed.Doc.Text()) == "" {
		return []string{}
	}
	return []string{f.Name}
}
