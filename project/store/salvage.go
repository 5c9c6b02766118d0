package store

import (
	"fmt"
	"slices"
)

// table is what a table's rows have to look like.
type table struct {
	name    string
	columns []column
	byKey   bool // WITHOUT ROWID: rows are found by the columns of their key
}

type column struct {
	name    string
	kind    string // of a STRICT table: INTEGER, REAL, TEXT, BLOB
	notNull bool
	key     bool
}

// found is what could be read of one table.
type found struct {
	rows    map[string][]any // by identity
	damaged bool             // something of it is missing or wrong
}

// fits reports whether values can be a row of the table. A row may have fewer
// columns than its table: those that were added after it was written.
func (t table) fits(values []any) bool {
	if len(values) == 0 || len(values) > len(t.columns) {
		return false
	}
	for i, value := range values {
		c := t.columns[i]
		ok := false
		switch value.(type) {
		case nil:
			ok = !c.notNull
		case int64:
			ok = c.kind == "INTEGER" || c.kind == "REAL"
		case float64:
			ok = c.kind == "REAL"
		case string:
			ok = c.kind == "TEXT"
		case []byte:
			ok = c.kind == "BLOB"
		}
		if !ok {
			return false
		}
	}
	return true
}

// row completes what a leaf says and returns the row's identity.
func (t table) row(c cell) (identity string, values []any, ok bool) {
	values = c.values
	if !t.byKey && len(values) > 0 && values[0] == nil {
		values = slices.Clone(values)
		values[0] = c.id // an INTEGER PRIMARY KEY is stored as the row's number alone
	}
	if !t.fits(values) || !t.byKey && values[0] != c.id {
		return "", nil, false
	}
	var key []any
	for i, v := range values {
		if t.columns[i].key {
			key = append(key, v)
		}
	}
	return fmt.Sprint(key...), values, true
}

// salvage reads the rows of all tables, page by page. What lies on a damaged page
// is left out as far as it can be told; all others are found even where the way to
// them is damaged.
func (im *image) salvage(tables []table) (result map[string]*found, version int64) {
	result = map[string]*found{}
	for _, t := range tables {
		result[t.name] = &found{rows: map[string][]any{}}
	}
	roots, sound := im.roots()
	seen := im.free()
	seen[1] = true
	for _, t := range tables {
		f := result[t.name]
		root, known := roots[t.name]
		if !known {
			sound, f.damaged = false, true
			continue
		}
		whole := im.walk(root, seen, func(n uint32, low, high int64) { im.take(t, f, n, low, high) })
		f.damaged = f.damaged || !whole
		sound = sound && whole
	}
	if root, ok := roots["goose_db_version"]; ok {
		im.walk(root, seen, func(n uint32, _, _ int64) {
			for _, c := range im.cells(n) {
				if len(c.values) == 4 && c.values[2] == int64(1) {
					applied, _ := c.values[1].(int64)
					version = max(version, applied)
				}
			}
		})
	}
	if !sound {
		im.takeOrphans(tables, result, seen)
	}
	return result, version
}

// roots reads where each table begins (section 2.6).
func (im *image) roots() (map[string]uint32, bool) {
	roots, sound := map[string]uint32{}, true
	sound = im.walk(1, map[uint32]bool{}, func(n uint32, _, _ int64) {
		for _, c := range im.cells(n) {
			if len(c.values) != 5 {
				sound = false
				continue
			}
			name, _ := c.values[1].(string)
			root, _ := c.values[3].(int64)
			if c.values[0] == "table" && root > 0 && root <= int64(im.count) {
				roots[name] = uint32(root)
			}
		}
	}) && sound
	return roots, sound
}

// take adds the rows of one page.
func (im *image) take(t table, f *found, n uint32, low, high int64) {
	all := im.cells(n)
	if !t.byKey {
		rising := ascending(all, low, high)
		f.damaged = f.damaged || len(rising) < len(all)
		all = rising
	}
	for _, c := range all {
		identity, values, ok := t.row(c)
		if !ok {
			f.damaged = true
		} else if _, twice := f.rows[identity]; !twice {
			f.rows[identity] = values
		}
	}
}

// takeOrphans adds the rows of leaves to which no way leads any more. A page
// belongs to the table whose columns all its rows fit.
func (im *image) takeOrphans(tables []table, result map[string]*found, seen map[uint32]bool) {
	for n := uint32(2); n <= im.count; n++ {
		if seen[n] || im.page(n)[0] != tableLeaf {
			continue
		}
		all := im.cells(n)
		for _, t := range tables {
			if !t.byKey && t.owns(all) {
				f := result[t.name]
				f.damaged = true
				im.take(t, f, n, -1, 1<<62)
			}
		}
	}
}

// owns reports whether most rows of a page are such a table's, with every column.
func (t table) owns(all []cell) bool {
	fit := 0
	for _, c := range all {
		if _, _, ok := t.row(c); ok && len(c.values) == len(t.columns) {
			fit++
		}
	}
	return fit > len(all)/2
}
