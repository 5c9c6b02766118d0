package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
)

// table is rows for people, in columns as wide as what they hold.
type table struct {
	head []string
	body [][]string
}

func (t *table) add(cells ...string) { t.body = append(t.body, cells) }

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
