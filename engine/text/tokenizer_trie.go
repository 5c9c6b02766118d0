package text

import "sort"

// trie finds which keys begin a text. The nodes are in breadth-first order and
// the children of a node follow one another by label, so that a node needs nine
// bytes: vocabularies have a quarter of a million pieces.
type trie struct {
	first  []int32 // node -> its first child; one entry more than nodes
	label  []byte
	values []int32 // -1: no key ends here
}

// keyRange is a node to be built: the sorted keys lo to hi share depth bytes.
type keyRange struct{ lo, hi, depth int }

// newTrie maps keys[i] to values[i]. Of equal keys the last counts.
func newTrie(keys []string, values []int32) *trie {
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return keys[order[a]] < keys[order[b]] })
	t := &trie{label: []byte{0}}
	for queue, next := []keyRange{{0, len(order), 0}}, 0; next < len(queue); next++ {
		r := queue[next]
		value := int32(-1)
		for ; r.lo < r.hi && len(keys[order[r.lo]]) == r.depth; r.lo++ {
			value = values[order[r.lo]]
		}
		t.values = append(t.values, value)
		t.first = append(t.first, int32(len(queue)))
		for r.lo < r.hi {
			label := keys[order[r.lo]][r.depth]
			end := r.lo + sort.Search(r.hi-r.lo, func(i int) bool { return keys[order[r.lo+i]][r.depth] > label })
			queue = append(queue, keyRange{r.lo, end, r.depth + 1})
			t.label = append(t.label, label)
			r.lo = end
		}
	}
	t.first = append(t.first, int32(len(t.label)))
	return t
}

// next returns the child of node by a byte, or -1.
func (t *trie) next(node int32, b byte) int32 {
	lo, hi := t.first[node], t.first[node+1]
	end := hi
	for lo < hi {
		mid := int32(uint32(lo+hi) >> 1)
		if t.label[mid] < b {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < end && t.label[lo] == b {
		return lo
	}
	return -1
}

// find returns the value of a key, or -1.
func (t *trie) find(key string) int32 {
	node := int32(0)
	for i := range len(key) {
		if node = t.next(node, key[i]); node < 0 {
			return -1
		}
	}
	return t.values[node]
}

// longest returns the value and length of the longest key that text begins with;
// the value is -1 where there is none.
func (t *trie) longest(text string) (value int32, length int) {
	value = -1
	node := int32(0)
	for i := range len(text) {
		if node = t.next(node, text[i]); node < 0 {
			break
		}
		if t.values[node] >= 0 {
			value, length = t.values[node], i+1
		}
	}
	return value, length
}
