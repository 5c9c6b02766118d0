package store

import (
	"testing"
	"time"
)

func TestCreate(t *testing.T) {
	s, err := Create(t.Context(), CreateParams{Folder: t.TempDir(), Name: "Zażółć 影片 🎬 100%?#", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.queries.GetProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Zażółć 影片 🎬 100%?#" {
		t.Fatal(p)
	}
	t.Log(s.dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
