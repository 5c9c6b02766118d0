package window

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// TestFromTheFirstStart is a newcomer's first quarter of an hour with the program
// itself: nothing is prepared, and nothing is looked up in the code.
func TestFromTheFirstStart(t *testing.T) {
	s := sit(t)
	s.start()

	// A film.
	s.press("Ctrl+N")
	s.types("Harbour")
	s.press("Return")
	s.titled("Harbour")
	s.still() // the shots are read: only now is there one to add to
	film := filepath.Join(s.home, "Videos", "Kinora", "Harbour.kinora")

	// A take from words.
	const prompt = "a big red ball drops and bounces on the beach, at sunset, realistic"
	s.press("Ctrl+Shift+N")
	s.types(prompt)
	s.check(s.Press("Ctrl+Return"))
	s.until(film, "a take", func(_ []project.Shot, takes []project.Take) bool { return len(takes) == 1 })
	s.still()
	s.command("play or stop")
	s.plays()
	s.still()
	s.press("Escape", ",", ".") // out of the text, and by frames

	// A take from a picture.
	picture := filepath.Join(s.home, "a first frame.png")
	s.check(drawSky(picture))
	ctx, done := s.patience()
	defer done()
	s.changes(func() error { return s.Drop(ctx, 900, 300, picture) })
	s.press("Return")
	s.until(film, "the picture", func(shots []project.Shot, _ []project.Take) bool {
		return len(shots) == 1 && len(shots[0].Media) == 1
	})
	s.check(s.Press("Ctrl+Return"))
	s.until(film, "a second take", func(_ []project.Shot, takes []project.Take) bool { return len(takes) == 2 })
	s.still()
	s.idle()
	corner := image.Pt(24, 16)
	s.check(s.Move(corner))
	s.check(s.Quit(ctx))

	// Nobody has the film any more, and all is in it.
	shots, takes, err := kept(ctx, store.OpenParams{Path: film, Now: time.Now})
	s.check(err)
	if len(shots) != 1 || strings.Join(shots[0].Beats, " ") != prompt {
		t.Fatalf("the shots are %+v", shots)
	}
	if m := shots[0].Media; len(m) != 1 || m[0].Role != project.RoleFirst {
		t.Errorf("the files of the shot are %+v", m)
	}
	if len(takes) != 2 || !strings.Contains(takes[0].Prompt, "red ball") {
		t.Fatalf("the takes are %+v", takes)
	}
	if first, second := s.colour(filepath.Join(film, takes[0].Path)), s.colour(filepath.Join(film, takes[1].Path)); first[0] <= first[2] || second[2] <= second[0] {
		t.Errorf("the takes begin with the colours %v and %v; the second was to begin with the blue picture", first, second)
	}
	s.sound(film)

	// The next day, with the window in a language of her own.
	languages := filepath.Join(s.home, ".config", "kinora", "languages")
	s.check(os.MkdirAll(languages, 0o755))
	s.check(os.WriteFile(filepath.Join(languages, "en.json"), []byte(`{"create.play": "Roll it"}`), 0o600))
	s.start()
	stands, err := s.Corner()
	if s.check(err); stands != corner {
		t.Errorf("the window was left at %v and stands at %v", corner, stands)
	}
	s.press("Return")
	s.titled("Harbour")
	s.still()
	s.command("roll it")
	s.plays()
	s.check(s.Quit(ctx))
}

// idle leaves the window alone: it may do next to nothing then. The aim is 2 % of a
// core. A machine that does much else makes the same wake-ups take longer, which is
// why the limit is half as much again, and why there are several chances; a window
// that paints without need has none.
func (s *sitting) idle() {
	s.Helper()
	const (
		while   = 10 * time.Second
		limit   = while * 3 / 100
		chances = 6
	)
	var all []time.Duration
	for range chances {
		before := s.computed()
		<-time.After(while)
		took := s.computed() - before
		if all = append(all, took); took <= limit {
			s.Logf("in %v the idle window has computed for %v", while, all)
			return
		}
	}
	s.Errorf("in %v the idle window has computed for %v each; it may for %v", while, all, limit)
}

// colour is the mean of the first frame of a clip, in red, green and blue.
func (s *sitting) colour(clip string) []byte {
	s.Helper()
	mean, err := exec.CommandContext(s.Context(), "ffmpeg", "-v", "error", "-i", clip, "-frames:v", "1",
		"-vf", "scale=1:1:flags=area", "-f", "rawvideo", "-pix_fmt", "rgb24", "-").Output()
	s.check(err)
	if len(mean) != 3 {
		s.Fatalf("%s has no first frame", clip)
	}
	return mean
}

// sound lets the program check every file of a film.
func (s *sitting) sound(film string) {
	s.Helper()
	opened, err := store.Open(s.Context(), store.OpenParams{Path: film, Now: time.Now})
	s.check(err)
	defer func() { s.check(opened.Close()) }()
	report, err := opened.Check(s.Context(), true)
	s.check(err)
	for _, problem := range report.Problems {
		s.Error(problem)
	}
}

// drawSky draws a blue picture with a white ball.
func drawSky(path string) error {
	picture := image.NewRGBA(image.Rect(0, 0, 480, 480))
	for y := range 480 {
		for x := range 480 {
			c := color.RGBA{90, 140, 220, 255}
			if (x-240)*(x-240)+(y-160)*(y-160) < 70*70 {
				c = color.RGBA{240, 240, 240, 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(file, picture); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
