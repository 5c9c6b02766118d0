package fault

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/ui/words"
)

func speak(t *testing.T, tag string) {
	t.Helper()
	if err := words.Use(words.Params{Language: tag}); err != nil {
		t.Fatal(err)
	}
}

func TestFaultsInTwoLanguages(t *testing.T) {
	t.Cleanup(func() { speak(t, "en") })
	folder := t.TempDir()
	broken := filepath.Join(folder, "pier.png")
	if err := os.WriteFile(broken, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, missing := studio.CheckedSource("/films/gone.png")
	_, notOne := media.DecodeImage(t.Context(), broken, 16, 16)
	for _, c := range []struct {
		err    error
		en, de string
	}{
		{nil, "", ""},
		{missing, "/films/gone.png cannot be opened: no such file or directory — check the path.", "/films/gone.png lässt sich nicht öffnen: die Datei gibt es nicht — prüfen Sie den Pfad."},
		{notOne, "pier.png is not a picture that can be read — save it as PNG", "pier.png ist kein Bild, das sich lesen lässt — speichern Sie es als PNG"},
		{
			fmt.Errorf("SH010: %w", engine.Full("free some space or write elsewhere", "the clip needs %d MiB of disk and %d MiB are free", 40, 3)),
			"SH010: the clip needs 40 MiB of disk and 3 MiB are free — free some space or write elsewhere.",
			"SH010: der Clip braucht 40 MiB auf der Platte, und 3 MiB sind frei — schaffen Sie Platz, oder schreiben Sie anderswohin.",
		},
		{project.Bad("", "something new is wrong"), "Something new is wrong.", "So geht es nicht: something new is wrong."},
		{engine.Full("", "nothing fits"), "Nothing fits.", "Es fehlt an Platz: nothing fits."},
		{&engine.Fault{Kind: engine.Refused, What: "this will not be made"}, "This will not be made.", "Abgelehnt: this will not be made."},
		{errors.New("strange"), "Strange.", "Etwas ist schiefgegangen: strange."},
		{project.Bad("", "the picture %s is empty", "a is empty.png"), "The picture a is empty.png is empty.", "Das Bild a is empty.png ist leer."},
	} {
		for tag, want := range map[string]string{"en": c.en, "de": c.de} {
			speak(t, tag)
			if got := Sentence(c.err); got != want && (!errors.Is(c.err, notOne) || !strings.HasPrefix(got, want)) {
				t.Errorf("%v in %s is %q, want %q", c.err, tag, got, want)
			}
		}
	}
	speak(t, "de")
	if got := Kept(engine.NoRoom, "it needs 4096 MiB of memory, and 12 MiB are free", ""); got != "Es braucht 4096 MiB Speicher, und 12 MiB sind frei." {
		t.Errorf("a plan's reason is %q", got)
	}
}

func TestAdviceIsForTheWindow(t *testing.T) {
	t.Cleanup(func() { speak(t, "en") })
	for hint, want := range map[string][2]string{
		"give a model folder with --pack, or copy the pack into /packs": {"Add its folder under Models, or copy the pack into /packs", "Fügen Sie seinen Ordner unter „Modelle“ hinzu, oder kopieren Sie es nach /packs"},
		"use --size 640x352 --frames 49":                                {"Use 640 × 352 and 49 frames", "Nehmen Sie 640 × 352 und 49 Bilder"},
		"see kinora queue list":                                         {"Look at the queue", "Sehen Sie in die Warteschlange"},
		"name one with --project":                                       {"", ""},
		"make one with: kinora project new NAME":                        {"", ""},
		"use a smaller size -- or wait":                                 {"Use a smaller size -- or wait", "Use a smaller size -- or wait"},
	} {
		for i, tag := range []string{"en", "de"} {
			speak(t, tag)
			if _, got := KeptParts(engine.BadInput, "", hint); got != want[i] {
				t.Errorf("%q in %s is %q, want %q", hint, tag, got, want[i])
			}
		}
	}
}

func TestPartsAndNotices(t *testing.T) {
	t.Cleanup(func() { speak(t, "en") })
	speak(t, "de")
	what, hint := Parts(fmt.Errorf("SH010: %w", engine.Full("shorten it", "the picture %s is empty", "a.png")))
	if what != "SH010: das Bild a.png ist leer" || hint != "Kürzen Sie ihn" {
		t.Errorf("%q, %q", what, hint)
	}
	if what, _ = KeptParts(engine.Internal, "the worker ran out of memory: std::bad_alloc", ""); what != "Beim Rechnen ging der Speicher aus: std::bad_alloc" {
		t.Errorf("%q", what)
	}
	if what, hint = Parts(nil); what != "" || hint != "" {
		t.Errorf("none is %q, %q", what, hint)
	}
	if got, want := Notice("No backup could be made: the disk is full."), "Eine Sicherung ließ sich nicht anlegen: "; !strings.HasPrefix(got, want) {
		t.Errorf("%q", got)
	}
	if got := Notice("Nobody has translated this."); got != "Nobody has translated this." {
		t.Errorf("%q", got)
	}
}

// literals are all texts in the code that may come to a user's eyes.
func literals(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, root := range []string{"../../app/studio", "../../app/worker", "../../engine", "../../project"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					text, err := strconv.Unquote(literal.Value)
					if err != nil {
						t.Error(err)
					}
					all.WriteString(text + "\x00")
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, errno := range []syscall.Errno{syscall.ENOENT, syscall.EACCES, syscall.ENOSPC, syscall.EIO, syscall.EISDIR} {
		all.WriteString(errno.Error() + "\x00")
	}
	return all.String()
}

func TestEverySentenceStandsInTheCode(t *testing.T) {
	code := literals(t)
	for _, tag := range assets.Languages() {
		sentences, err := assets.Faults(tag)
		if err != nil {
			t.Error(err)
		}
		if tag == "de" && len(sentences) < 100 {
			t.Errorf("only %d sentences were found", len(sentences))
		}
		for english, say := range sentences {
			for _, piece := range verb.Split(english, -1) {
				if !strings.Contains(code, piece) {
					t.Errorf("%s: nothing in the code says %q", tag, english)
					break
				}
			}
			if n := len(verb.FindAllString(english, -1)); strings.Contains(say, "%"+strconv.Itoa(n+1)) || verb.MatchString(say) {
				t.Errorf("%s: %q fills in more than %q has", tag, say, english)
			}
		}
	}
}
