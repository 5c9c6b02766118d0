package xwidget

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// homeWith makes a home folder that has the files, in which nothing was picked yet.
func homeWith(t *testing.T, files ...string) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range files {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lastPicked = ""
	t.Cleanup(func() { lastPicked = "" })
	return home
}

// inSight are the texts of the dialog that lies on top of the window, without endings:
// Fyne breaks names before them.
func inSight(w fyne.Window) (texts []string) {
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		switch o := o.(type) {
		case *canvas.Text:
			texts = append(texts, o.Text)
		case *widget.Label:
			texts = append(texts, o.Text)
		}
	}
	return texts
}

func tapButton(t *testing.T, w fyne.Window, label string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		if b, ok := o.(*widget.Button); ok && b.Text == label {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button %s", label)
}

func TestPickFileStartsAmongThePictures(t *testing.T) {
	home := homeWith(t, "Pictures/storm.PNG", "Pictures/notes.txt", "Pictures/.hidden.png")
	w := test.NewTempWindow(t, canvas.NewRectangle(nil))
	w.Resize(fyne.NewSize(1000, 700))
	var got string
	PickFile(w, []string{".png"}, func(path string, err error) {
		if err != nil {
			t.Error(err)
		}
		got = path
	})
	texts := inSight(w)
	if !slices.ContainsFunc(texts, func(s string) bool { return s == "storm" || s == "storm.PNG" }) {
		t.Errorf("the picture is not listed: %q", texts)
	}
	for _, no := range []string{"notes", "notes.txt", ".hidden", ".hidden.png"} {
		if slices.Contains(texts, no) {
			t.Errorf("%s is listed", no)
		}
	}
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		if item, ok := o.(fyne.Tappable); ok && slices.ContainsFunc(test.LaidOutObjects(o), func(o fyne.CanvasObject) bool {
			label, is := o.(*widget.Label)
			return is && (label.Text == "storm" || label.Text == "storm.PNG")
		}) {
			test.Tap(item)
		}
	}
	tapButton(t, w, "Open")
	if want := filepath.Join(home, "Pictures", "storm.PNG"); got != want {
		t.Errorf("picked %q, want %q", got, want)
	}
}

func TestPickFolderStartsWhereTheUserWas(t *testing.T) {
	home := homeWith(t, "films/a/one.txt", "films/b/two.txt")
	lastPicked = filepath.Join(home, "films")
	w := test.NewTempWindow(t, canvas.NewRectangle(nil))
	w.Resize(fyne.NewSize(1000, 700))
	var got []string
	PickFolder(w, func(path string, _ error) { got = append(got, path) })
	if texts := inSight(w); !slices.Contains(texts, "a") || !slices.Contains(texts, "b") {
		t.Errorf("it shows %q", texts)
	}
	tapButton(t, w, "Open")
	SaveInto(w, "Harbour.pdf", func(path string, _ error) { got = append(got, path) })
	tapButton(t, w, "Open")
	if want := []string{lastPicked, filepath.Join(lastPicked, "Harbour.pdf")}; !slices.Equal(got, want) {
		t.Errorf("picked %q, want %q", got, want)
	}
}

func TestFreePath(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []string{"Harbour.pdf", "Harbour 2.pdf", "Harbour 3.pdf"} {
		got := FreePath(dir, "Harbour.pdf")
		if got != filepath.Join(dir, want) {
			t.Errorf("%s, want %s", got, want)
		}
		if err := os.WriteFile(got, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
