package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
)

func now() time.Time { return start }

// sentence fails unless err is a fault of that kind whose sentence holds words.
func sentence(t *testing.T, err, kind error, words ...string) {
	t.Helper()
	var fault *project.Fault
	if !errors.As(err, &fault) || !errors.Is(err, kind) {
		t.Fatalf("got %v, want a sentence that is %v", err, kind)
	}
	if fault.Hint == "" {
		t.Errorf("%q does not say what to do", err)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
}

func TestCreate(t *testing.T) {
	for name, folder := range map[string]string{
		"Film":                    "Film.kinora",
		"Zażółć gęślą 影片 🎬":       "Zażółć gęślą 影片 🎬.kinora",
		"Who? 100% of #1: a/b\\c": "Who- 100% of #1- a-b-c.kinora",
		"  ..hidden ":             "hidden.kinora",
		"فيلم":                    "فيلم.kinora",
		"می\u200cخواهم 👩\u200d🚀":  "می\u200cخواهم 👩\u200d🚀.kinora", // joiners that words are written with
		"Con.air":                 "Con-.air.kinora",               // a device of Windows
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			s, err := Create(t.Context(), CreateParams{Folder: parent, Name: name, Rate: project.Rate{Num: 24000, Den: 1001}, Width: 640, Height: 360, Now: now})
			if err != nil {
				t.Fatal(err)
			}
			defer closeStore(t, s)
			if s.Dir() != filepath.Join(parent, folder) {
				t.Errorf("the folder is %s", s.Dir())
			}
			p, err := s.queries.GetProject(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if p.Name != strings.TrimSpace(name) || p.RateNum != 24000 || p.RateDen != 1001 || p.Width != 640 || p.Height != 360 || p.CreatedAt != micros(start) || len(p.Uuid) != 36 {
				t.Errorf("the project is %+v", p)
			}
			entries, err := os.ReadDir(parent)
			if err != nil || len(entries) != 1 {
				t.Errorf("beside the project lies %v, %v", entries, err)
			}
			if all, err := s.Backups(); err != nil || len(all) != 1 {
				t.Errorf("the first backup is %v, %v", all, err)
			}
		})
	}
}

func TestCreateRefuses(t *testing.T) {
	parent := t.TempDir()
	if err := os.Mkdir(filepath.Join(parent, "Taken.kinora"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"file", "File.kinora"} {
		if err := os.WriteFile(filepath.Join(parent, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		params CreateParams
		words  string
	}{
		"no name":            {CreateParams{Folder: parent, Name: " "}, "empty"},
		"only dots":          {CreateParams{Folder: parent, Name: "..."}, "no name"},
		"no text":            {CreateParams{Folder: parent, Name: "a\xff"}, "no text"},
		"a folder exists":    {CreateParams{Folder: parent, Name: "Taken"}, "exists already"},
		"a file exists":      {CreateParams{Folder: parent, Name: "File"}, "is a file"},
		"parent is a file":   {CreateParams{Folder: filepath.Join(parent, "file"), Name: "Film"}, "is a file"},
		"below a file":       {CreateParams{Folder: filepath.Join(parent, "file", "below"), Name: "Film"}, "does not exist"},
		"no parent":          {CreateParams{Folder: filepath.Join(parent, "nowhere"), Name: "Film"}, "does not exist"},
		"too long a name":    {CreateParams{Folder: parent, Name: strings.Repeat("長", 100)}, "too long"},
		"no such rate":       {CreateParams{Folder: parent, Name: "Film", Rate: project.Rate{Num: -1, Den: 1}}, "rate"},
		"no such size":       {CreateParams{Folder: parent, Name: "Film", Width: -1}, "width"},
		"text of a script":   {CreateParams{Folder: parent, Name: strings.Repeat("word ", 100)}, ""},
		"turned around":      {CreateParams{Folder: parent, Name: "Film\u202egpj"}, `"Film\u202egpj", holds a character that nobody sees`},
		"isolated":           {CreateParams{Folder: parent, Name: "\u2066Film\u2069"}, "nobody sees"},
		"of no width":        {CreateParams{Folder: parent, Name: "\u200b\u2060"}, "nothing that can be seen"},
		"a filler":           {CreateParams{Folder: parent, Name: "\u3164"}, "nothing that can be seen"},
		"a line break in it": {CreateParams{Folder: parent, Name: "a\nb"}, "line break"},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := os.ReadDir(parent)
			if err != nil {
				t.Fatal(err)
			}
			c.params.Now = now
			s, err := Create(t.Context(), c.params)
			if err == nil {
				closeStore(t, s)
			}
			sentence(t, err, project.ErrBadInput, c.words)
			if after, err := os.ReadDir(parent); err != nil || len(after) != len(before) {
				t.Errorf("something was left behind: %v, %v", after, err)
			}
		})
	}
	if _, err := Create(t.Context(), CreateParams{Folder: parent, Name: "Film"}); err == nil {
		t.Error("a missing clock was accepted")
	}
	if _, err := Open(t.Context(), OpenParams{Path: parent}); err == nil {
		t.Error("a missing clock was accepted")
	}
}
