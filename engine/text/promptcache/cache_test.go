package promptcache_test

import (
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/engine/tensor"
	"github.com/kinora-studio/kinora/engine/text/promptcache"
)

// clock goes on by a second whenever it is read.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}

func open(t *testing.T, dir string, size int64, c *clock) *promptcache.Cache {
	t.Helper()
	cache, err := promptcache.Open(promptcache.Params{Dir: dir, MaxBytes: size, Now: c.read})
	if err != nil {
		t.Fatal(err)
	}
	return cache
}

func key(prompt string) promptcache.Key { return promptcache.Source{Prompt: prompt}.Key() }

// values make entries of about 560 bytes with their names.
func values(v float32) map[string]*tensor.Tensor {
	video := tensor.New(1, 8, 12)
	for i := range video.F32 {
		video.F32[i] = v + float32(i)
	}
	return map[string]*tensor.Tensor{"video": video, "mask": tensor.Ints([]int64{1, 1, -5}, 1, 3), "none": tensor.New(0, 4)}
}

func put(t *testing.T, c *promptcache.Cache, prompt string, v float32) {
	t.Helper()
	if err := c.Put(key(prompt), values(v)); err != nil {
		t.Fatal(err)
	}
}

func TestGetReturnsWhatWasPut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "here")
	put(t, open(t, dir, 1<<20, newClock()), "a fox", 3)
	again := open(t, dir, 1<<20, newClock())
	got, ok := again.Get(key("a fox"))
	if !ok || !reflect.DeepEqual(got, values(3)) {
		t.Errorf("got %v, %v", got, ok)
	}
	if _, ok := again.Get(key("a dog")); ok {
		t.Error("a prompt that was never read has an entry")
	}
	put(t, again, "a fox", 4)
	if got, _ := again.Get(key("a fox")); !reflect.DeepEqual(got, values(4)) {
		t.Error("an entry was not replaced")
	}
	if err := again.Put(key("bytes"), map[string]*tensor.Tensor{"x": tensor.Bytes([]uint8{1}, 1)}); err == nil {
		t.Error("bytes were stored")
	}
}

func TestKeysTellSourcesApart(t *testing.T) {
	seen := map[promptcache.Key]int{}
	for i, s := range []promptcache.Source{
		{},
		{Prompt: "a"},
		{Compute: "a"},
		{Components: []string{"a"}},
		{Components: []string{"a", ""}},
		{Components: []string{"", "a"}},
		{Components: []string{"ab", "c"}},
		{Components: []string{"a", "bc"}},
		{Lengths: []int64{1}},
		{Lengths: []int64{1, 0}},
		{Prompt: "a", Lengths: []int64{1}},
	} {
		key := s.Key()
		if other, twice := seen[key]; twice {
			t.Errorf("sources %d and %d have one key", i, other)
		}
		seen[key] = i
		if again := s.Key(); again != key || len(key.String()) != 64 {
			t.Errorf("the key of source %d is %s and then %s", i, key, again)
		}
	}
}

// TestDamage changes entries in every way that a disk or a person does.
func TestDamage(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"empty":       func([]byte) []byte { return nil },
		"cut off":     func(b []byte) []byte { return b[:len(b)-1] },
		"cut in half": func(b []byte) []byte { return b[:len(b)/2] },
		"only head":   func(b []byte) []byte { return b[:20] },
		"longer":      func(b []byte) []byte { return append(b, 0) },
		"first byte":  func(b []byte) []byte { b[0] ^= 1; return b },
		"checksum":    func(b []byte) []byte { b[20] ^= 1; return b },
		"name":        func(b []byte) []byte { b[64] ^= 1; return b },
		"element":     func(b []byte) []byte { b[len(b)-1] ^= 0x80; return b },
		"zeros":       func(b []byte) []byte { return make([]byte, len(b)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c := open(t, dir, 1<<20, newClock())
			put(t, c, "a fox", 1)
			path := filepath.Join(dir, key("a fox").String()+".prompt")
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, ok := c.Get(key("a fox")); ok {
				t.Error("a damaged entry was taken")
			}
			if _, err := os.Stat(path); !os.IsNotExist(err) {
				t.Errorf("the damaged entry is still there: %v", err)
			}
			put(t, c, "a fox", 2)
			if _, ok := c.Get(key("a fox")); !ok {
				t.Error("the entry could not be made again")
			}
		})
	}
}

func TestUnusedForLongestLeaves(t *testing.T) {
	dir := t.TempDir()
	c := open(t, dir, 1800, newClock()) // three entries, not four
	for i, prompt := range []string{"first", "second", "third"} {
		put(t, c, prompt, float32(i))
	}
	if _, ok := c.Get(key("first")); !ok {
		t.Fatal("three entries do not fit")
	}
	put(t, c, "fourth", 3)
	for prompt, want := range map[string]bool{"first": true, "second": false, "third": true, "fourth": true} {
		if _, ok := c.Get(key(prompt)); ok != want {
			t.Errorf("%s is there: %v", prompt, ok)
		}
	}
	small := open(t, dir, 100, newClock())
	put(t, small, "fifth", 4)
	if _, ok := small.Get(key("fifth")); ok {
		t.Error("an entry larger than the cache was stored")
	}
	if _, ok := small.Get(key("fourth")); ok {
		t.Error("an entry larger than the cache was read")
	}
}

func TestLeftoversLeave(t *testing.T) {
	dir, clock := t.TempDir(), newClock()
	c := open(t, dir, 1<<20, clock)
	old, young, foreign := filepath.Join(dir, ".writing-1"), filepath.Join(dir, ".writing-2"), filepath.Join(dir, "notes.txt")
	for path, age := range map[string]time.Duration{old: 2 * time.Hour, young: time.Minute, foreign: 48 * time.Hour} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		at := clock.read().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	put(t, c, "a fox", 1)
	for path, want := range map[string]bool{old: false, young: true, foreign: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s is there: %v", filepath.Base(path), err == nil)
		}
	}
}

// TestAtOnce reads, writes, damages and evicts one folder through several
// caches, as processes do. What is read is always whole.
func TestAtOnce(t *testing.T) {
	dir := t.TempDir()
	prompts := []string{"a", "b", "c", "d", "e"}
	var all sync.WaitGroup
	for worker := range 4 {
		c := open(t, dir, 1800, newClock())
		all.Go(func() {
			for i := range 60 {
				n := (i*7 + worker) % len(prompts)
				if got, ok := c.Get(key(prompts[n])); ok && !reflect.DeepEqual(got, values(float32(n))) {
					t.Errorf("%s gave another entry", prompts[n])
				}
				if err := c.Put(key(prompts[n]), values(float32(n))); err != nil {
					t.Error(err)
				}
				if i%9 == 0 {
					_ = os.WriteFile(filepath.Join(dir, key(prompts[n]).String()+".prompt"), []byte("kinora"), 0o600)
				}
			}
		})
	}
	all.Wait()
	left, err := filepath.Glob(filepath.Join(dir, ".writing-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v were left, %v", left, err)
	}
}

func TestOpenNeedsAll(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]promptcache.Params{
		"no folder": {MaxBytes: 1, Now: time.Now},
		"no size":   {Dir: t.TempDir(), Now: time.Now},
		"no clock":  {Dir: t.TempDir(), MaxBytes: 1},
		"a file":    {Dir: file, MaxBytes: 1, Now: time.Now},
	} {
		if _, err := promptcache.Open(p); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
