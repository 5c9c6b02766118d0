package clipboard

import (
	"slices"
	"testing"
)

func TestPathsAreFoundInTexts(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                     nil,
		"some words":                           nil,
		"pier.png":                             nil,
		"/films/a.png":                         {"/films/a.png"},
		"'/films/a b.png'\n\"/films/c.png\"\n": {"/films/a b.png", "/films/c.png"},
		"file:///films/pier%20one.png":         {"/films/pier one.png"},
		"file://localhost/films/a.png\r\n":     {"/films/a.png"},
		"file://other/films/a.png":             nil,
		"x-special/nautilus-clipboard\ncopy\nfile:///films/a.png\n":       {"/films/a.png"},
		"cut\nfile:///films/a.png":                                        {"/films/a.png"},
		"# a comment\r\nfile:///films/a.png\r\nhttps://example.com/b.png": nil,
		"/films/a.png is the one":                                         {"/films/a.png is the one"},
		"/films/a.png\nis the one":                                        nil,
	} {
		if got := Paths(text); !slices.Equal(got, want) {
			t.Errorf("%q holds %q, want %q", text, got, want)
		}
	}
}
