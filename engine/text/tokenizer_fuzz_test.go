package text

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tester is what a test, a fuzz target and a property have in common.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// check encodes a prompt in every way and looks at what must always hold.
func check(t tester, name string, tokenizer *Tokenizer, prompt string) {
	t.Helper()
	ids, err := tokenizer.Encode(prompt)
	if err != nil {
		if tokenizer.model.unknown() < 0 {
			return
		}
		t.Fatalf("%s: %q: %v", name, prompt, err)
	}
	for _, id := range ids {
		if id < 0 || id >= tokenizer.VocabSize() {
			t.Fatalf("%s: %q gives the id %d of %d", name, prompt, id, tokenizer.VocabSize())
		}
	}
	words, err := tokenizer.Unknown(prompt)
	if err != nil {
		t.Fatalf("%s: %q: %v", name, prompt, err)
	}
	for _, word := range words {
		if prompt[word.Start:word.End] != word.Text || word.Text == "" {
			t.Fatalf("%s: %q has no word %v", name, prompt, word)
		}
	}
	if tokenizer.config.padID >= 0 {
		checkPadding(t, name, tokenizer, prompt, ids)
	}
}

func checkPadding(t tester, name string, tokenizer *Tokenizer, prompt string, ids []int64) {
	t.Helper()
	padded, mask, err := tokenizer.EncodePadded(prompt, len(ids)+3, PadLeft)
	if err != nil || len(padded) != len(ids)+3 || len(mask) != len(padded) {
		t.Fatalf("%s: %q padded: %v %v %v", name, prompt, padded, mask, err)
	}
	for i := range padded {
		if i < 3 != (mask[i] == 0) || i >= 3 && padded[i] != ids[i-3] {
			t.Fatalf("%s: %q padded: %v %v, not padded %v", name, prompt, padded, mask, ids)
		}
	}
}

func TestProperties(t *testing.T) {
	all := shapes(t)
	rapid.Check(t, func(r *rapid.T) {
		prompt := rapid.OneOf(rapid.String(), rapid.StringMatching(`([a-z ]|<unk>|</s>|TAG|\PL){0,40}`),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(r, "prompt")
		for name, tokenizer := range all {
			check(r, name, tokenizer, prompt)
		}
	})
}

func FuzzEncode(f *testing.F) {
	all := shapes(f)
	for _, text := range readTexts(f, "testdata") {
		f.Add(text)
	}
	f.Add("a\xff\xc3b")
	f.Fuzz(func(t *testing.T, prompt string) {
		for name, tokenizer := range all {
			check(t, name, tokenizer, prompt)
		}
	})
}

func FuzzLoadTokenizer(f *testing.F) {
	var files map[string]json.RawMessage
	readGzip(f, "testdata", "shapes", &files)
	delete(files, "umt5") // too large to mutate usefully
	config := `{"padding_side":"left","pad_token":"<pad>","bos_token":{"content":"<s>"},"add_bos_token":true,"added_tokens_decoder":{"5":{"content":"<one>","lstrip":true}}}`
	for _, file := range files {
		f.Add([]byte(file), []byte(config))
	}
	f.Add([]byte(tiny), []byte("{}"))
	f.Add([]byte(strings.Replace(tiny, `"normalizer":null`, `"normalizer":{"type":"Precompiled","precompiled_charsmap":"CAAAAAAEAAAAAAAAAAA="}`, 1)), []byte("{}"))
	f.Fuzz(func(t *testing.T, file, settings []byte) {
		config, err := parseConfig(settings)
		if err != nil {
			return
		}
		tokenizer, err := parse(file, config)
		if err != nil {
			return
		}
		for _, prompt := range []string{"", "a  red\tfox <bos>\n", "ein läuft\u0301 猫🙂 1999", "\x00\xff"} {
			if tokenizer.template.added < 100 {
				check(t, "fuzzed", tokenizer, prompt)
			}
		}
	})
}

// BenchmarkEncode encodes 40,000 characters; the last shape is one word.
func BenchmarkEncode(b *testing.B) {
	all := shapes(b)
	prompt := strings.Repeat("A red fox jumps over the frozen river at dawn, läuft 猫が走る. ", 700)[:40000]
	for name, text := range map[string]string{"gemma": prompt, "umt5": prompt, "pocket": prompt, "gpt2": prompt, "qwen": prompt, "pocket/word": strings.Repeat("ball", 10000)} {
		shape, _, _ := strings.Cut(name, "/")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := all[shape].Encode(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
