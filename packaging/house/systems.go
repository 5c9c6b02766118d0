package house

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// systems are what names of files call operating systems, alone and in groups.
// Other are those that have no file of their own, and glibc is a C library.
var systems = []string{"linux", "windows", "darwin", "unix", "other", "glibc"}

// systemPackages differ from system to system, or exist on some only.
var systemPackages = []string{"golang.org/x/sys/unix", "golang.org/x/sys/windows"}

// namedForSystem tells whether a file's name says that it is for some systems
// only: lock_windows.go, kill_linux_test.go.
func namedForSystem(name string) bool {
	words := strings.Split(strings.TrimSuffix(path.Base(name), ".go"), "_")
	return slices.ContainsFunc(words[1:], func(w string) bool { return slices.Contains(systems, w) })
}

// MisplacedSystems returns a sentence for each Go file that is for some operating
// systems only, or asks which one it runs on, and is not named so. Tests may ask,
// and anything may print the name.
func MisplacedSystems(files []File) []string {
	var broken []string
	for _, f := range files {
		if path.Ext(f.Name) != ".go" || f.generated() || namedForSystem(f.Name) {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Content, parser.ParseComments)
		if err != nil {
			continue // the compiler says so
		}
		for _, what := range systemMarks(parsed, strings.HasSuffix(f.Name, "_test.go")) {
			broken = append(broken, fmt.Sprintf("%s: %s; what is for one system stands in a file named for it", f.Name, what))
		}
	}
	return broken
}

func systemMarks(parsed *ast.File, test bool) []string {
	var marks []string
	for _, group := range parsed.Comments {
		for _, comment := range group.List {
			if expression, err := constraint.Parse(comment.Text); err == nil && comment.Pos() < parsed.Package {
				marks = append(marks, systemTags(expression)...)
			}
		}
	}
	for _, spec := range parsed.Imports {
		if imported, err := strconv.Unquote(spec.Path.Value); err == nil && slices.Contains(systemPackages, imported) {
			marks = append(marks, "imports "+imported)
		}
	}
	if !test && asksForSystem(parsed) {
		marks = append(marks, "asks for GOOS")
	}
	return marks
}

func systemTags(expression constraint.Expr) []string {
	var tags []string
	expression.Eval(func(tag string) bool {
		if slices.Contains(systems, tag) {
			tags = append(tags, "is built with "+tag+" in mind")
		}
		return false
	})
	return tags
}

// asksForSystem finds uses of runtime.GOOS but those that hand it to a function,
// such as one that prints.
func asksForSystem(parsed *ast.File) bool {
	handed := map[ast.Node]bool{}
	asks := false
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, argument := range n.Args {
				handed[argument] = true
			}
		case *ast.SelectorExpr:
			asks = asks || n.Sel.Name == "GOOS" && !handed[n]
		}
		return true
	})
	return asks
}
