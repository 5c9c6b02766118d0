package runtime

import (
	"debug/elf"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

// childVariable makes this test program load the library and print what
// happened: a process can load one library only.
const childVariable = "KINORA_TEST_LOAD"

// beforeLoad makes such a process poorer, where a system's tests ask for it.
var beforeLoad = func() {}

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	beforeLoad()
	if err := Load(); err != nil {
		_, _ = os.Stdout.WriteString(err.Error())
	} else {
		_, _ = os.Stdout.WriteString("loaded " + Version())
	}
	os.Exit(0)
}

// loadIn runs Load in a process of its own.
func loadIn(t *testing.T, env ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(append(os.Environ(), childVariable+"=1"), env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestLoadFindsTheLibrary(t *testing.T) {
	if got := loadIn(t); got != "loaded "+LibraryVersion {
		t.Errorf("got %q, want version %s", got, LibraryVersion)
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ path, want string }{
		"missing":      {filepath.Join(dir, "none.so"), "cannot be opened"},
		"damaged":      {write("damaged.so", []byte("not a library")), "damaged or not a library"},
		"other":        {write("other.so", foreignELF()), "is for EM_MIPS"},
		"too old":      {compile(t, dir, "old", `const void *api(unsigned v) { return 0; }`), "too old"},
		"no interface": {compile(t, dir, "strange", ""), "cannot be started"},
	} {
		t.Run(name, func(t *testing.T) {
			got := loadIn(t, LibraryVariable+"="+c.path)
			if !strings.Contains(got, c.want) || !strings.Contains(got, "make setup") {
				t.Errorf("got %q, want a sentence with %q and what to do", got, c.want)
			}
		})
	}
}

// TestLoadKeepsNoRecords: ONNX Runtime that is about to call its maker first puts
// an identifier of the machine and a queue of events on the disk.
func TestLoadKeepsNoRecords(t *testing.T) {
	path, err := find(os.Getenv(LibraryVariable), candidates())
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	env := []string{LibraryVariable + "=" + path, silenceVariable + "=0"}
	for _, name := range []string{"HOME", "TMPDIR", "XDG_CACHE_HOME"} {
		env = append(env, name+"="+home)
	}
	if got := loadIn(t, env...); got != "loaded "+LibraryVersion {
		t.Fatalf("got %q", got)
	}
	left, err := os.ReadDir(home)
	if err != nil || len(left) > 0 {
		t.Errorf("ONNX Runtime left %v (%v)", left, err)
	}
}

func TestNoLibraryAtAll(t *testing.T) {
	_, err := find("", []string{filepath.Join(t.TempDir(), "none.so")})
	if err == nil || !strings.Contains(err.Error(), "is not installed") || engine.KindOf(err) != engine.BadInput {
		t.Errorf("got %v", err)
	}
}

// foreignELF is the head of a 64-bit library for a machine that Go programs of
// these tests never run on.
func foreignELF() []byte {
	head := make([]byte, 64)
	copy(head, "\x7fELF\x02\x01\x01")
	binary.LittleEndian.PutUint16(head[16:], uint16(elf.ET_DYN))
	binary.LittleEndian.PutUint16(head[18:], uint16(elf.EM_MIPS))
	binary.LittleEndian.PutUint32(head[20:], 1)
	binary.LittleEndian.PutUint16(head[52:], 64)
	return head
}

// compile makes a library whose interface knows no version, as one does that is
// older than the program; without code, one that has no interface.
func compile(t *testing.T, dir, name, code string) string {
	t.Helper()
	if code != "" {
		code += `
const char *version(void) { return "1.0.0"; }
static const struct { const void *(*api)(unsigned); const char *(*version)(void); } base = {api, version};
const void *OrtGetApiBase(void) { return &base; }`
	}
	source, library := filepath.Join(dir, name+".c"), filepath.Join(dir, name+".so")
	if err := os.WriteFile(source, []byte(code+"\nint unused;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "cc", "-shared", "-fPIC", "-o", library, source).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return library
}
