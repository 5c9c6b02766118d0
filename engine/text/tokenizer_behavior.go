package text

import (
	"encoding/json"
	"fmt"
)

// behavior says what becomes of the delimiters when a text is split.
type behavior int

const (
	isolated behavior = iota // a piece of its own
	removed
	mergedWithPrevious
	mergedWithNext
	contiguous // neighbouring delimiters are one piece
)

func (b *behavior) UnmarshalJSON(raw []byte) error {
	var name string
	if err := json.Unmarshal(raw, &name); err != nil {
		return err
	}
	for i, known := range []string{"Isolated", "Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous"} {
		if name == known {
			*b = behavior(i)
			return nil
		}
	}
	return fmt.Errorf("the split behavior %q is not known", name)
}

// apply joins or drops parts, in place.
func (b behavior) apply(parts []part) []part {
	switch b {
	case removed:
		return drop(parts)
	case mergedWithPrevious:
		return fold(parts, func(before, now part) bool { return now.match && !before.match })
	case mergedWithNext:
		return fold(parts, func(before, now part) bool { return before.match && !now.match })
	case contiguous:
		return fold(parts, func(before, now part) bool { return before.match == now.match })
	}
	return parts
}

func drop(parts []part) []part {
	kept := parts[:0]
	for _, p := range parts {
		if !p.match {
			kept = append(kept, p)
		}
	}
	return kept
}

// fold joins neighbours. joins sees them as the pattern found them, so that of
// three delimiters in a row only one goes to the word beside them.
func fold(parts []part, joins func(before, now part) bool) []part {
	kept := parts[:0]
	var before part
	for i, p := range parts {
		if i > 0 && joins(before, p) {
			kept[len(kept)-1].end = p.end
		} else {
			kept = append(kept, p)
		}
		before = p
	}
	return kept
}
