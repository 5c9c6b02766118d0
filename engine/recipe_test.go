package engine_test

import (
	"strings"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

func TestParseRate(t *testing.T) {
	for text, want := range map[string]engine.Rate{
		"24": {Num: 24, Den: 1}, "25.0": {Num: 25, Den: 1}, "12.5": {Num: 25, Den: 2}, "23.976": {Num: 24000, Den: 1001},
		"23.98": {Num: 24000, Den: 1001}, "29.97": {Num: 30000, Den: 1001}, "30000/1001": {Num: 30000, Den: 1001},
		"48/2": {Num: 24, Den: 1}, "1": {Num: 1, Den: 1}, "240": {Num: 240, Den: 1}, "24/1": {Num: 24, Den: 1},
	} {
		if got, err := engine.ParseRate(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for text, hint := range map[string]string{
		"0": "use 1", "-24": "use 1", "0.99": "use 1", "241": "use 240", "1e99": "use a rate", "1e999999999": "use a rate",
		"": "use a rate", "24/0": "use a rate", "fast": "use a rate", "NaN": "use a rate", "0x18": "use a rate",
		"23.97602397": "use a rate", strings.Repeat("9", 40): "use a rate",
	} {
		_, err := engine.ParseRate(text)
		if engine.KindOf(err) != engine.BadInput || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
