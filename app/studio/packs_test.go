package studio

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
)

// ownPacks gives the test a place for packs of its own, and returns it.
func ownPacks(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	return filepath.Join(data, "kinora", "packs")
}

// copyOfPocket is the pocket pack in another folder.
func copyOfPocket(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "assets", "pocket"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestPacksAreAddedListedVerifiedAndForgotten(t *testing.T) {
	RegisterFamilies()
	ownPacks(t)
	s, _ := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	t.Cleanup(func() { _ = s.Close() })
	dir := copyOfPocket(t, "harbour-pack")
	for range 2 { // the second time nothing changes
		name, err := AddPack(t.Context(), dir)
		if err != nil || name != "harbour-pack" {
			t.Fatalf("%q, %v", name, err)
		}
	}
	if found, err := FindPack("harbour-pack"); err != nil || found == "" {
		t.Fatal(err)
	}
	listed := Packs(t.Context(), s, nil)
	if len(listed) != 1 {
		t.Fatalf("packs: %+v", listed)
	}
	p := listed[0]
	if p.Fault != nil || !p.Linked || p.Shipped || !p.Sums || p.Dir != dir || p.Bytes < 1<<20 || !p.Checked.IsZero() {
		t.Errorf("the pack is %+v", p)
	}
	if p.Info.Licence == "" || p.Info.Note == "" || p.Plan.Memory <= 0 || p.Seconds <= 0 || p.Measured || p.ClipSeconds() <= 0 {
		t.Errorf("what it is: %+v, %+v", p.Info, p.Plan)
	}
	told := int64(0)
	now := time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC)
	if err := VerifyPack(t.Context(), s, p, now, func(done, total int64) { told = done * 100 / total }); err != nil || told != 100 {
		t.Errorf("verified: %v, %d %%", err, told)
	}
	if got := Packs(t.Context(), s, nil)[0].Checked; !got.Equal(now) {
		t.Errorf("verified at %v", got)
	}
	if err := ForgetPack(p); err != nil {
		t.Error(err)
	}
	if len(Packs(t.Context(), s, nil)) != 0 {
		t.Error("it is still there")
	}
	if _, err := os.Stat(filepath.Join(dir, "model_index.json")); err != nil {
		t.Error("its files are gone")
	}
}

func TestWhatIsNoPackIsRefused(t *testing.T) {
	RegisterFamilies()
	place := ownPacks(t)
	damaged := copyOfPocket(t, "damaged")
	if err := os.RemoveAll(filepath.Join(damaged, "vae")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "weights.safetensors")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	stranger := t.TempDir()
	if err := os.WriteFile(filepath.Join(stranger, "model_index.json"), []byte(`{"_class_name": "OtherPipeline"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		t.TempDir(): "model_index.json", damaged: `lacks its part "vae"`, file: "is a file",
		stranger: "unknown family", filepath.Join(stranger, "gone"): "does not exist",
	} {
		if _, err := AddPack(t.Context(), dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want something with %q", dir, err, want)
		}
	}
	if entries, err := os.ReadDir(place); err == nil && len(entries) > 0 {
		t.Errorf("something was added: %v", entries)
	}
}

func TestPacksThatCannotBeUsedSayWhy(t *testing.T) {
	RegisterFamilies()
	place := ownPacks(t)
	s, _ := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	t.Cleanup(func() { _ = s.Close() })
	unplugged := copyOfPocket(t, "unplugged")
	if _, err := AddPack(t.Context(), unplugged); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(unplugged); err != nil {
		t.Fatal(err)
	}
	altered := filepath.Join(place, "altered")
	if err := os.CopyFS(altered, os.DirFS(filepath.Join("..", "..", "assets", "pocket"))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(altered, "vae", "config.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	listed := Packs(t.Context(), s, nil)
	if len(listed) != 2 || listed[0].Fault == nil || listed[1].Fault == nil {
		t.Fatalf("packs: %+v", listed)
	}
	if err := VerifyPack(t.Context(), s, listed[0], time.Now(), nil); err == nil || !strings.Contains(err.Error(), "altered") {
		t.Errorf("verified: %v", err)
	}
	if err := ForgetPack(listed[0]); err == nil {
		t.Error("a pack that was not added is forgotten")
	}
	if _, err := os.Stat(altered); err != nil {
		t.Error("it was deleted")
	}
	if err := ForgetPack(listed[1]); err != nil {
		t.Error(err)
	}
}
