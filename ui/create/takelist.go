package create

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/project"
)

// sorting is the order in which takes are shown.
type sorting int

const (
	newestFirst sorting = iota
	oldestFirst
	byName
	longestFirst
)

// sortings are how the orders are remembered.
var sortings = []string{newestFirst: "newest", oldestFirst: "oldest", byName: "name", longestFirst: "longest"}

// compare is below 0 where a comes before b.
func (s sorting) compare(a, b project.Take) int {
	switch s {
	case oldestFirst:
		return cmp.Compare(a.ID, b.ID)
	case byName:
		return cmp.Or(strings.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID))
	case longestFirst:
		return cmp.Or(cmp.Compare(seconds(b), seconds(a)), cmp.Compare(b.ID, a.ID))
	case newestFirst:
	}
	return cmp.Compare(b.ID, a.ID)
}

func seconds(take project.Take) float64 { return float64(take.Frames) / rateValue(take.Rate) }

// takeList is takes in an order. It finds one of ten thousand without looking at
// the takes themselves.
type takeList struct {
	by    sorting
	takes []project.Take
	ids   []int64 // of takes
}

func (l *takeList) len() int { return len(l.takes) }

func (l *takeList) at(index int) project.Take { return l.takes[index] }

// indexOf is the place of a take, -1 where it is not in the list.
func (l *takeList) indexOf(id int64) int { return slices.Index(l.ids, id) }

// set replaces all; they are in the list's order already.
func (l *takeList) set(takes []project.Take) {
	l.takes, l.ids = nil, nil
	l.add(takes)
}

// add puts takes that come after all others at the end.
func (l *takeList) add(takes []project.Take) {
	l.takes = append(l.takes, takes...)
	for _, take := range takes {
		l.ids = append(l.ids, take.ID)
	}
}

// put replaces a take, or inserts it at its place. A list of which only the
// beginning is known takes none that belongs behind it.
func (l *takeList) put(take project.Take, whole bool) {
	if i := l.indexOf(take.ID); i >= 0 {
		l.takes[i] = take
		return
	}
	i, _ := slices.BinarySearchFunc(l.takes, take, l.by.compare)
	if i == len(l.takes) && !whole {
		return
	}
	l.takes, l.ids = slices.Insert(l.takes, i, take), slices.Insert(l.ids, i, take.ID)
}

// remove takes one off the list.
func (l *takeList) remove(id int64) {
	if i := l.indexOf(id); i >= 0 {
		l.takes, l.ids = slices.Delete(l.takes, i, i+1), slices.Delete(l.ids, i, i+1)
	}
}
