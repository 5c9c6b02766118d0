package create

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// drawing is a family in letters: a dot for a take, and the lines to its kin.
func drawing(parents []int64) []string {
	depths := map[int64]int{}
	family := make([]store.Kin, len(parents))
	for i, parent := range parents {
		id := int64(i + 1)
		if parent != 0 {
			depths[id] = depths[parent] + 1
		}
		family[i] = store.Kin{Take: project.Take{ID: id, Parent: parent}, Depth: depths[id]}
	}
	var lines []string
	for _, b := range branches(family) {
		cells := make([]string, b.column+1)
		for _, c := range b.through {
			if c < len(cells) {
				cells[c] += "|"
			}
		}
		if b.elbow {
			cells[b.column-1] += "`"
		}
		if b.up {
			cells[b.column] += "^"
		}
		cells[b.column] += "o"
		if b.down {
			cells[b.column] += "v"
		}
		lines = append(lines, strings.Join(cells, "."))
	}
	return lines
}

func TestBranches(t *testing.T) {
	deep := []int64{0}
	for i := range 20 { // each has two children, of which the second goes on
		deep = append(deep, int64(max(2*i, 1)), int64(max(2*i, 1)))
	}
	for _, c := range []struct {
		name    string
		parents []int64
		want    []string
	}{
		{"alone", []int64{0}, []string{"o"}},
		{"a chain", []int64{0, 1, 2}, []string{"ov", "^ov", "^o"}},
		{"two children, of which the first has one", []int64{0, 1, 2, 1}, []string{"ov", "|`.ov", "|.^o", "`.o"}},
		{"two generations of two", []int64{0, 1, 2, 2, 1}, []string{"ov", "|`.ov", "|.|`.o", "|.`.o", "`.o"}},
	} {
		if got := drawing(c.parents); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
	for i, line := range drawing(deep) {
		if columns := strings.Count(line, ".") + 1; columns > mostColumns+1 {
			t.Fatalf("row %d is drawn in column %d", i, columns)
		}
	}
}
