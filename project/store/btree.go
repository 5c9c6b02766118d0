package store

import (
	"encoding/binary"
	"math"
	"sort"
)

// The kinds of page (section 1.6).
const (
	indexInterior = 0x02
	tableInterior = 0x05
	indexLeaf     = 0x0a
	tableLeaf     = 0x0d
)

// cell is a row as it is stored.
type cell struct {
	id     int64 // of tables that have one
	values []any // nil when it cannot be read
}

// header returns where the header of page n is.
func header(n uint32) int {
	if n == 1 {
		return headerSize
	}
	return 0
}

// pointers returns where the cells of a page are, as far as they can be.
func pointers(n uint32, page []byte) []int {
	at := header(n)
	first := at + 8
	if page[at] == tableInterior || page[at] == indexInterior {
		first += 4
	}
	count := min(int(binary.BigEndian.Uint16(page[at+3:])), (pageSize-first)/2)
	places := make([]int, 0, count)
	for i := range count {
		if place := int(binary.BigEndian.Uint16(page[first+2*i:])); place >= first+2*count && place < pageSize-4 {
			places = append(places, place)
		}
	}
	return places
}

// walk visits the leaves below root, and the interior pages of indexes, which hold
// rows, too. Low and high bound the numbers of a table's rows. It reports whether
// every page was what it should be. Visited pages are added to seen.
func (im *image) walk(root uint32, seen map[uint32]bool, visit func(n uint32, low, high int64)) bool {
	type step struct {
		page      uint32
		low, high int64
	}
	sound := true
	for todo := []step{{root, math.MinInt64, math.MaxInt64}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s.page == 0 || s.page > im.count || seen[s.page] {
			sound = false
			continue
		}
		seen[s.page] = true
		page := im.page(s.page)
		at := header(s.page)
		switch page[at] {
		case tableLeaf, indexLeaf:
			visit(s.page, s.low, s.high)
		case indexInterior, tableInterior:
			if page[at] == indexInterior {
				visit(s.page, s.low, s.high)
			}
			low := s.low
			for _, place := range pointers(s.page, page) {
				high := s.high
				if page[at] == tableInterior {
					key, _ := varint(page[place+4:])
					high = int64(key)
				}
				todo = append(todo, step{binary.BigEndian.Uint32(page[place:]), low, high})
				if page[at] == tableInterior {
					low = high
				}
			}
			todo = append(todo, step{binary.BigEndian.Uint32(page[at+8:]), low, s.high})
		default:
			sound = false
		}
	}
	return sound
}

// cells reads the rows of a leaf, or of an interior page of an index.
func (im *image) cells(n uint32) []cell {
	page := im.page(n)
	kind := page[header(n)]
	var all []cell
	for _, place := range pointers(n, page) {
		if kind == indexInterior {
			place += 4
		}
		size, w := varint(page[place:])
		place += w
		var c cell
		if kind == tableLeaf {
			id, w := varint(page[place:])
			place += w
			c.id = int64(id)
		}
		if payload := im.payload(page, place, size, kind); payload != nil {
			c.values = record(payload)
		}
		all = append(all, c)
	}
	return all
}

// payload joins what a page holds of a row with its overflow pages (section 1.6).
// It returns nil when they end too soon.
func (im *image) payload(page []byte, place int, size uint64, kind byte) []byte {
	const usable = pageSize
	most := uint64(usable - 35)
	if kind != tableLeaf {
		most = (usable-12)*64/255 - 23
	}
	if size > uint64(im.count)*pageSize {
		return nil
	}
	here := size
	if size > most {
		least := uint64((usable-12)*32/255 - 23)
		here = least + (size-least)%(usable-4)
		if here > most {
			here = least
		}
	}
	if place+int(here) > pageSize {
		return nil
	}
	payload := append([]byte{}, page[place:place+int(here)]...)
	if here == size {
		return payload
	}
	if place+int(here)+4 > pageSize {
		return nil
	}
	next := binary.BigEndian.Uint32(page[place+int(here):])
	for uint64(len(payload)) < size {
		if next == 0 || next > im.count {
			return nil
		}
		more := im.page(next)
		payload = append(payload, more[4:4+min(size-uint64(len(payload)), usable-4)]...)
		next = binary.BigEndian.Uint32(more)
	}
	if next != 0 {
		return nil
	}
	return payload
}

// ascending keeps the longest run of cells whose numbers rise and lie within the
// bounds, as all do in a table that is sound.
func ascending(all []cell, low, high int64) []cell {
	var within []cell
	for _, c := range all {
		if c.id > low && c.id <= high {
			within = append(within, c)
		}
	}
	var ends []int // ends[k]: where the run of length k+1 with the smallest end ends
	before := make([]int, len(within))
	for i, c := range within {
		k := sort.Search(len(ends), func(k int) bool { return within[ends[k]].id >= c.id })
		before[i] = -1
		if k > 0 {
			before[i] = ends[k-1]
		}
		if k == len(ends) {
			ends = append(ends, i)
		}
		ends[k] = i
	}
	run := make([]cell, len(ends))
	for k := len(ends) - 1; k >= 0; k-- {
		run[k] = within[ends[k]]
		if k > 0 {
			ends[k-1] = before[ends[k]]
		}
	}
	return run
}
