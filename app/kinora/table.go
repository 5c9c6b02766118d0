package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/mattn/go-runewidth"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// table is rows for people, in columns as wide as what they hold.
type table struct {
	head []string
	body [][]string
}

// add adds a row. What people wrote may hold line breaks, which would break the
// table, and what came from elsewhere orders to the terminal.
func (t *table) add(cells ...string) {
	for i, cell := range cells {
		cells[i] = plain(cell)
	}
	t.body = append(t.body, cells)
}

// plain is a text in one line, a space for every character without a shape, or that
// would let others look like another text.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || project.Reorders(r) {
			return ' '
		}
		return r
	}, text)
}

// String sets the columns two spaces apart; scripts of double width count so.
func (t table) String() string {
	rows := append([][]string{t.head}, t.body...)
	widths := make([]int, len(t.head))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(runewidth.FillRight(cell, widths[i]) + "  ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// rows prints a list: as a table, or as JSON.
func (t *teller) rows(asJSON bool, list any, rows table) error {
	if asJSON {
		return t.object(list)
	}
	_, err := fmt.Fprint(t.out, rows)
	return err
}

// said prints a result: as a sentence, or as JSON.
func (t *teller) said(asJSON bool, result any, format string, args ...any) error {
	if asJSON {
		return t.object(result)
	}
	_, err := fmt.Fprintf(t.out, format, args...)
	return err
}

// object prints one value as one line of JSON. A list without anything in it is
// one nevertheless, and not null.
func (t *teller) object(value any) error {
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice && list.IsNil() {
		value = []struct{}{}
	}
	return json.NewEncoder(t.out).Encode(value)
}

func timeText(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") }

func mediaRate(r engine.Rate) project.Rate { return project.Rate{Num: r.Num, Den: r.Den} }
