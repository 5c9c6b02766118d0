package text

import (
	"container/heap"
	"fmt"
	"strings"
)

// candidate is a merge that may take place at a symbol.
type candidate struct {
	merge
	at int32
}

// mergeQueue is a heap: the lowest rank first, then the leftmost.
type mergeQueue []candidate

var _ heap.Interface = (*mergeQueue)(nil)

func (q mergeQueue) Len() int { return len(q) }

func (q mergeQueue) Less(i, j int) bool {
	if q[i].rank != q[j].rank {
		return q[i].rank < q[j].rank
	}
	return q[i].at < q[j].at
}

func (q mergeQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push and Pop satisfy heap.Interface; put and take do the same without an
// allocation for every candidate.

// Push adds a candidate at the end.
func (q *mergeQueue) Push(c any) { *q = append(*q, c.(candidate)) }

// Pop removes the last candidate.
func (q *mergeQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func (q *mergeQueue) put(c candidate) {
	*q = append(*q, c)
	heap.Fix(q, len(*q)-1)
}

func (q *mergeQueue) take() candidate {
	top := (*q)[0]
	last := len(*q) - 1
	(*q)[0] = (*q)[last]
	*q = (*q)[:last]
	if last > 0 {
		heap.Fix(q, 0)
	}
	return top
}

// byteToken is how a vocabulary with byte fallback spells a byte.
func byteToken(b byte) string { return fmt.Sprintf("<0x%02X>", b) }

// twoParts splits a merge of the older form "a b".
func twoParts(line string) ([2]string, bool) {
	left, right, ok := strings.Cut(line, " ")
	return [2]string{left, right}, ok && !strings.Contains(right, " ")
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
