package house

import (
	"fmt"
	"strings"
)

// module is the path that all packages of this program begin with.
const module = "github.com/kinora-studio/kinora/"

// Package is what the arrows need to know of one package of this module.
// Imports are what its files and its tests name; Deps what its program code
// reaches, at any distance.
type Package struct {
	Path    string
	Imports []string
	Deps    []string
}

// arrow forbids packages under from to know packages under any of to.
type arrow struct {
	from, to []string
	// direct limits the rule to imports, where reaching a package through
	// another one is what the architecture wants.
	direct bool
	reason string
}

// arrows is the picture in CONTRIBUTING.md as rules. Paths of this module
// are written without its name.
var arrows = []arrow{
	{from: []string{"engine"}, to: []string{"project", "ui", "app", "fyne.io/fyne"}, reason: "engine computes, knows no projects and no window"},
	{from: []string{"project"}, to: []string{"engine", "ui", "app", "fyne.io/fyne"}, reason: "project keeps, knows no models and no window"},
	{from: []string{"assets"}, to: []string{"app", "ui", "engine", "project", "packaging", "fyne.io/fyne"}, reason: "embedded data lies at the bottom"},
	{from: []string{"app/studio", "app/api", "app/worker"}, to: []string{"ui", "app/kinora", "fyne.io/fyne"}, reason: "the use cases are the program without a window"},
	{from: []string{"ui"}, to: []string{"engine/", "app/worker", "app/kinora"}, direct: true, reason: "the window asks app/studio"},
}

// onlyImporters says which packages alone may import something.
var onlyImporters = map[string][]string{
	"github.com/gen2brain/go-mpv": {"ui/player"},
	"fyne.io/fyne":                {"ui", "app/kinora"},
}

// BrokenArrows returns a sentence for each import that the architecture
// forbids.
func BrokenArrows(packages []Package) []string {
	var broken []string
	for _, p := range packages {
		for _, a := range arrows {
			broken = append(broken, a.check(p)...)
		}
		for target, owners := range onlyImporters {
			for _, i := range p.Imports {
				if under(i, target) && !underAny(p.Path, owners) {
					broken = append(broken, fmt.Sprintf("%s imports %s: only %s may", p.Path, i, strings.Join(owners, " and ")))
				}
			}
		}
	}
	return broken
}

func (a arrow) check(p Package) []string {
	if !underAny(p.Path, a.from) {
		return nil
	}
	reached := p.Imports
	if !a.direct {
		reached = append(reached[:len(reached):len(reached)], p.Deps...)
	}
	var broken []string
	seen := map[string]bool{}
	for _, r := range reached {
		if underAny(r, a.to) && !seen[r] {
			seen[r] = true
			broken = append(broken, fmt.Sprintf("%s knows %s: %s", p.Path, r, a.reason))
		}
	}
	return broken
}

func underAny(path string, prefixes []string) bool {
	for _, p := range prefixes {
		if under(path, p) {
			return true
		}
	}
	return false
}

// under tells whether path is prefix or lies below it. A prefix that ends in a
// slash means only what lies below. Names of other modules hold a dot in their
// first part, those of this module never do.
func under(path, prefix string) bool {
	path = strings.TrimPrefix(path, module)
	if rest, found := strings.CutSuffix(prefix, "/"); found {
		return strings.HasPrefix(path, rest+"/")
	}
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}
