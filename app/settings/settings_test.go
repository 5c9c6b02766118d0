package settings

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	theme = Key[string]{Name: "window.theme", Default: "dark"}
	split = Key[map[string]float64]{Name: "window.splits"}
)

func TestWhatIsSetIsThereNextTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "settings.json")
	s, notice := Open(path)
	if notice != nil {
		t.Fatal(notice)
	}
	if got := Get(s, theme); got != "dark" {
		t.Errorf("not set, but %q", got)
	}
	if err := Set(s, theme, "light"); err != nil {
		t.Fatal(err)
	}
	if err := Set(s, split, map[string]float64{"create": 0.3}); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	s, notice = Open(path)
	if notice != nil {
		t.Fatal(notice)
	}
	defer closed(t, s)
	if got := Get(s, theme); got != "light" {
		t.Errorf("theme is %q", got)
	}
	if got := Get(s, split)["create"]; got != 0.3 {
		t.Errorf("split is %v", got)
	}
}

func TestUnknownKeysStay(t *testing.T) {
	path := written(t, `{"version": 1, "edit.keymap": {"base": "avid"}, "window.theme": 7}`)
	s, notice := Open(path)
	if notice != nil {
		t.Fatal(notice)
	}
	if got := Get(s, theme); got != "dark" {
		t.Errorf("a number counts as theme %q", got)
	}
	if err := Set(s, theme, "contrast"); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	if data := content(t, path); !strings.Contains(data, `"base": "avid"`) || !strings.Contains(data, "contrast") {
		t.Errorf("the file holds %s", data)
	}
}

func TestDamagedFilesAreSetAside(t *testing.T) {
	for name, damage := range map[string]string{
		"empty": "", "cut": `{"version": 1, "window.th`, "no version": `{}`, "a list": `[1]`, "null": `null`, "word": `{"version": "one"}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := written(t, damage)
			for round := range 2 {
				if round == 1 {
					if err := os.WriteFile(path, []byte(damage), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				s, notice := Open(path)
				if notice == nil || notice.Kind != Damaged {
					t.Fatalf("notice is %v", notice)
				}
				if got := content(t, notice.Aside); got != damage {
					t.Errorf("what was set aside is %q", got)
				}
				if !strings.Contains(notice.String(), notice.Aside) {
					t.Errorf("%q does not say where the file lies", notice)
				}
				if err := Set(s, theme, "light"); err != nil {
					t.Fatal(err)
				}
				closed(t, s)
				if !strings.Contains(content(t, path), "light") {
					t.Error("the new settings were not written")
				}
			}
		})
	}
}

func TestANewerFileIsReadAndNeverWritten(t *testing.T) {
	newer := `{"version": 2, "window.theme": "light"}`
	path := written(t, newer)
	s, notice := Open(path)
	if notice == nil || notice.Kind != Newer {
		t.Fatalf("notice is %v", notice)
	}
	if got := Get(s, theme); got != "light" {
		t.Errorf("theme is %q", got)
	}
	if err := Set(s, theme, "dark"); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	if got := content(t, path); got != newer {
		t.Errorf("the file of a newer version became %s", got)
	}
}

func TestAFolderInPlaceOfTheFile(t *testing.T) {
	path := t.TempDir()
	s, notice := Open(path)
	if notice == nil || notice.Kind != Unreadable || !strings.Contains(notice.String(), path) {
		t.Errorf("notice is %v", notice)
	}
	closed(t, s)
}

func TestSetRefusesWhatJSONCannotHold(t *testing.T) {
	s, _ := Open(filepath.Join(t.TempDir(), "settings.json"))
	defer closed(t, s)
	if err := Set(s, Key[float64]{Name: "x"}, math.NaN()); err == nil {
		t.Error("not a number was kept")
	}
}

func TestCloseTellsOfAFailedWrite(t *testing.T) {
	dir := t.TempDir()
	s, _ := Open(filepath.Join(dir, "sub", "settings.json"))
	if err := os.WriteFile(filepath.Join(dir, "sub"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Set(s, theme, "light"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err == nil {
		t.Error("a file in place of the folder, and no error")
	}
}

func TestManyWritersLeaveAFileThatCanBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	s, _ := Open(path)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for k := range 50 {
				if err := Set(s, Key[int]{Name: string(rune('a' + n))}, k); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	closed(t, s)
	var values map[string]int
	if err := json.Unmarshal([]byte(content(t, path)), &values); err != nil {
		t.Fatal(err)
	}
	for n := range 8 {
		if got := values[string(rune('a'+n))]; got != 49 {
			t.Errorf("writer %d: %d", n, got)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".settings-*")); left != nil {
		t.Errorf("left over: %v", left)
	}
}

func written(t *testing.T, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func closed(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
