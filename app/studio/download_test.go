package studio_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project"
)

// downloads is a session whose packs are in a folder of the test.
func downloads(t *testing.T) (s *studio.Session, packs string) {
	t.Helper()
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	s, _ = open(t, film(t, t.TempDir()))
	return s, studio.PackFolder()
}

func serving(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL
}

func fetching(t *testing.T, s *studio.Session, p studio.DownloadParams) project.Job {
	t.Helper()
	made, err := s.Download(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// pocketManifest lists the pack that comes with the program.
func pocketManifest(t *testing.T) studio.Manifest {
	t.Helper()
	const dir = "../../assets/pocket"
	m := studio.Manifest{Name: "pocket"}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		if err != nil || entry.IsDir() || strings.HasPrefix(name, "train") {
			return err
		}
		content, err := os.ReadFile(path)
		sum := sha256.Sum256(content)
		m.Files = append(m.Files, studio.ManifestFile{Path: filepath.ToSlash(name), Bytes: int64(len(content)), SHA256: hex.EncodeToString(sum[:])})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestDownloadPack: a pack arrives by its manifest, and by a list of its files, and
// makes clips.
func TestDownloadPack(t *testing.T) {
	s, packs := downloads(t)
	manifest := pocketManifest(t)
	content, err := json.Marshal(manifest)
	if err != nil {
		t.Fatal(err)
	}
	files := http.FileServer(http.Dir("../../assets"))
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/pocket/pack.json" {
			_, _ = w.Write(content)
			return
		}
		files.ServeHTTP(w, r)
	})
	byManifest := fetching(t, s, studio.DownloadParams{URLs: []string{server + "/pocket/pack.json"}, Name: "fetched"})
	list := studio.DownloadParams{Name: "listed"}
	for _, f := range manifest.Files {
		list.URLs = append(list.URLs, server+"/pocket/"+f.Path)
	}
	byList := fetching(t, s, list)
	runAll(t, s)
	for name, id := range map[string]int64{"fetched": byManifest.ID, "listed": byList.ID} {
		if j := job(t, s, id); j.State != project.Done || j.Step != j.Steps || j.Steps != 100 {
			t.Errorf("%s: %+v", name, j)
		}
		plan, err := studio.Plan(t.Context(), studio.RenderRequest{Prompt: "a ball", Pack: filepath.Join(packs, name)})
		if err != nil || plan.Reason != "" {
			t.Errorf("%s: %+v, %v", name, plan.Reason, err)
		}
	}
	if entries, _ := os.ReadDir(packs); len(entries) != 2 {
		t.Errorf("among the packs: %v", entries)
	}
	if _, err := s.Download(t.Context(), list); err == nil || !strings.Contains(err.Error(), "something called listed among the packs already") {
		t.Error(err)
	}
}

// slow is a server that sends a part of a file and waits until it is let go.
type slow struct {
	url     string
	content []byte
	first   chan struct{} // closed when the part was sent
	free    func()        // lets everything go
	mu      sync.Mutex
	ranges  []string // guarded by mu
}

func newSlow(t *testing.T) *slow {
	t.Helper()
	gate := make(chan struct{})
	s := &slow{content: bytes.Repeat([]byte("kinora"), 1<<19), first: make(chan struct{}), free: sync.OnceFunc(func() { close(gate) })}
	once := sync.OnceFunc(func() { close(s.first) })
	s.url = serving(t, func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.ranges = append(s.ranges, r.Header.Get("Range"))
		n := len(s.ranges)
		s.mu.Unlock()
		w.Header().Set("ETag", `"one"`)
		if n == 1 {
			w.Header().Set("Content-Length", "3145728")
			_, _ = w.Write(s.content[:1<<20])
			_ = http.NewResponseController(w).Flush()
			once()
			select {
			case <-gate:
			case <-r.Context().Done():
				return
			}
			_, _ = w.Write(s.content[1<<20:])
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.content))
	}) + "/style.safetensors"
	t.Cleanup(s.free)
	return s
}

func (s *slow) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.ranges...)
}

