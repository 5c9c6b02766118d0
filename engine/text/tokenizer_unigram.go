package text

import (
	"encoding/json"
	"fmt"
	"math"
	"unicode/utf8"
)

// unknownPenalty is what an unknown character costs below the least likely
// piece, as in SentencePiece.
const unknownPenalty = 10

// unigram splits a text into the pieces whose log probabilities sum to the most.
type unigram struct {
	pieces       *trie
	scores       []float64
	unk          int64 // -1: none
	unkScore     float64
	bytes        [256]int32 // id of <0x..>; -1: none
	byteFallback bool
}

// scoredPiece is ["piece", score] in the file.
type scoredPiece struct {
	text  string
	score float64
}

func (p *scoredPiece) UnmarshalJSON(raw []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	if len(parts) != 2 {
		return fmt.Errorf("%.40s is not a piece and its score", raw)
	}
	if err := json.Unmarshal(parts[0], &p.text); err != nil {
		return err
	}
	return json.Unmarshal(parts[1], &p.score)
}

func newUnigram(in *modelJSON) (*unigram, error) {
	var vocab []scoredPiece
	if err := json.Unmarshal(in.Vocab, &vocab); err != nil {
		return nil, fmt.Errorf("the vocab of its Unigram model cannot be read: %w", err)
	}
	m := &unigram{unk: -1, byteFallback: in.ByteFallback, scores: make([]float64, len(vocab))}
	keys, ids := make([]string, len(vocab)), make([]int32, len(vocab))
	lowest := math.Inf(1)
	for i, p := range vocab {
		keys[i], ids[i], m.scores[i] = p.text, int32(i), p.score
		lowest = min(lowest, p.score)
	}
	m.unkScore = lowest - unknownPenalty
	m.pieces = newTrie(keys, ids)
	for b := range m.bytes {
		m.bytes[b] = m.pieces.find(byteToken(byte(b)))
	}
	if in.UnkID != nil {
		if m.unk = *in.UnkID; m.unk < 0 || m.unk >= int64(len(vocab)) {
			return nil, fmt.Errorf("its unk_id %d is not in its vocab of %d pieces", m.unk, len(vocab))
		}
	}
	return m, nil
}

func (m *unigram) id(piece string) (int64, bool) {
	id := m.pieces.find(piece)
	return int64(id), id >= 0
}

func (m *unigram) size() int      { return len(m.scores) }
func (m *unigram) limit() int64   { return int64(len(m.scores)) }
func (m *unigram) unknown() int64 { return m.unk }

// ending is the best way to split the text up to one byte: the last piece and
// where it begins.
type ending struct {
	score float64
	start int32 // -1: no piece ends here
	id    int32
}

// encode is the Viterbi algorithm over bytes. Equal scores keep the split that
// was found first, the one whose last piece is longest.
func (m *unigram) encode(ids []int64, text string) ([]int64, error) {
	best := make([]ending, len(text)+1)
	for i := range best {
		best[i].start = -1
	}
	for at := 0; at < len(text); {
		_, char := utf8.DecodeRuneInString(text[at:])
		if !m.extend(best, text, at, char) {
			if m.unk < 0 {
				return nil, fmt.Errorf("%q is not in its vocabulary, and it has no unknown token", text[at:at+char])
			}
			offer(best, at, at+char, m.unkScore, int32(m.unk))
		}
		at += char
	}
	return m.collect(ids, text, best), nil
}

// extend offers every piece that begins at a byte, and reports whether one of
// them is the single character there.
func (m *unigram) extend(best []ending, text string, at, char int) bool {
	single := false
	node := int32(0)
	for end := at; end < len(text); end++ {
		if node = m.pieces.next(node, text[end]); node < 0 {
			break
		}
		if id := m.pieces.values[node]; id >= 0 {
			offer(best, at, end+1, m.scores[id], id)
			single = single || end+1-at == char
		}
	}
	return single
}

func offer(best []ending, start, end int, score float64, id int32) {
	score += best[start].score
	if e := &best[end]; e.start < 0 || score > e.score {
		*e = ending{score, int32(start), id}
	}
}

// collect walks back from the end. Neighbouring unknown characters become one.
func (m *unigram) collect(ids []int64, text string, best []ending) []int64 {
	begin := len(ids)
	for end := len(text); end > 0; {
		start, id := int(best[end].start), int64(best[end].id)
		if id != m.unk {
			ids = append(ids, id)
			end = start
			continue
		}
		for start > 0 && int64(best[start].id) == m.unk {
			start = int(best[start].start)
		}
		ids = m.appendUnknown(ids, text[start:end])
		end = start
	}
	for i, j := begin, len(ids)-1; i < j; i, j = i+1, j-1 {
		ids[i], ids[j] = ids[j], ids[i]
	}
	return ids
}

// appendUnknown appends, in reverse order, what stands for a run of unknown
// characters: its own id if the run as a whole happens to be a piece, its bytes
// if all exist, or the unknown token.
func (m *unigram) appendUnknown(ids []int64, run string) []int64 {
	if id := m.pieces.find(run); id >= 0 {
		return append(ids, int64(id))
	}
	spelt := m.byteFallback
	for i := 0; i < len(run) && spelt; i++ {
		spelt = m.bytes[run[i]] >= 0
	}
	if !spelt {
		return append(ids, m.unk)
	}
	for i := len(run) - 1; i >= 0; i-- {
		ids = append(ids, int64(m.bytes[run[i]]))
	}
	return ids
}
