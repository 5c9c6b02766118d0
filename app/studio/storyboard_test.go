package studio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// printable opens a project with so many shots, the first of which has a take.
func printable(t *testing.T, shots int) *Session {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 22, 22, 33, 0, 0, time.UTC) }
	made, err := store.Create(t.Context(), store.CreateParams{Folder: t.TempDir(), Name: "Hafen Łódź", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := OpenSession(t.Context(), SessionParams{Project: made.Dir(), Worker: []string{"no worker is started here"}, Version: "test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	err = s.Store.Edit(t.Context(), "fill", func(e *store.Editor) error {
		for i := range shots {
			shot := project.Shot{
				Beats: []string{fmt.Sprintf("Möwe %d fliegt über die Kräne, and the ferry turns slowly in the fog of the morning.", i+1), "漢字"},
				Rate:  project.Rate{Num: 24, Den: 1}, Frames: 60, Dialogue: []project.Line{{Speaker: "Zoë", Text: "Číslo devět."}},
			}
			if _, err := e.AddShot(t.Context(), shot); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=c=red:size=320x240:rate=24", "-t", "1",
		"-pix_fmt", "yuv420p", s.Store.Path("media/SH010_T01.mp4")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	first, err := s.Store.ShotByCode(t.Context(), "SH010")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Store.AddTake(t.Context(), project.Take{
		Shot: first.ID, Verb: project.VerbImport, Path: "media/SH010_T01.mp4", Width: 320, Height: 240, Frames: 24,
		Rate: project.Rate{Num: 24, Den: 1}, SHA256: strings.Repeat("ab", 32), Bytes: 1,
	}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPrintPages(t *testing.T) {
	s := printable(t, 8)
	for form, size := range map[StoryboardForm][2]float64{StoryboardA4: {841.89, 595.28}, StoryboardLetter: {792, 612}} {
		path := filepath.Join(t.TempDir(), "board.pdf")
		if err := s.PrintStoryboard(t.Context(), PrintParams{Path: path, Form: form, Summary: "8 shots, 20 s"}); err != nil {
			t.Fatal(err)
		}
		file, doc, err := pdf.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.NumPage(); got != 2 {
			t.Errorf("%d pages, want 2", got)
		}
		box := doc.Page(1).V.Key("MediaBox")
		if box.IsNull() {
			box = doc.Page(1).V.Key("Parent").Key("MediaBox")
		}
		if w, h := box.Index(2).Float64(), box.Index(3).Float64(); w < size[0]-1 || w > size[0]+1 || h < size[1]-1 || h > size[1]+1 {
			t.Errorf("a page is %g by %g points, want %v", w, h, size)
		}
		if got := len(doc.Page(1).Resources().Key("XObject").Keys()); got != 1 {
			t.Errorf("%d pictures, want 1", got)
		}
		text := written(t, doc)
		for _, want := range []string{"Hafen Łódź", "8 shots, 20 s   2 / 2", "SH010", "SH080", "2.5 s", "Möwe 8 fliegt", "Zoë: “Číslo devět.”", "□□"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in the document:\n%s", want, text)
			}
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
}

// written returns what a document shows. A reader finds the strings; each holds
// UTF-16, as the typeface's own table says.
func written(t *testing.T, doc *pdf.Reader) string {
	t.Helper()
	var text strings.Builder
	for i := range doc.NumPage() {
		page := doc.Page(i + 1)
		for _, name := range page.Fonts() {
			if font := page.Font(name); font.V.Key("ToUnicode").IsNull() || font.V.Key("Encoding").Name() != "Identity-H" {
				t.Errorf("the text of typeface %s cannot be copied", name)
			}
		}
		pdf.Interpret(page.V.Key("Contents"), func(stack *pdf.Stack, operator string) {
			var last pdf.Value
			for stack.Len() > 0 {
				if v := stack.Pop(); last.IsNull() {
					last = v
				}
			}
			if operator != "Tj" {
				return
			}
			raw := []byte(last.RawString())
			units := make([]uint16, len(raw)/2)
			for n := range units {
				units[n] = binary.BigEndian.Uint16(raw[2*n:])
			}
			text.WriteString(string(utf16.Decode(units)) + "\n")
		})
	}
	return text.String()
}

func TestPrintPicture(t *testing.T) {
	s := printable(t, 5)
	path := filepath.Join(t.TempDir(), "board.png")
	if err := s.PrintStoryboard(t.Context(), PrintParams{Path: path, Form: StoryboardPicture, Summary: "5 shots"}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	middle := func(column int) (r, g, b uint32) {
		x := sheetMargin + float64(column)*(panelWidth+sheetGap) + panelWidth/2
		r, g, b, _ = picture.At(int(x*pixelsPerMM), int((sheetMargin+sheetHead+20)*pixelsPerMM)).RGBA()
		return r >> 8, g >> 8, b >> 8
	}
	if r, g, b := middle(0); r < 200 || g > 40 || b > 40 {
		t.Errorf("the first panel shows %d %d %d, want red", r, g, b)
	}
	if r, g, b := middle(1); r != 0xe4 || g != 0xe4 || b != 0xe4 {
		t.Errorf("a panel without a take shows %d %d %d", r, g, b)
	}
}

func TestPrintRefuses(t *testing.T) {
	s := printable(t, mostPictured+1)
	dir := t.TempDir()
	for name, p := range map[string]PrintParams{
		"too many for a picture": {Path: filepath.Join(dir, "a.png"), Form: StoryboardPicture},
		"no shots":               {Path: filepath.Join(dir, "b.pdf"), Shots: []int64{99999}},
		"no folder":              {Path: filepath.Join(dir, "nowhere", "c.pdf"), Shots: []int64{1}},
	} {
		if err := s.PrintStoryboard(t.Context(), p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestPrintGoesAsTheBoardDoes(t *testing.T) {
	s := printable(t, 4)
	shots, err := s.Store.Shots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = s.Store.Edit(t.Context(), "scene", func(e *store.Editor) error {
		scene, err := e.AddScene(t.Context(), project.Scene{Title: "EXT. QUAY - DAWN"})
		if err != nil {
			return err
		}
		for _, shot := range shots[1:] {
			shot.Scene = scene.ID
			if err := e.UpdateShot(t.Context(), shot); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "board.pdf")
	if err := s.PrintStoryboard(t.Context(), PrintParams{Path: path, Form: StoryboardA4, Shots: []int64{shots[2].ID, shots[1].ID, shots[0].ID}}); err != nil {
		t.Fatal(err)
	}
	file, doc, err := pdf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	text := written(t, doc)
	rest := text
	for _, want := range []string{"SC010  SH030", "EXT. QUAY - DAWN", "SC010  SH020", "SH010"} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Errorf("%q does not follow in\n%s", want, text)
		}
		rest = after
	}
	if strings.Contains(text, "SH040") {
		t.Errorf("a shot is printed that nobody asked for:\n%s", text)
	}
	if strings.Count(text, "EXT. QUAY - DAWN") != 1 {
		t.Errorf("the title of a scene does not stand once, at its first shot:\n%s", text)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
}
