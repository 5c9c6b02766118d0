package create

import "github.com/kinora-studio/kinora/project/store"

// branch is where a take stands in the drawing of its family: an only child stands
// below its parent, several stand one column further in.
type branch struct {
	column  int
	up      bool // a line comes from the row above, in its own column
	elbow   bool // it comes from the column before
	down    bool // a line goes on to the row below, in its own column
	through []int
}

// mostColumns is how far in a drawing goes; families have no end.
const mostColumns = 6

// branches lays out a family, whose members stand behind their parents.
func branches(family []store.Kin) []branch {
	rows := make([]branch, len(family))
	place := make(map[int64]int, len(family))
	last := map[int64]int{} // the last row of the children of a take
	children := map[int64]int{}
	for i, kin := range family {
		place[kin.Take.ID] = i
		if kin.Depth > 0 {
			last[kin.Take.Parent] = i
			children[kin.Take.Parent]++
		}
	}
	for i, kin := range family {
		parent, ok := place[kin.Take.Parent]
		rows[i].down = children[kin.Take.ID] > 0
		if !ok || kin.Depth == 0 {
			continue
		}
		column := rows[parent].column
		if children[kin.Take.Parent] == 1 || column == mostColumns {
			rows[i].column = column
		} else {
			rows[i].column, rows[i].elbow = column+1, true
		}
		rows[i].up = !rows[i].elbow
	}
	for id, end := range last {
		parent := place[id]
		if children[id] == 1 {
			continue
		}
		for i := parent + 1; i < end; i++ {
			rows[i].through = append(rows[i].through, rows[parent].column)
		}
	}
	return rows
}
