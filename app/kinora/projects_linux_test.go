package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fresh is the home of somebody who has never used Kinora, with the pocket pack
// installed, and the working folder.
func fresh(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	pack, err := filepath.Abs(pocket)
	if err != nil {
		t.Fatal(err)
	}
	packs := filepath.Join(home, "data", "kinora", "packs")
	if err := os.MkdirAll(packs, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(pack, filepath.Join(packs, "pocket")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "data"))
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	t.Setenv("XDG_STATE_HOME", filepath.Join(home, "state"))
	t.Setenv(asProgram, "1") // for workers
	dir := filepath.Join(home, "films")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	return dir
}

// varying is what differs from run to run.
var varying = []struct {
	what *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`), "TIME"},
	{regexp.MustCompile(`\d{8}-\d{6}\.\d{6}`), "STAMP"},
	{regexp.MustCompile(`\d+(\.\d)? s\b`), "N s"}, // without tenths from ten on
	{regexp.MustCompile(`\d+ (KiB|MiB)`), "N $1"},
	{regexp.MustCompile(`\d+ backups`), "N backups"},
	{regexp.MustCompile(`process \d+ since .*? —`), "process N since TIME —"},
	{regexp.MustCompile(`in this program since .*? —`), "in this program since TIME —"},
	{regexp.MustCompile(` +\n`), "\n"},
}

func steady(dir, text string) string {
	text = strings.ReplaceAll(text, dir, "DIR")
	for _, v := range varying {
		text = v.what.ReplaceAllString(text, v.with)
	}
	return text
}

// says runs a command and compares what it says, on both outputs.
func says(t *testing.T, dir, command string, code int, want string) {
	t.Helper()
	got := kinora(t, strings.Split(command, "|")...)
	if text := steady(dir, got.out+got.err); got.code != code || text != strings.TrimPrefix(want, "\n") {
		t.Errorf("kinora %s: %d, want %d\n%s\nwant\n%s", command, got.code, code, text, strings.TrimPrefix(want, "\n"))
	}
}

// TestFilm: from nothing to takes, with every verb on the way.
func TestFilm(t *testing.T) {
	dir := fresh(t)
	says(t, dir, "project|info", 2, "kinora: there is no project here, and none was used before — make one with: kinora project new NAME\n")
	says(t, dir, "project|new|Film", 0, "DIR/Film.kinora\nadd a shot with: kinora shot add \"what happens\"\n")
	says(t, dir, "queue|run", 0, "there was nothing to do\n")
	says(t, dir, "queue|list", 0, "nothing is queued\n")
	says(t, dir, "shot|list", 0, "no shots yet; add one with: kinora shot add \"what happens\"\n")
	says(t, dir, "take|list", 0, "take  made  length  size  seed    prompt\n")
	says(t, dir, "shot|add|a red ball bounces|--frames|9|--steps|2|--seed|7|--scene|SC010", 0, "SH010\nmake its takes with: kinora queue run\n")
	says(t, dir, "shot|add|a blue ball falls|--frames|9|--steps|2|--seed|7", 0, "SH020\nmake its takes with: kinora queue run\n")
	says(t, dir, "shot|edit|SH020|--takes|2", 0, "SH020\n")
	says(t, dir, "queue|add|SH010|--priority|1", 0, "job  state   what\n1    queued  SH010, a red ball bounces\n")
	says(t, dir, "queue|pause|1", 0, "job  state   what\n1    paused  SH010, a red ball bounces\n")
	says(t, dir, "queue|resume|1", 0, "job  state   what\n1    queued  SH010, a red ball bounces\n")
	if got := kinora(t, "queue", "run"); got.code != 0 || steady(dir, got.out) != `DIR/Film.kinora/media/SH010_T01.mp4 (N s)
DIR/Film.kinora/media/SH020_T01.mp4 (N s)
DIR/Film.kinora/media/SH020_T02.mp4 (N s)
` {
		t.Errorf("%d: %s%s", got.code, got.out, got.err)
	}
	says(t, dir, "queue|list|--done", 0, `
job  state  step    left    what
3    done   2 of 2          SH020, a blue ball falls
2    done   2 of 2          SH020, a blue ball falls
1    done   2 of 2          SH010, a red ball bounces
`)
	says(t, dir, "take|list|--shot|SH020", 0, `
take       made                 length  size     seed    prompt
SH020_T02  TIME  N s   768x768  8       a blue ball falls
SH020_T01  TIME  N s   768x768  7       a blue ball falls
`)
	says(t, dir, "take|mark|SH010_T01|--favourite|--note|the one", 0, "SH010_T01\n")
	says(t, dir, "take|list|--favourites", 0, `
take       made                 length  size     seed     prompt
SH010_T01  TIME  N s   768x768  7     ♥  a red ball bounces
`)
	says(t, dir, "take|tree|sh010_t01", 0, "SH010_T01  generate  SH010_T01.mp4  ←\n")
	says(t, dir, "take|export|SH010_T01|-o|out.mp4", 0, "out.mp4\n")
	says(t, dir, "take|export|SH010_T01|-o|out.mp4", 2, "kinora: out.mp4 already exists — choose another name, or add --force to replace it\n")
	says(t, dir, "queue|export|SH010_T01|-o|sound.wav", 0, "job  state   what\n4    queued  SH010_T01 to sound.wav\n")
	says(t, dir, "queue|run", 0, "done: SH010_T01 to sound.wav\n")
	says(t, dir, "shot|list", 0, `
shot   takes  frames  style  what happens
SH010  1      9              a red ball bounces
SH020  2      9              a blue ball falls
`)
	says(t, dir, "shot|remove|SH020", 0, "SH020 is removed; its takes are kept, and kinora shot restore brings it back\n")
	says(t, dir, "shot|undo", 0, "taken back: Remove SH020\n")
	says(t, dir, "shot|undo|--redo", 0, "made again: Remove SH020\n")
	says(t, dir, "shot|restore|SH020", 0, "SH020\n")
	says(t, dir, "project|info", 0, `
Film
DIR/Film.kinora
1 scenes, 2 shots, 0 sequences; new shots: as the pack has it at 24 frames a second
last edit: Restore SH020
`)
	says(t, dir, "project|check|--deep", 0, "3 takes (N KiB), N backups, N MiB free on the disk\nall is well\n")
	says(t, dir, "project|collect", 0, "0 files copied (N KiB), 0 places name them now\n")
	says(t, dir, "project|adopt", 0, "there is nothing that the project does not know\n")
	says(t, dir, "project|package|Film.zip", 0, "Film.zip\n")
	if err := os.Mkdir("elsewhere", 0o755); err != nil {
		t.Fatal(err)
	}
	says(t, dir, "project|unpack|Film.zip|--to|elsewhere", 0, "DIR/elsewhere/Film.kinora\n")
	t.Chdir(t.TempDir()) // from here on the one that was used last is meant
	if got := kinora(t, "project", "info").must(t); !strings.Contains(got.out, filepath.Join(dir, "elsewhere", "Film.kinora")+"\n") {
		t.Errorf("info of another project: %s", got.out)
	}
	if got := kinora(t, "take", "list", "--json").must(t); strings.Count(got.out, `"code":`) != 3 {
		t.Errorf("takes %s", got.out)
	}
	holds(t, filepath.Join(dir, "Film.kinora", "cache"))
}

// TestOrdersRefused: what cannot be done is a sentence and costs nothing.
func TestOrdersRefused(t *testing.T) {
	dir := fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces", "--frames", "9", "--steps", "2").must(t)
	for command, want := range map[string]string{
		"project|new|Film":            "kinora: DIR/Film.kinora",
		"project|new|Film.kinora":     "kinora: DIR/Film.kinora",
		"project|restore|none":        "kinora: ",
		"project|info|-p|none":        "kinora: there is no project none — check the path",
		"project|unpack|none.zip":     "kinora: ",
		"shot|add":                    "kinora: kinora shot add wants <beats> ...",
		"shot|add|":                   "kinora: the shot has no words",
		"shot|restore|SH010":          `kinora: no removed shot is called "SH010"`,
		"shot|edit|SH999|--takes|2":   `kinora: there is no shot "SH999"`,
		"shot|edit|SH010|--takes|-2":  "kinora: ",
		"shot|add|a|--size|big":       `kinora: "big" is not a size`,
		"shot|add|a|--image|none.png": "kinora: none.png cannot be opened",
		"shot|add|a|--seconds|1e9":    "kinora: 1e+09 seconds are not possible",
		"take|open|SH010_T09":         `kinora: there is no take "SH010_T09"`,
		"take|list|--shot|SH999":      `kinora: there is no shot "SH999"`,
		"take|export|SH010_T09|-o|a":  `kinora: there is no take "SH010_T09"`,
		"queue|add|SH010|SH999":       `kinora: there is no shot "SH999"`,
		"queue|add|SH010|--takes=-1":  "kinora: -1 takes are not possible",
		"queue|add|SH010|--after|9":   "kinora: there is no job number 9",
		"queue|pause":                 "kinora: no job is named — name jobs by their numbers, or add --all",
		"queue|pause|1|--all":         "kinora: jobs are named, and all of them are meant",
		"queue|pause|x":               "kinora: ",
		"queue|cancel|9":              "kinora: there is no job number 9",
		"queue|move|9|--top":          "kinora: there is no job number 9",
		"queue|move|9":                "kinora: it is not said where job 9 goes",
		"queue|run|--budget=-1":       "kinora: a budget of -",
		"completion|tcsh":             "kinora: ",
	} {
		got := kinora(t, strings.Split(command, "|")...)
		if text := steady(dir, got.err); got.code != exitBadInput || !strings.HasPrefix(text, want) || !strings.Contains(text, " — ") || got.out != "" {
			t.Errorf("kinora %s: %d %q%q, want %q", command, got.code, got.out, text, want)
		}
	}
	for command, want := range map[string]string{
		"queue|cancel|--all": "there is nothing to cancel\n",
		"queue|retry|--all":  "no job has failed\n",
		"queue|resume|--all": "the queue goes on; no job was paused by itself\n",
		"queue|pause|--all":  "the queue is paused; let it go on with: kinora queue resume --all\n",
	} {
		says(t, dir, command, 0, want)
	}
	kinora(t, "queue", "resume", "--all").must(t)
	for _, command := range []string{"queue|list", "queue|list|--done", "queue|cancel|--all", "take|list", "shot|list|--removed", "project|adopt"} {
		if got := kinora(t, append(strings.Split(command, "|"), "--json")...); got.code != 0 || got.out != "[]\n" {
			t.Errorf("kinora %s --json: %d %q%q", command, got.code, got.out, got.err)
		}
	}
	kinora(t, "project", "new", "Other").must(t)
	t.Setenv("XDG_CONFIG_HOME", t.TempDir()) // nothing was used before
	says(t, dir, "queue|list", 2, "kinora: there are several projects here: Film.kinora, Other.kinora — name one with --project\n")
	says(t, dir, "queue|list|-p|Film", 0, "nothing is queued\n")
}

// TestOtherProcess: while one process runs the queue, others look at it, steer it,
// and are told why they cannot edit.
func TestOtherProcess(t *testing.T) {
	dir := fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces", "--frames", "9", "--steps", "500").must(t)
	kinora(t, "shot", "add", "a blue ball falls", "--frames", "9", "--steps", "2", "--seed", "7").must(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "queue", "run", "--json")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := json.NewDecoder(out)
	next := func(is func(jobEvent) bool) {
		t.Helper()
		for {
			var e jobEvent
			if err := lines.Decode(&e); err != nil {
				t.Fatal(err)
			}
			if is(e) {
				return
			}
		}
	}
	next(func(e jobEvent) bool { return e.Event == "step" && e.Job.Step >= 1 })
	if got := kinora(t, "queue", "list"); got.code != 0 || !strings.Contains(got.out, "1    running") {
		t.Errorf("%d %s%s", got.code, got.out, got.err)
	}
	says(t, dir, "shot|add|too late", 2, "kinora: Film.kinora is open already, in process N since TIME — make the edit there, or close it there first; looking, and orders to its queue, are possible from here\n")
	says(t, dir, "queue|add|SH020", 0, "job  state   what\n3    queued  SH020, a blue ball falls\n")
	says(t, dir, "queue|move|3|--before|2", 0, "job  state    what\n1    running  SH010, a red ball bounces\n3    queued   SH020, a blue ball falls\n2    queued   SH020, a blue ball falls\n")
	says(t, dir, "queue|cancel|9", 2, "kinora: there is no job number 9 — look at the queue again\n")
	if got := kinora(t, "queue", "cancel", "1", "2"); got.code != 0 || !strings.Contains(got.out, "1    cancelled") {
		t.Errorf("%d %s%s", got.code, got.out, got.err)
	}
	next(func(e jobEvent) bool { return e.Event == "take" && e.Take == "SH020_T01" && e.Job.ID == 3 })
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	says(t, dir, "queue|retry|1", 0, "job  state   what\n1    queued  SH010, a red ball bounces\n")
	says(t, dir, "queue|pause|1", 0, "job  state   what\n1    paused  SH010, a red ball bounces\n")
	says(t, dir, "queue|run", 0, "1 jobs are paused; let them go on with: kinora queue resume --all\n")
}

// TestCompletion: shells are told verbs, flags and the codes of the project.
func TestCompletion(t *testing.T) {
	fresh(t)
	kinora(t, "project", "new", "Film").must(t)
	kinora(t, "shot", "add", "a red ball bounces").must(t)
	for words, want := range map[string]string{
		"que":                "queue\n",
		"queue|re":           "resume\nretry\n",
		"queue|run|--bu":     "--budget\n",
		"shot|edit|":         "SH010\n",
		"queue|add|SH":       "SH010\n",
		"take|open|":         "",
		"completion|x":       "",
		"shot|edit|SH0|--ti": "--title\n",
	} {
		if got := kinora(t, append([]string{"complete", "--"}, strings.Split(words, "|")...)...); got.code != 0 || got.out != want {
			t.Errorf("%s: %d %q%s, want %q", words, got.code, got.out, got.err, want)
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		if got := kinora(t, "completion", shell).must(t); !strings.Contains(got.out, "kinora complete -- ") {
			t.Errorf("%s: %q", shell, got.out)
		}
	}
	script := kinora(t, "completion", "bash").must(t).out
	probe := exec.CommandContext(t.Context(), "bash", "-c", script+`
kinora() { `+os.Args[0]+` "$@"; }
COMP_WORDS=(kinora queue re); COMP_CWORD=2; _kinora; printf '%s\n' "${COMPREPLY[@]}"`)
	if out, err := probe.CombinedOutput(); err != nil || string(out) != "resume\nretry\n" {
		t.Errorf("bash: %v %q", err, out)
	}
}
