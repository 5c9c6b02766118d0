package store

import (
	"maps"
	"reflect"
	"slices"
)

// Rows of these tables are never deleted: where one is missing, it was lost.
var neverDeleted = []string{"project", "recipes", "jobs", "takes"}

// changeable are the columns of tables whose rows are otherwise written once.
var changeable = map[string][]string{
	"recipes": {},
	"takes":   {"favourite", "note"},
}

// candidate is a row that could be what the project held, with the one to take in
// its place when the database does not accept it.
type candidate struct {
	values, instead []any
	fromBackup      bool
}

// merged is what to write of one table.
type merged struct {
	table    table
	rows     []candidate
	differed int // rows whose unchanging columns were not what the backup says
}

// merge puts together what the damaged database and its newest sound backup say of
// a table. The database is newer, and is believed wherever it can be read, except
// for what never changes once it is written.
func merge(t table, here, backup *found) merged {
	m := merged{table: t}
	var fromBackup, newer []candidate
	for _, identity := range slices.Sorted(maps.Keys(here.rows)) {
		values := here.rows[identity]
		old, known := backup.rows[identity]
		if !known {
			newer = append(newer, candidate{values: values})
			continue
		}
		was := values
		if allowed, ok := changeable[t.name]; ok {
			values = t.settle(old, values, allowed)
		}
		if !reflect.DeepEqual(was, values) {
			m.differed++
		}
		m.rows = append(m.rows, candidate{values: values, instead: old})
	}
	if here.damaged || slices.Contains(neverDeleted, t.name) {
		for _, identity := range slices.Sorted(maps.Keys(backup.rows)) {
			if _, known := here.rows[identity]; !known {
				fromBackup = append(fromBackup, candidate{values: backup.rows[identity], fromBackup: true})
			}
		}
	}
	// A row whose number was damaged is newer than the backup by mistake: what the
	// backup says of it goes first, and the mistaken one is refused as its double.
	m.rows = append(append(m.rows, fromBackup...), newer...)
	return m
}

// settle returns the old row with those columns of the new one that may change.
func (t table) settle(old, values []any, allowed []string) []any {
	settled := slices.Clone(old)
	for i := range min(len(settled), len(values)) {
		if slices.Contains(allowed, t.columns[i].name) {
			settled[i] = values[i]
		}
	}
	return settled
}
