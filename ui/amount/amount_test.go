package amount

import (
	"testing"
	"time"

	"github.com/kinora-studio/kinora/ui/words"
)

func speak(t *testing.T, tag string) {
	t.Helper()
	if err := words.Use(words.Params{Language: tag}); err != nil {
		t.Fatal(err)
	}
}

func TestAmounts(t *testing.T) {
	t.Cleanup(func() { speak(t, "en") })
	now := time.Date(2026, 12, 31, 22, 33, 0, 0, time.UTC)
	for _, c := range []struct {
		say    func() string
		en, de string
	}{
		{func() string { return Bytes(0) }, "0 kB", "0 kB"},
		{func() string { return Bytes(7_200) }, "8 kB", "8 kB"},
		{func() string { return Bytes(95_400_000) }, "95 MB", "95 MB"},
		{func() string { return Bytes(5_140_000_000) }, "5.1 GB", "5,1 GB"},
		{func() string { return Bytes(16_000_000_000) }, "16 GB", "16 GB"},
		{func() string { return Fixed(2, 1) }, "2.0", "2,0"},
		{func() string { return Fixed(23.976, 3) }, "23.976", "23,976"},
		{func() string { return Fixed(4096, 0) }, "4096", "4096"},
		{func() string { return Length(-3) }, "0 s", "0 s"},
		{func() string { return Length(44.6) }, "45 s", "45 s"},
		{func() string { return Length(120) }, "2 min", "2 Min."},
		{func() string { return Length(95) }, "1 min 35 s", "1 Min. 35 s"},
		{func() string { return Length(59.7 * 60) }, "1 h", "1 Std."},
		{func() string { return Length(12000) }, "3 h 20 min", "3 Std. 20 Min."},
		{func() string { return Length(67 * 3600) }, "2 d 19 h", "2 T. 19 Std."},
		{func() string { return Clock(now.Add(42*time.Minute), now) }, "23:15", "23:15"},
		{func() string { return Clock(now.Add(9*time.Hour), now) }, "tomorrow 07:33", "morgen 07:33"},
		{func() string { return Clock(now.Add(-24*time.Hour), now) }, "yesterday 22:33", "gestern 22:33"},
		{func() string { return Clock(now.Add(72*time.Hour), now) }, "2027-01-03 22:33", "2027-01-03 22:33"},
	} {
		for tag, want := range map[string]string{"en": c.en, "de": c.de} {
			speak(t, tag)
			if got := c.say(); got != want {
				t.Errorf("%s: %q, want %q", tag, got, want)
			}
		}
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]float64{"2": 2, " 2,5 ": 2.5, "2.5": 2.5, ",5": 0.5, "-1,25": -1.25} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "two", "1.000,5", "1,000,5", "2 s"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
