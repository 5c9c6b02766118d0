package text

import (
	"bytes"
	"container/heap"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// bpe is byte pair encoding: characters are joined pair by pair, the pair that
// was learnt first before all others, the leftmost of equals first.
type bpe struct {
	vocab        map[string]int32
	merges       map[uint64]merge // by pairKey
	unk          int64            // -1: none
	fuseUnk      bool
	ignoreMerges bool
	bytes        [256]int32 // id of <0x..>; -1: none. Used with byteFallback.
	byteFallback bool
	prefix       string // before every character but the first
	suffix       string // after the last character
	max          int64
}

// merge says what a pair becomes; a lower rank was learnt earlier.
type merge struct{ rank, id int32 }

func newBPE(in *modelJSON) (*bpe, error) {
	m := &bpe{
		unk: -1, fuseUnk: in.FuseUnk, ignoreMerges: in.IgnoreMerges,
		byteFallback: in.ByteFallback, prefix: value(in.Prefix), suffix: value(in.Suffix),
	}
	if err := json.Unmarshal(in.Vocab, &m.vocab); err != nil {
		return nil, fmt.Errorf("the vocab of its BPE model cannot be read: %w", err)
	}
	if in.Dropout != nil && *in.Dropout != 0 {
		return nil, fmt.Errorf("its BPE model has a dropout of %g, which would make prompts random", *in.Dropout)
	}
	for piece, id := range m.vocab {
		if id < 0 {
			return nil, fmt.Errorf("its BPE model gives %q the negative id %d", piece, id)
		}
		m.max = max(m.max, int64(id)+1)
	}
	for b := range m.bytes {
		m.bytes[b] = m.lookup(byteToken(byte(b)))
	}
	if in.Unk != nil {
		if m.unk = int64(m.lookup(*in.Unk)); m.unk < 0 {
			return nil, fmt.Errorf("its BPE model lacks its own unknown token %q", *in.Unk)
		}
	}
	return m, m.readMerges(in.Merges)
}

// readMerges reads pairs, in the file either ["a","b"] or, as older files have
// it, "a b".
func (m *bpe) readMerges(raw json.RawMessage) error {
	pairs, err := mergePairs(raw)
	if err != nil {
		return err
	}
	m.merges = make(map[uint64]merge, len(pairs))
	for rank, pair := range pairs {
		if len(pair[1]) < len(m.prefix) {
			return fmt.Errorf("its merge %d, %q and %q, lacks the prefix %q", rank, pair[0], pair[1], m.prefix)
		}
		left, right := m.lookup(pair[0]), m.lookup(pair[1])
		joined := m.lookup(pair[0] + pair[1][len(m.prefix):])
		if left < 0 || right < 0 || joined < 0 {
			return fmt.Errorf("its merge %d, %q and %q, is not in its vocab", rank, pair[0], pair[1])
		}
		m.merges[pairKey(left, right)] = merge{int32(rank), joined}
	}
	return nil
}

func mergePairs(raw json.RawMessage) ([][2]string, error) {
	if absent(raw) {
		return nil, errors.New("its BPE model has no merges")
	}
	if bytes.HasPrefix(bytes.TrimLeft(raw[1:], " \t\r\n"), []byte(`"`)) {
		return mergeLines(raw)
	}
	// A list that is shorter or longer must not pass, so no [2]string here.
	var lists [][]string
	if err := json.Unmarshal(raw, &lists); err != nil {
		return nil, fmt.Errorf("its merges cannot be read: %w", err)
	}
	pairs := make([][2]string, len(lists))
	for i, list := range lists {
		if len(list) != 2 {
			return nil, fmt.Errorf("its merge %d has %d parts and not two", i, len(list))
		}
		pairs[i] = [2]string{list[0], list[1]}
	}
	return pairs, nil
}

func mergeLines(raw json.RawMessage) ([][2]string, error) {
	var lines []string
	if err := json.Unmarshal(raw, &lines); err != nil {
		return nil, fmt.Errorf("its merges cannot be read: %w", err)
	}
	pairs := make([][2]string, len(lines))
	for i, line := range lines {
		pair, ok := twoParts(line)
		if !ok {
			return nil, fmt.Errorf("its merge %d, %q, is not two parts with a space between", i, line)
		}
		pairs[i] = pair
	}
	return pairs, nil
}

func (m *bpe) lookup(piece string) int32 {
	if id, ok := m.vocab[piece]; ok {
		return id
	}
	return -1
}

func (m *bpe) id(piece string) (int64, bool) {
	id, ok := m.vocab[piece]
	return int64(id), ok
}

func (m *bpe) size() int      { return len(m.vocab) }
func (m *bpe) limit() int64   { return m.max }
func (m *bpe) unknown() int64 { return m.unk }

func (m *bpe) encode(ids []int64, text string) ([]int64, error) {
	if id, ok := m.vocab[text]; ok && m.ignoreMerges {
		return append(ids, int64(id)), nil
	}
	w := m.symbols(text)
	w.join(m.merges)
	for i := int32(0); i >= 0 && len(w.ids) > 0; i = w.after[i] {
		ids = append(ids, int64(w.ids[i]))
	}
	return ids, nil
}

// symbols returns the ids of single characters. What the vocabulary lacks is
// spelt in bytes where all of these exist, else it is the unknown token, else
// it vanishes.
func (m *bpe) symbols(text string) *word {
	w := newWord(len(text))
	pending := false // an unknown token that a following one may join
	for i := 0; i < len(text); {
		_, n := utf8.DecodeRuneInString(text[i:])
		char := text[i : i+n]
		if m.prefix != "" && i > 0 {
			char = m.prefix + char
		}
		i += n
		if m.suffix != "" && i == len(text) {
			char += m.suffix
		}
		switch id := m.lookup(char); {
		case id >= 0:
			if pending {
				w.add(int32(m.unk))
				pending = false
			}
			w.add(id)
		case m.byteFallback && m.addBytes(w, char):
			// The public library leaves a pending unknown token pending here.
		case m.unk >= 0:
			if pending && !m.fuseUnk {
				w.add(int32(m.unk))
			}
			pending = true
		}
	}
	if pending {
		w.add(int32(m.unk))
	}
	return w
}

func (m *bpe) addBytes(w *word, char string) bool {
	for i := range len(char) {
		if m.bytes[char[i]] < 0 {
			return false
		}
	}
	for i := range len(char) {
		w.add(m.bytes[char[i]])
	}
	return true
}

// word is a list of symbols, linked so that joining two costs no copy.
type word struct {
	ids           []int32
	before, after []int32 // -1: none
	gone          []bool  // joined into the symbol before
	queue         mergeQueue
}

func newWord(n int) *word {
	return &word{ids: make([]int32, 0, n), before: make([]int32, 0, n), after: make([]int32, 0, n)}
}

func (w *word) add(id int32) {
	n := int32(len(w.ids))
	if n > 0 {
		w.after[n-1] = n
	}
	w.ids = append(w.ids, id)
	w.before = append(w.before, n-1)
	w.after = append(w.after, -1)
}

// join merges until no pair is left. The queue makes it n log n; entries whose
// pair has changed since are dropped when they come up.
func (w *word) join(merges map[uint64]merge) {
	w.gone = make([]bool, len(w.ids))
	for i := 0; i+1 < len(w.ids); i++ {
		if m, ok := merges[pairKey(w.ids[i], w.ids[i+1])]; ok {
			w.queue = append(w.queue, candidate{m, int32(i)})
		}
	}
	heap.Init(&w.queue)
	for len(w.queue) > 0 {
		top := w.queue.take()
		at, next := top.at, w.after[top.at]
		if w.gone[at] || next < 0 {
			continue
		}
		if m, ok := merges[pairKey(w.ids[at], w.ids[next])]; !ok || m.id != top.id {
			continue
		}
		w.ids[at] = top.id
		w.gone[next] = true
		w.after[at] = w.after[next]
		if w.after[at] >= 0 {
			w.before[w.after[at]] = at
			w.propose(merges, at)
		}
		if w.before[at] >= 0 {
			w.propose(merges, w.before[at])
		}
	}
}

func (w *word) propose(merges map[uint64]merge, at int32) {
	if m, ok := merges[pairKey(w.ids[at], w.ids[w.after[at]])]; ok {
		w.queue.put(candidate{m, at})
	}
}

func pairKey(left, right int32) uint64 { return uint64(uint32(left))<<32 | uint64(uint32(right)) }
