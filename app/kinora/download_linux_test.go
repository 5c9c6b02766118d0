package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestDownloadKilled: a run of the queue that is killed while it fetches is gone on
// with by the next one, from where it was.
func TestDownloadKilled(t *testing.T) {
	dir := fresh(t)
	content := bytes.Repeat([]byte("kinora"), 1<<19)
	var requests atomic.Int32
	var second atomic.Value
	dead := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		if requests.Add(1) > 1 {
			second.Store(r.Header.Get("Range"))
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
			return
		}
		w.Header().Set("Content-Length", "3145728")
		_, _ = w.Write(content[:2<<20])
		_ = http.NewResponseController(w).Flush()
		<-dead
	}))
	defer server.Close()
	kinora(t, "project", "new", "Film").must(t)
	got := kinora(t, "queue", "download", server.URL+"/style.safetensors")
	if want := "style.safetensors, from 127.0.0.1"; got.code != 0 || !strings.Contains(got.out, want) {
		t.Fatalf("%d %s%s", got.code, got.out, got.err)
	}
	if got := kinora(t, "queue", "list"); !strings.Contains(got.out, "style.safetensors") {
		t.Errorf("%s", got.out)
	}
	packs := filepath.Join(filepath.Dir(dir), "data", "kinora", "packs")
	victim := exec.CommandContext(t.Context(), os.Args[0], "queue", "run")
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	parts := filepath.Join(packs, ".download-*", "files", "style.safetensors.part")
	for t.Context().Err() == nil { // until something of it is on the disk
		found, _ := filepath.Glob(parts)
		if len(found) == 1 {
			if info, err := os.Stat(found[0]); err == nil && info.Size() >= 1<<20 {
				break
			}
		}
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait() // it was killed
	close(dead)
	kinora(t, "queue", "run").must(t)
	arrived, err := os.ReadFile(filepath.Join(packs, "style.safetensors"))
	if err != nil || !bytes.Equal(arrived, content) {
		t.Errorf("%d bytes, %v", len(arrived), err)
	}
	if from, _ := second.Load().(string); !strings.HasPrefix(from, "bytes=") {
		t.Errorf("went on from %q", from)
	}
	if left, _ := filepath.Glob(filepath.Join(packs, ".download-*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}
