package promptcache

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Source is everything that decides what a prompt becomes.
type Source struct {
	Components []string // hashes of tokenizer, text encoder, connectors and adapters, in a fixed order
	Compute    string   // the type and provider of the computation
	Prompt     string   // as the tokenizer gets it
	Lengths    []int64  // in tokens
}

// Key names an entry.
type Key [sha256.Size]byte

// Key returns the SHA-256 of the source. Parts are written with their lengths,
// so that no two sources read the same.
func (s Source) Key() Key {
	var text []byte
	count := func(n int) { text = binary.LittleEndian.AppendUint64(text, uint64(n)) }
	add := func(part string) {
		count(len(part))
		text = append(text, part...)
	}
	count(len(s.Components))
	for _, c := range s.Components {
		add(c)
	}
	add(s.Compute)
	add(s.Prompt)
	for _, n := range s.Lengths {
		text = binary.LittleEndian.AppendUint64(text, uint64(n))
	}
	return sha256.Sum256(text)
}

func (k Key) String() string { return hex.EncodeToString(k[:]) }
