package store

import (
	"context"
	"database/sql"
	"math"
	"strings"
	"unicode"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// TakeFilter chooses takes; its zero value chooses all.
type TakeFilter struct {
	Shot       int64 // only of this shot
	Favourites bool  // only favourites
}

// Page is a part of a list that goes from the newest to the oldest.
type Page struct {
	Before int64 // ID of the last take of the page before; 0 begins with the newest
	Limit  int   // at most as many; 0 means 100, and 1000 is the most
}

func (p Page) bounds() (before int64, limit int) {
	before, limit = p.Before, p.Limit
	if before <= 0 {
		before = math.MaxInt64
	}
	if limit <= 0 {
		limit = 100
	}
	return before, min(limit, 1000)
}

// Takes lists takes from the newest to the oldest, without their recipes.
func (s *Store) Takes(ctx context.Context, filter TakeFilter, page Page) ([]project.Take, error) {
	before, limit := page.bounds()
	query, args := "SELECT id FROM takes WHERE id < ?", []any{before}
	if filter.Shot != 0 {
		query, args = query+" AND shot = ?", append(args, filter.Shot)
	}
	if filter.Favourites {
		query += " AND favourite = 1"
	}
	return s.takesOf(ctx, query+" ORDER BY id DESC LIMIT ?", append(args, limit)...)
}

// SearchTakes lists, like Takes, those that have all the words in their code, their
// prompt or their note. A word also finds what begins with it, and neither case nor
// accents count; in scripts that put no space between words it is found anywhere.
// Everything but letters and digits separates words, and a text without any finds
// all takes.
func (s *Store) SearchTakes(ctx context.Context, words string, page Page) ([]project.Take, error) {
	before, limit := page.bounds()
	match, parts := splitWords(words)
	from, id, where, args := "takes", "takes.id", "", []any{before}
	if match != "" {
		from, id, where, args = "take_words", "take_words.docid", " AND take_words MATCH ?", append(args, match)
	}
	if match != "" && len(parts) > 0 {
		from += " JOIN takes ON takes.id = take_words.docid"
	}
	for _, part := range parts {
		where, args = where+" AND (instr(takes.prompt, ?) OR instr(takes.note, ?) OR instr(takes.code, ?))", append(args, part, part, part)
	}
	return s.takesOf(ctx, "SELECT "+id+" FROM "+from+" WHERE "+id+" < ?"+where+" ORDER BY "+id+" DESC LIMIT ?", append(args, limit)...)
}

// takesOf returns the takes whose IDs a query finds.
func (s *Store) takesOf(ctx context.Context, query string, args ...any) (takes []project.Take, err error) {
	err = s.viewTx(ctx, func(q *db.Queries, tx *sql.Tx) error {
		ids, _, err := numbers(ctx, tx, query, args...)
		if err != nil {
			return err
		}
		takes, err = takesByID(ctx, q, ids)
		return err
	})
	return takes, err
}

// mostWords is how many words of a search count: a pasted page finds what its
// beginning finds.
const mostWords = 32

// splitWords turns what people type into an expression of SQLite's full-text
// search, in which nothing of theirs is an operator, and into parts that have to
// be looked for in the text itself, because no space tells their words apart.
func splitWords(text string) (match string, parts []string) {
	words := strings.FieldsFunc(strings.ToValidUTF8(text, " "), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Co)
	})
	var terms []string
	for _, word := range words[:min(len(words), mostWords)] {
		switch {
		case !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsMark(r) }):
			// An accent without a letter is nothing that the index has.
		case strings.ContainsFunc(word, unspaced):
			parts = append(parts, word)
		default:
			terms = append(terms, `"`+word+`*"`)
		}
	}
	return strings.Join(terms, " "), parts
}

// unspaced reports whether a letter is of a script that writes words without space
// between them.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
