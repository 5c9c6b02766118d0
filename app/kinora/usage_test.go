package main

import (
	"os"
	"strings"
	"testing"
)

// TestUsage: what people type first leads somewhere, and a slip of the finger is
// answered with the name that was meant.
func TestUsage(t *testing.T) {
	for line, words := range map[string]string{
		"":               "kinora render \"a red ball",
		"help":           "Commands:\n",
		"--help":         "Exit codes:\n",
		"-h":             "Exit codes:\n",
		"help render":    "--seed=N",
		"render -h":      "--seed=N",
		"inspect --help": "inspect parity",
		"version":        "onnxruntime ",
		"--version":      "kinora " + version,
	} {
		s := kinora(t, strings.Fields(line)...).must(t)
		if !strings.Contains(s.out, words) || s.err != "" {
			t.Errorf("kinora %s: %q, %q", line, s.out, s.err)
		}
	}
	for line, want := range map[string][2]string{
		"render fox --sed 3":     {"unknown flag --sed", "did you mean --seed? see kinora render --help"},
		"render fox --guidanc 3": {"unknown flag --guidanc", "did you mean --guidance?"},
		"render fox --frame 3":   {"unknown flag --frame", "did you mean --from or --frames? see kinora render --help"},
		"render fox -x":          {"unknown flag -x", "see kinora render --help"},
		"rendr fox":              {`there is no command "rendr"`, "did you mean render? see kinora --help"},
		"help rendr":             {`there is no command "rendr"`, "did you mean render?"},
		"inspect":                {"kinora inspect wants parity", "see kinora inspect --help"},
		"inspect partiy":         {"unexpected argument partiy", "did you mean parity? see kinora inspect --help"},
		"inspect parity":         {"kinora inspect parity wants <dir>", "see kinora inspect parity --help"},
		"version now":            {"unexpected argument now", "see kinora version --help"},
		"--seed 3":               {"unknown flag --seed", "see kinora --help"},
	} {
		s := kinora(t, strings.Fields(line)...)
		if s.code != exitBadInput || s.out != "" {
			t.Errorf("kinora %s: code %d, %q", line, s.code, s.out)
		}
		sentence(t, s, want[0], want[1])
	}
	s := kinora(t, "")
	sentence(t, s, `there is no command ""`, "see kinora --help")
}

// TestShortFlags: a value may follow as it does after a long flag.
func TestShortFlags(t *testing.T) {
	for _, c := range [][2]string{{"-o=clip.mp4", "-oclip.mp4"}, {"-o=-x", "-o-x"}, {"-o", "-o"}, {"--seed=1", "--seed=1"}, {"-=", "-="}, {"a -o=b", "a -o=b"}} {
		got := spelledOut([]string{"render", c[0], "--", c[0]})
		if got[1] != c[1] || got[3] != c[0] {
			t.Errorf("%s became %q", c[0], got)
		}
	}
	if text := harmless("a\x1b[31m b\n\u009b é 🏀\r"); text != "a\uFFFD[31m b\n\uFFFD é 🏀\uFFFD" {
		t.Errorf("%q", text)
	}
}

// TestDefect: what must never happen is told in a line, with its place.
func TestDefect(t *testing.T) {
	var told strings.Builder
	tell := newTeller(streams{&told, &told}, func() {}, false)
	code := func() (code int) {
		defer func() { code = report(t.Context(), tell, defect(recover())) }()
		return []int{}[len(os.Args)]
	}()
	if text := told.String(); code != exitInternal || !strings.Contains(text, "defect at usage_test.go:") || strings.Count(text, "\n") != 1 {
		t.Errorf("code %d: %s", code, text)
	}
}