// TestDownloadPaused: what has arrived is not fetched again.
func TestDownloadPaused(t *testing.T) {
	s, packs := downloads(t)
	server := newSlow(t)
	sum := sha256.Sum256(server.content)
	id := fetching(t, s, studio.DownloadParams{URLs: []string{server.url}, SHA256: hex.EncodeToString(sum[:])}).ID
	wait := running(t, s)
	until(t, s, id, atStep(33))
	if err := s.Queue.Pause(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	until(t, s, id, inState(project.Paused))
	wait()
	if _, err := os.Stat(filepath.Join(packs, "style.safetensors")); err == nil {
		t.Error("the half of it is there")
	}
	if err := s.Queue.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	if j := job(t, s, id); j.State != project.Done {
		t.Fatalf("%+v", j)
	}
	got, err := os.ReadFile(filepath.Join(packs, "style.safetensors"))
	if err != nil || !bytes.Equal(got, server.content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if asked := server.asked(); len(asked) != 2 || asked[1] != "bytes=1048576-" {
		t.Errorf("asked %q", asked)
	}
}

// TestDownloadCancelled: nothing of it is left.
func TestDownloadCancelled(t *testing.T) {
	s, packs := downloads(t)
	server := newSlow(t)
	id := fetching(t, s, studio.DownloadParams{URLs: []string{server.url}}).ID
	wait := running(t, s)
	until(t, s, id, atStep(33))
	if err := s.Queue.Cancel(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	wait()
	if entries, err := os.ReadDir(packs); err != nil || len(entries) != 0 {
		t.Errorf("left: %v, %v", entries, err)
	}
}

// TestSideBySide: a take is made and exported while something is fetched.
func TestSideBySide(t *testing.T) {
	s, _ := downloads(t)
	server := newSlow(t)
	first := generate(t, s, studio.GenerateParams{Shot: addShot(t, s, 2, 1).ID})[0]
	runAll(t, s)
	take, err := s.Store.TakeByJob(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	fetched := fetching(t, s, studio.DownloadParams{URLs: []string{server.url}})
	long := generate(t, s, studio.GenerateParams{Shot: addShot(t, s, 200, 1).ID})[0]
	output := filepath.Join(t.TempDir(), "clip.mov")
	export, err := s.Export(t.Context(), take, output, false)
	if err != nil {
		t.Fatal(err)
	}
	wait := running(t, s)
	until(t, s, long.ID, atStep(1))
	until(t, s, export.ID, inState(project.Done))
	if j := job(t, s, fetched.ID); j.State != project.Running {
		t.Errorf("the download is %+v", j)
	}
	if j := job(t, s, long.ID); j.State != project.Running {
		t.Errorf("the generation is %+v", j)
	}
	if info, err := os.Stat(output); err != nil || info.Size() == 0 {
		t.Error(err)
	}
	if err := s.Queue.Cancel(t.Context(), long.ID); err != nil {
		t.Fatal(err)
	}
	server.free()
	wait()
	if j := job(t, s, fetched.ID); j.State != project.Done {
		t.Errorf("the download is %+v", j)
	}
}

// TestDownloadRefused: before anything is asked of a server, and after; a sentence
// each.
func TestDownloadRefused(t *testing.T) {
	s, packs := downloads(t)
	for want, p := range map[string]studio.DownloadParams{
		"0 addresses are named":        {},
		"is no address of a file":      {URLs: []string{"weights.bin"}},
		"holds a password":             {URLs: []string{"https://a:b@localhost/w.bin"}},
		"is no checksum":               {URLs: []string{"http://localhost/w.bin"}, SHA256: "12"},
		"that of 2 files":              {URLs: []string{"http://localhost/w.bin", "http://localhost/v.bin"}, SHA256: strings.Repeat("0", 64)},
		`".." cannot be the name`:      {URLs: []string{"http://localhost/w.bin"}, Name: ".."},
		`"a/b" cannot be the name`:     {URLs: []string{"http://localhost/w.bin"}, Name: "a/b"},
		`"/" cannot be the name`:       {URLs: []string{"http://localhost/"}},
		`there are two files w.bin`:    {URLs: []string{"http://localhost/a/w.bin", "http://localhost/a/w.bin"}},
		`"x/.b" cannot be the path of`: {URLs: []string{"http://localhost/a/x/.b", "http://localhost/a/w.bin"}},
	} {
		if _, err := s.Download(t.Context(), p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/outside/manifest.json":
			_, _ = w.Write([]byte(`{"files":[{"path":"../../x","url":"/x"}]}`))
		case "/huge/manifest.json":
			_, _ = w.Write([]byte(`{"files":[{"path":"x","size":1000000000000000}]}`))
		case "/other/manifest.json":
			_, _ = w.Write([]byte(`{"_class_name":"Pipeline"}`))
		case "/wrong":
			_, _ = w.Write([]byte("wrong"))
		default:
			http.NotFound(w, r)
		}
	})
	for _, c := range []struct{ url, sum, want string }{
		{"/outside/manifest.json", "", `"../../x" cannot be the path of a file in a pack`},
		{"/huge/manifest.json", "", "needs 1000000.0 GB more on the disk"},
		{"/other/manifest.json", "", "is no manifest"},
		{"/none", "", "has no /none (404 Not Found)"},
		{"/wrong", strings.Repeat("0", 64), "is not the file that was promised"},
	} {
		id := fetching(t, s, studio.DownloadParams{URLs: []string{server + c.url}, SHA256: c.sum}).ID
		runAll(t, s)
		if j := job(t, s, id); j.State != project.Failed || !strings.Contains(j.Reason, c.want) || j.Hint == "" {
			t.Errorf("%s: %s: %q, %q", c.url, j.State, j.Reason, j.Hint)
		}
	}
	entries, err := os.ReadDir(packs)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			t.Errorf("there is %s", e.Name())
		}
	}
	if err != nil {
		t.Error(err)
	}
}
