package store

import (
	"slices"

	"github.com/kinora-studio/kinora/project"
)

// gap is how far apart neighbours are, so that many others fit in between before
// anything has to be counted anew.
const gap = 1 << 16

// place is where something stands in an order.
type place struct{ id, position int64 }

// endOf returns the position behind all places.
func endOf(places []place) int64 {
	if len(places) == 0 {
		return gap
	}
	return places[len(places)-1].position + gap
}

// moved returns the places that change so that id stands behind after, or first
// when after is 0. Most often that is one; where no number is left between the
// neighbours it is all. The places come in their order.
func moved(places []place, id, after int64) ([]place, error) {
	from := slices.IndexFunc(places, func(p place) bool { return p.id == id })
	if from < 0 || id == after {
		return nil, project.Wrong(project.ErrNotFound, "look at the list again", "what is to be moved, number %d, is not there", id)
	}
	others := slices.Delete(slices.Clone(places), from, from+1)
	at := 0
	if after != 0 {
		at = 1 + slices.IndexFunc(others, func(p place) bool { return p.id == after })
		if at == 0 {
			return nil, project.Wrong(project.ErrNotFound, "look at the list again", "number %d, behind which something is to be moved, is not there", after)
		}
	}
	switch {
	case at == from:
		return nil, nil
	case at == len(others):
		return []place{{id, endOf(others)}}, nil
	case at == 0:
		return []place{{id, others[0].position - gap}}, nil
	}
	low, high := others[at-1].position, others[at].position
	if high-low > 1 {
		return []place{{id, low + (high-low)/2}}, nil
	}
	all := slices.Insert(others, at, place{id: id})
	for i := range all {
		all[i].position = int64(i+1) * gap
	}
	return all, nil
}

// move writes the places that moved returns.
func move(places []place, id, after int64, write func(place) error) error {
	changed, err := moved(places, id, after)
	if err != nil {
		return err
	}
	for _, p := range changed {
		if err := write(p); err != nil {
			return err
		}
	}
	return nil
}
