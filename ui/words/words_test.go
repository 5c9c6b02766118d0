package words

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/assets"
)

// used finds the IDs that stand as literals in T, N or ID in all code below ui.
func used(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{"language.name": "words.go"}
	eachCall(t, func(path, _, id string, _ []ast.Expr) { found[id] = path })
	if len(found) < 10 {
		t.Fatalf("only %d IDs were found: the search is broken", len(found))
	}
	return found
}

// eachCall tells of the calls of T, N and ID with a literal in all code below ui.
func eachCall(t *testing.T, tell func(path, function, id string, fill []ast.Expr)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			of, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := of.X.(*ast.Ident); !ok || pkg.Name != "words" {
				return true
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok || (of.Sel.Name != "T" && of.Sel.Name != "N" && of.Sel.Name != "ID") {
				return true
			}
			id, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Error(err)
			}
			tell(path, of.Sel.Name, id, call.Args[1:])
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func messages(t *testing.T, tag string) map[string]any {
	t.Helper()
	files, err := assets.Translations(tag)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	for _, data := range files {
		var part map[string]any
		if err := json.Unmarshal(data, &part); err != nil {
			t.Fatal(err)
		}
		for id, text := range part {
			if _, twice := all[id]; twice {
				t.Errorf("%s: %s stands in two files", tag, id)
			}
			all[id] = text
		}
	}
	return all
}

func TestEveryLanguageHasEveryMessageAndNoOther(t *testing.T) {
	ids := used(t)
	tags := assets.Languages()
	if len(tags) < 2 {
		t.Fatalf("languages: %v", tags)
	}
	for _, tag := range tags {
		all := messages(t, tag)
		for id, where := range ids {
			if _, ok := all[id]; !ok {
				t.Errorf("%s: %s, which %s asks for, is missing", tag, id, where)
			}
		}
		for id, text := range all {
			if _, ok := ids[id]; !ok {
				t.Errorf("%s: nothing asks for %s", tag, id)
			}
			if text == "" {
				t.Errorf("%s: %s says nothing", tag, id)
			}
		}
	}
}

var variable = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

// variables are what a message has filled in, in any of its plural forms.
func variables(message any) map[string]bool {
	found := map[string]bool{}
	switch m := message.(type) {
	case string:
		for _, match := range variable.FindAllStringSubmatch(m, -1) {
			found[match[1]] = true
		}
	case map[string]any:
		for _, form := range m {
			for name := range variables(form) {
				found[name] = true
			}
		}
	}
	return found
}

func TestEveryLanguageFillsInWhatEnglishDoes(t *testing.T) {
	english := messages(t, fallback)
	for _, tag := range assets.Languages() {
		for id, text := range messages(t, tag) {
			known := variables(english[id])
			for name := range variables(text) {
				if !known[name] && !(name == "Count" && isPlural(english[id])) {
					t.Errorf("%s: %s fills in %s, which English does not", tag, id, name)
				}
			}
		}
	}
}

func isPlural(message any) bool {
	_, ok := message.(map[string]any)
	return ok
}

func TestEveryCallFillsInWhatItsMessageNeeds(t *testing.T) {
	english := messages(t, fallback)
	checked := 0
	eachCall(t, func(path, function, id string, fill []ast.Expr) {
		var given []string
		if function == "N" {
			given = append(given, "Count")
			fill = fill[min(1, len(fill)):]
		}
		for i := 0; i < len(fill); i += 2 {
			name, ok := fill[i].(*ast.BasicLit)
			if !ok {
				return // names that the code computes cannot be read here
			}
			given = append(given, strings.Trim(name.Value, `"`))
		}
		for name := range variables(english[id]) {
			checked++
			if function != "ID" && !slices.Contains(given, name) {
				t.Errorf("%s: %s needs %s, and is given %v", path, id, name, given)
			}
		}
	})
	if checked < 50 {
		t.Errorf("only %d variables were found: the search is broken", checked)
	}
}

func TestLanguageIsPicked(t *testing.T) {
	t.Cleanup(func() { use(t, Params{Language: "en"}) })
	for _, c := range []struct{ wanted, tag, back string }{
		{"en", "en", "Go back"},
		{"de", "de", "Zurück"},
		{"de-AT", "de", "Zurück"},
		{"tlh", "en", "Go back"},
	} {
		use(t, Params{Language: c.wanted})
		if Current() != c.tag || T("frame.back") != c.back {
			t.Errorf("%s: speaks %s and says %q", c.wanted, Current(), T("frame.back"))
		}
	}
	t.Setenv("LANG", "de_DE.UTF-8")
	t.Setenv("LC_ALL", "")
	t.Setenv("LC_MESSAGES", "de_DE.UTF-8")
	use(t, Params{})
	if Current() != "de" {
		t.Errorf("the system speaks German, the window %s", Current())
	}
}

func use(t *testing.T, p Params) {
	t.Helper()
	if err := Use(p); err != nil {
		t.Fatal(err)
	}
}

func TestAFileAddsALanguage(t *testing.T) {
	t.Cleanup(func() { use(t, Params{Language: "en"}) })
	folder := t.TempDir()
	polish := `{"language.name": "polski", "frame.back": "Wstecz", "takes": {"one": "{{.Count}} ujęcie", "few": "{{.Count}} ujęcia", "many": "{{.Count}} ujęć", "other": "{{.Count}} ujęcia"}}`
	if err := os.WriteFile(filepath.Join(folder, "pl.json"), []byte(polish), 0o600); err != nil {
		t.Fatal(err)
	}
	use(t, Params{Language: "pl", Folder: folder})
	if got := T("frame.back"); got != "Wstecz" {
		t.Errorf("back is %q", got)
	}
	for count, want := range map[int]string{1: "1 ujęcie", 3: "3 ujęcia", 5: "5 ujęć"} {
		if got := N("takes", count); got != want {
			t.Errorf("%d: %q, want %q", count, got, want)
		}
	}
	if got := T("frame.close"); got != "Close" {
		t.Errorf("what the file lacks is %q, want English", got)
	}
	if got := T("frame.not-kept", "Error", "full"); !strings.HasSuffix(got, ": full") {
		t.Errorf("filled in: %q", got)
	}
	languages, err := Languages(folder)
	if err != nil || len(languages) != 3 || languages[2] != (Language{"pl", "polski"}) {
		t.Errorf("languages are %v, %v", languages, err)
	}
}

func TestABadFileLeavesTheLanguageAsItIs(t *testing.T) {
	use(t, Params{Language: "de"})
	t.Cleanup(func() { use(t, Params{Language: "en"}) })
	for name, content := range map[string]string{"fr.json": `{"frame.back": `, "not a language.json": `{}`} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Use(Params{Language: "fr", Folder: folder}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if T("frame.back") != "Zurück" {
		t.Error("the language is another")
	}
}

func TestAnUnknownMessageIsSeen(t *testing.T) {
	if got := T("no.such.message"); got != "no.such.message" {
		t.Errorf("got %q", got)
	}
}
