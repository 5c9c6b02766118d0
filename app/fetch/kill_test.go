package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"testing"

	"github.com/kinora-studio/kinora/app/fetch"
)

// What a child fetches, and where to.
const (
	childURL  = "KINORA_TEST_FETCH_URL"
	childPath = "KINORA_TEST_FETCH_PATH"
)

// child is another process that fetches a file.
func child() {
	err := fetch.File(context.Background(), fetch.Params{
		URL: os.Getenv(childURL), Path: os.Getenv(childPath), Client: fetch.NewClient(),
		Free: func(string) (int64, error) { return 1 << 40, nil }, Wait: fetch.Sleep, Tell: func(int64, int64) {},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// TestKilled: a process that is killed halfway leaves what the next one goes on
// from.
func TestKilled(t *testing.T) {
	const sent = 1 << 20
	arrived, dead := make(chan bool), make(chan bool)
	s := serve(t, func(w http.ResponseWriter, r *http.Request, n int) {
		if n > 1 {
			whole(w, r, `"one"`)
			return
		}
		w.Header().Set("ETag", `"one"`)
		w.Header().Set("Content-Length", "3145745")
		_, _ = w.Write(content()[:sent])
		_ = http.NewResponseController(w).Flush()
		close(arrived)
		<-dead
	})
	p := params(t, s.URL)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	victim := exec.CommandContext(t.Context(), self)
	victim.Env = append(os.Environ(), childURL+"="+p.URL, childPath+"="+p.Path)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	<-arrived
	for { // until the child has written something of it
		if info, err := os.Stat(p.Path + ".part"); err == nil && info.Size() > sent/2 {
			break
		}
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait() // it was killed
	close(dead)
	if _, err := os.Stat(p.Path); err == nil {
		t.Fatal("the target is there")
	}
	if err := fetch.File(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	is(t, p, content())
	if asked := s.asked(); len(asked) != 2 || asked[1] == "" {
		t.Errorf("asked %q", asked)
	}
}
