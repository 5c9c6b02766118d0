package xwidget

import (
	"slices"
	"testing"
)

func TestThePaletteFindsByTitleFirst(t *testing.T) {
	entries := []PaletteEntry{
		{Title: "Cancel", Words: "stop delete", Category: "Queue"},
		{Title: "Generate", Words: "render new take", Category: "Create"},
		{Title: "New shot", Words: "add create", Category: "Create"},
		{Title: "Delete the film", Category: "Projects"},
		{Title: "Nächstes wählen", Words: "löschen", Category: "Queue"},
	}
	for text, want := range map[string][]int{
		"":            {0, 1, 2, 3, 4},
		"delete":      {3, 0},
		"DEL":         {3, 0},
		"render":      {1},
		"new":         {2, 1},
		"shot new":    {2},
		"render take": {1},
		"LÖSCH":       {4},
		"wähl":        {4},
		"queue":       {0, 4},
		"gnrt":        {1},
		"nothing":     nil,
	} {
		if got := findEntries(entries, text); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}
