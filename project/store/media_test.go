package store

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/project"
)

const recipe = `{"version":1,"pack":"pocket","prompt":"a ball drops","seed":18446744073709551615}`

// clip makes a small clip in the project's media folder.
func clip(t *testing.T, s *Store, name string, options ...string) {
	t.Helper()
	args := append([]string{"-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=24:duration=0.5"}, options...)
	cmd := exec.CommandContext(t.Context(), "ffmpeg", append(args, "-movflags", "use_metadata_tags", s.Path(name))...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func TestStraysAndAdopt(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	fillTakes(t, s, 1, 12) // SH010 with ten takes, SH020 with two
	clip(t, s, "media/SH020_T07.mp4", "-metadata", "kinora.recipe="+recipe)
	clip(t, s, "media/SH020_T02 copy.mp4", "-f", "mp4")
	writeFile(t, s.Path("media/SH010_T01.mp4"), "known")
	writeFile(t, s.Path("media/.kinora-1/half.mp4"), "in progress")
	writeFile(t, s.Path("media/notes.txt"), "words")
	writeFile(t, s.Path("media/music.wav"), "in an edit")
	execute(t, s, `INSERT INTO sequences (name, rate_num, rate_den, position, content) VALUES ('Cut', 24, 1, 1, '{"clips":[{"path":"media/music.wav"}]}')`)

	strays, err := s.Strays(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, stray := range strays {
		names = append(names, stray.Path)
	}
	if want := []string{"media/SH020_T02 copy.mp4", "media/SH020_T07.mp4", "media/notes.txt"}; !slices.Equal(names, want) {
		t.Errorf("strays are %q", names)
	}

	for name, c := range map[string]struct {
		paths []string
		shot  string
		words string
	}{
		"no clip":               {[]string{"media/notes.txt"}, "SH010", "notes.txt"},
		"one of two is no clip": {[]string{"media/SH020_T07.mp4", "media/notes.txt"}, "", "notes.txt"},
		"no shot in its name":   {[]string{"media/music.wav"}, "", "music.wav"},
		"unknown shot":          {[]string{"media/SH020_T07.mp4"}, "SH990", "no shot SH990"},
		"outside":               {[]string{"../elsewhere.mp4"}, "SH010", "media folder"},
		"far outside":           {[]string{filepath.Join(t.TempDir(), "a.mp4")}, "SH010", "media folder"},
		"gone":                  {[]string{"media/gone.mp4"}, "SH010", "does not exist"},
	} {
		t.Run(name, func(t *testing.T) {
			codes, err := s.Adopt(t.Context(), c.paths, c.shot)
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("adopted %q, %v", codes, err)
			}
			var takes int
			if err := s.read.QueryRowContext(t.Context(), "SELECT count(*) FROM takes").Scan(&takes); err != nil || takes != 12 {
				t.Errorf("%d takes, %v", takes, err)
			}
		})
	}

	codes, err := s.Adopt(t.Context(), []string{"media/SH020_T07.mp4", s.Path("media/SH020_T02 copy.mp4")}, "SH020")
	if err != nil || !slices.Equal(codes, []string{"SH020_T07", "SH020_T08"}) {
		t.Fatal(codes, err)
	}
	var width, frames, seed int64
	var prompt, verb, content string
	err = s.read.QueryRowContext(t.Context(), `SELECT width, frames, seed, prompt, verb, recipes.content FROM takes JOIN recipes ON recipes.id = recipe WHERE code = 'SH020_T07'`).
		Scan(&width, &frames, &seed, &prompt, &verb, &content)
	if err != nil || width != 64 || frames != 12 || seed != -1 || prompt != "a ball drops" || verb != "generate" || content != recipe {
		t.Error(width, frames, seed, prompt, verb, content, err)
	}
	_, err = s.Adopt(t.Context(), []string{"media/SH020_T07.mp4"}, "")
	sentence(t, err, project.ErrBadInput, "already")
	r, err := s.Check(t.Context(), true)
	if err != nil || slices.ContainsFunc(r.Problems, func(p string) bool { return strings.Contains(p, "SH020_T07") }) {
		t.Error(r.Problems, err)
	}
}

func TestCheck(t *testing.T) {
	s := newProject(t)
	fillTakes(t, s, 1, 4)
	execute(t, s, "DELETE FROM materials")
	for i, name := range []string{"media/SH010_T01.mp4", "media/SH010_T02.mp4", "media/SH010_T03.mp4"} {
		writeFile(t, s.Path(name), strings.Repeat("x", 1001+i))
	}
	sum, err := hashFile(t.Context(), s.Path("media/SH010_T01.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	execute(t, s, "UPDATE takes SET sha256 = '"+sum+"' WHERE id = 1", "INSERT INTO materials (shot, position, role, path) VALUES (1, 1, 'first', 'media/sources/face.png')")
	writeFile(t, s.Path("media/SH010_T03.mp4"), "short")
	writeFile(t, s.Path("media/stray.mp4"), "stray")
	problems := func(deep bool) string {
		t.Helper()
		r, err := s.Check(t.Context(), deep)
		if err != nil || r.Takes != 4 || r.Bytes != 4010 || r.Room == 0 || len(r.Backups) == 0 || len(r.Strays) != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		return strings.Join(r.Problems, "\n")
	}
	quick, deep := problems(false), problems(true)
	for _, words := range []string{"take SH010_T04 is gone", "take SH010_T03 is not what was written", "5 bytes instead of 1003", "shot SH010 is gone", "media/stray.mp4"} {
		if !strings.Contains(quick, words) {
			t.Errorf("%q is not in\n%s", words, quick)
		}
	}
	if strings.Contains(quick, "checksum") || !strings.Contains(deep, "the checksum of media/SH010_T02.mp4 differs") || strings.Contains(deep, "SH010_T01") {
		t.Errorf("read to the end, the problems are\n%s", deep)
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	fillTakes(t, s, 1, 2)
	outside := t.TempDir()
	writeFile(t, filepath.Join(outside, "a", "face.png"), "one face")
	writeFile(t, filepath.Join(outside, "b", "face.png"), "another face")
	writeFile(t, filepath.Join(outside, "c", "same face.png"), "one face")
	writeFile(t, filepath.Join(outside, "d", "лицо 顔?.png"), "third face")
	writeFile(t, filepath.Join(outside, "look.safetensors"), "weights")
	execute(t, s, "DELETE FROM materials")
	for _, name := range []string{"a/face.png", "b/face.png", "c/same face.png", "d/лицо 顔?.png", "nowhere.png", "a"} {
		execute(t, s, "INSERT INTO materials (shot, position, role, path) VALUES (1, 1, 'reference', '"+filepath.ToSlash(filepath.Join(outside, name))+"')")
	}
	execute(t, s, `INSERT INTO styles (name, prompt, adapters) VALUES ('Ours', '{prompt}', '[{"role":"adapter","path":"`+filepath.ToSlash(filepath.Join(outside, "look.safetensors"))+`","strength":0.5}]')`)
	before := contents(t, s)
	done, err := s.Collect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"media/sources/face 2.png", "media/sources/face.png", "media/sources/look.safetensors", "media/sources/лицо 顔-.png"}
	files := slices.Sorted(slices.Values(done.Files))
	if !slices.Equal(files, want) || done.Changed != 5 || len(done.Missing) != 2 || done.Bytes != 37 {
		t.Errorf("collected %+v", done)
	}
	all, err := s.outsideAndInside(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range all {
		if isAbsolute(u.path) {
			if !strings.HasSuffix(u.path, "nowhere.png") && !strings.HasSuffix(u.path, "/a") {
				t.Errorf("%s is still outside", u.path)
			}
		} else if sum, err := hashFile(t.Context(), s.Path(u.path)); err != nil || sum != u.sum {
			t.Errorf("%s: %s, %v", u.path, sum, err)
		}
	}
	if strays, err := s.Strays(t.Context()); err != nil || len(strays) != 0 {
		t.Error(strays, err)
	}
	if again, err := s.Collect(t.Context()); err != nil || len(again.Files) != 0 || again.Changed != 0 || len(again.Missing) != 2 {
		t.Errorf("collected again %+v, %v", again, err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, rows := range difference(before, contents(t, s)) {
		if !strings.HasPrefix(name, "edit") {
			t.Errorf("undone, %s is %s instead of %s", name, rows[1], rows[0])
		}
	}
}

func TestPackage(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	fillTakes(t, s, 1, 30)
	writeFile(t, s.Path("media/SH010_T01.mp4"), "clip")
	writeFile(t, s.Path("media/sources/лицо 顔.png"), "face")
	writeFile(t, s.Path("renders/Film.mov"), "render")
	writeFile(t, s.Path("cache/thumb.jpg"), "thumb")
	writeFile(t, s.Path("media/.kinora-1/half"), "half")
	folder := t.TempDir()
	file := filepath.Join(folder, "Film.zip")
	if err := s.Package(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	sentence(t, s.Package(t.Context(), file), project.ErrBadInput, "exists already")
	sentence(t, s.Package(t.Context(), s.Path("Film.zip")), project.ErrBadInput, "its own folder")
	sentence(t, s.Package(t.Context(), filepath.Join(folder, "nowhere", "Film.zip")), project.ErrBadInput, "does not exist")
	if err := nothingHidden(folder); err != nil {
		t.Error(err)
	}
	dir, err := Unpack(t.Context(), file, folder)
	if err != nil {
		t.Fatal(err)
	}
	other := reopen(t, dir, start)
	if changed := difference(contents(t, s), contents(t, other)); len(changed) > 0 {
		t.Error(changed)
	}
	for name, want := range map[string]string{"media/SH010_T01.mp4": "clip", "media/sources/лицо 顔.png": "face", "renders/Film.mov": "render", "cache/thumb.jpg": "", "media/.kinora-1/half": ""} {
		if got, err := os.ReadFile(other.Path(name)); string(got) != want || (err != nil) != (want == "") {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	_, err = Unpack(t.Context(), file, folder)
	sentence(t, err, project.ErrBadInput, "exists already")

	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	altered := bytes.Replace(whole, []byte("render"), []byte("rendex"), 1) // the first is in a name
	altered = bytes.Replace(altered, []byte("clip"), []byte("clap"), 1)
	for name, content := range map[string][]byte{"cut": whole[:len(whole)/2], "altered": altered, "empty": nil} {
		bad := filepath.Join(folder, name+".zip")
		writeFile(t, bad, string(content))
		into := t.TempDir()
		if _, err := Unpack(t.Context(), bad, into); !errors.Is(err, project.ErrBadInput) && !errors.Is(err, project.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if entries, err := os.ReadDir(into); err != nil || len(entries) > 0 {
			t.Errorf("%s: left behind %v, %v", name, entries, err)
		}
	}
}

// TestAdoptCopies adopts clips that were made by one recipe, which is kept once.
func TestAdoptCopies(t *testing.T) {
	t.Parallel()
	s := newProject(t)
	fillTakes(t, s, 1, 2)
	for _, name := range []string{"media/SH010_T05.mp4", "media/SH010_T06.mp4", "media/sh010_T07.mp4"} {
		clip(t, s, name, "-metadata", "kinora.recipe="+recipe)
		if codes, err := s.Adopt(t.Context(), []string{name}, ""); err != nil || len(codes) != 1 {
			t.Errorf("%s: %q, %v", name, codes, err)
		}
	}
	var recipes int
	if err := s.read.QueryRowContext(t.Context(), "SELECT count(DISTINCT recipe) FROM takes WHERE number > 2").Scan(&recipes); err != nil || recipes != 1 {
		t.Errorf("%d recipes, %v", recipes, err)
	}
}

func nothingHidden(folder string) error {
	entries, err := filepath.Glob(filepath.Join(folder, ".*"))
	if err == nil && len(entries) > 0 {
		err = errors.New("left behind: " + strings.Join(entries, ", "))
	}
	return err
}

// TestUnpackRefuses unpacks archives that somebody made to do harm.
func TestUnpackRefuses(t *testing.T) {
	t.Parallel()
	bomb := strings.Repeat("\x00", 64<<20)
	for name, entries := range map[string]map[string]string{
		"nothing in it":         {},
		"a file above":          {"Film.kinora/project.db": "x", "../evil": "x"},
		"a path up":             {"Film.kinora/project.db": "x", "Film.kinora/media/../../evil": "x"},
		"an absolute path":      {"Film.kinora/project.db": "x", "/etc/evil": "x"},
		"a path of Windows":     {"Film.kinora/project.db": "x", `Film.kinora/media/..\..\evil`: "x"},
		"a drive":               {"Film.kinora/project.db": "x", "Film.kinora/media/C:evil": "x"},
		"another root":          {"Film/project.db": "x"},
		"a root that goes up":   {"..kinora/project.db": "x"},
		"a program":             {"Film.kinora/project.db": "x", "Film.kinora/run.exe": "x"},
		"a hidden file":         {"Film.kinora/project.db": "x", "Film.kinora/media/.bashrc": "x"},
		"no database":           {"Film.kinora/media/a.mp4": "x"},
		"the database a folder": {"Film.kinora/project.db/a": "x"},
		"no database in it":     {"Film.kinora/project.db": "words"},
		"a bomb":                {"Film.kinora/project.db": "x", "Film.kinora/media/a.mp4": bomb},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(t.TempDir(), "a.zip")
			var content bytes.Buffer
			archive := zip.NewWriter(&content)
			for entry, text := range entries {
				w, err := archive.Create(entry)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write([]byte(text)); err != nil {
					t.Fatal(err)
				}
			}
			if err := archive.Close(); err != nil {
				t.Fatal(err)
			}
			writeFile(t, file, content.String())
			_, err := Unpack(t.Context(), file, folder)
			sentence(t, err, project.ErrBadInput)
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
				t.Errorf("left behind %v, %v", left, err)
			}
		})
	}
}
