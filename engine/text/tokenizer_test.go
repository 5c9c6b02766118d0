package text

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kinora-studio/kinora/engine"
)

func load(t testing.TB, files map[string]string) (*Tokenizer, error) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return LoadTokenizer(dir)
}

const tiny = `{"added_tokens":[{"id":0,"content":"<unk>","special":true},{"id":1,"content":"<pad>","special":true}],
"normalizer":null,"pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,
"model":{"type":"BPE","unk_token":"<unk>","fuse_unk":false,"vocab":{"<unk>":0,"<pad>":1,"a":2,"b":3,"ab":4},"merges":[["a","b"]]}}`

func TestUnknown(t *testing.T) {
	tokenizer, err := load(t, map[string]string{"tokenizer.json": tiny})
	if err != nil {
		t.Fatal(err)
	}
	got, err := tokenizer.Unknown("ab xa\u3000 <unk>b é ab")
	want := []Word{{"xa", 3, 5}, {"é", 16, 18}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v %v, want %v", got, err, want)
	}
	if got, err := tokenizer.Unknown("ab ba <unk>"); err != nil || got != nil {
		t.Errorf("a prompt without unknown words gives %v %v", got, err)
	}
	if got, err := shapes(t)["gemma"].Unknown("☃ ꙮ 𝔘"); err != nil || got != nil {
		t.Errorf("byte fallback knows everything, but %v %v", got, err)
	}
}

func TestConfig(t *testing.T) {
	tokenizer, err := load(t, map[string]string{
		"tokenizer.json": tiny,
		"tokenizer_config.json": `{"padding_side":"left","truncation_side":"left","model_max_length":77,"pad_token":"<pad>",
			"bos_token":{"content":"<s>","special":true},"add_bos_token":true,
			"added_tokens_decoder":{"6":{"content":"<two>"},"5":{"content":"<one>","lstrip":true}}}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	if tokenizer.MaxLength() != 77 || tokenizer.PaddingSide() != PadLeft || tokenizer.VocabSize() != 8 {
		t.Errorf("length %d, side %v, size %d", tokenizer.MaxLength(), tokenizer.PaddingSide(), tokenizer.VocabSize())
	}
	ids, mask, err := tokenizer.EncodePadded("ab <one>b a<two>", 7, PadDefault)
	if err != nil || !slices.Equal(ids, []int64{1, 7, 4, 5, 3, 2, 6}) || !slices.Equal(mask, []int64{0, 1, 1, 1, 1, 1, 1}) {
		t.Errorf("got %v %v %v", ids, mask, err)
	}
	if ids, _, _ := tokenizer.EncodePadded("a b ab", 3, PadDefault); !slices.Equal(ids, []int64{7, 3, 4}) {
		t.Errorf("truncation on the left gives %v", ids)
	}
	if n, err := tokenizer.Count("ab ab"); n != 3 || err != nil {
		t.Errorf("Count gives %d %v", n, err)
	}
	if id, ok := tokenizer.PadID(); id != 1 || !ok {
		t.Errorf("PadID gives %d %v", id, ok)
	}
}

// TestOlderFiles reads a model without a type and merges as lines.
func TestOlderFiles(t *testing.T) {
	older := strings.NewReplacer(`"type":"BPE",`, "", `["a","b"]`, `"a b"`).Replace(tiny)
	tokenizer, err := load(t, map[string]string{"tokenizer.json": older})
	if err != nil {
		t.Fatal(err)
	}
	if ids, err := tokenizer.Encode("abb a"); err != nil || !slices.Equal(ids, []int64{4, 3, 2}) {
		t.Errorf("got %v %v", ids, err)
	}
}

func TestConcurrent(t *testing.T) {
	tokenizer := shapes(t)["qwen"]
	texts := readTexts(t, "testdata")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, text := range texts {
				check(t, "qwen", tokenizer, text)
			}
		})
	}
	group.Wait()
}

func TestInvalidUTF8(t *testing.T) {
	for name, tokenizer := range shapes(t) {
		got, err := tokenizer.Encode("a\xff\xc3b")
		want, _ := tokenizer.Encode("a\ufffd\ufffdb")
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v %v, want %v", name, got, err, want)
		}
	}
}

func TestBadFiles(t *testing.T) {
	swap := func(part, by string) string { return strings.Replace(tiny, part, by, 1) }
	normalizer := func(n string) string { return swap(`"normalizer":null`, `"normalizer":`+n) }
	post := func(p string) string { return swap(`"post_processor":null`, `"post_processor":`+p) }
	model := func(m string) string { return tiny[:strings.Index(tiny, `"model"`)] + `"model":` + m + `}` }
	for want, file := range map[string]string{
		"not JSON":                    "{",
		"not UTF-8":                   "\xff",
		"no model":                    "{}",
		"no vocab":                    model(`{"type":"BPE","merges":[]}`),
		"no merges":                   model(`{"type":"BPE","vocab":{}}`),
		"BPE model cannot be read":    model(`{"type":"BPE","vocab":[],"merges":[]}`),
		`model type "WordPiece"`:      swap(`"BPE"`, `"WordPiece"`),
		`normalizer type "Nmt"`:       normalizer(`{"type":"Sequence","normalizers":[{"type":"Nmt"}]}`),
		`pre_tokenizer type "Magic"`:  swap(`"WhitespaceSplit"`, `"Magic"`),
		`post_processor type "Bert`:   post(`{"type":"BertProcessing"}`),
		"is not in its vocab":         swap(`["a","b"]`, `["a","c"]`),
		"3 parts":                     swap(`["a","b"]`, `["a","b","c"]`),
		"not two parts":               swap(`["a","b"]`, `"a b c"`),
		"negative id":                 swap(`"b":3`, `"b":-3`),
		"dropout of 0.1":              swap(`"fuse_unk"`, `"dropout":0.1,"fuse_unk"`),
		`unknown token "<x>"`:         swap(`"unk_token":"<unk>"`, `"unk_token":"<x>"`),
		"unk_id 4":                    model(`{"type":"Unigram","unk_id":4,"vocab":[["a",-1]]}`),
		"not a piece and its score":   model(`{"type":"Unigram","vocab":[["a"]]}`),
		"shorter than its own header": normalizer(`{"type":"Precompiled","precompiled_charsmap":""}`),
		"not base64":                  normalizer(`{"type":"Precompiled","precompiled_charsmap":"?"}`),
		"cut short":                   normalizer(`{"type":"Precompiled","precompiled_charsmap":"/////w=="}`),
		"no content":                  normalizer(`{"type":"Replace","pattern":{"String":"a"}}`),
		"is empty":                    normalizer(`{"type":"Replace","pattern":{"String":""},"content":""}`),
		"not an expression":           normalizer(`{"type":"Replace","pattern":{"Regex":"("},"content":""}`),
		`uses "\\h"`:                  normalizer(`{"type":"Replace","pattern":{"Regex":"\\h"},"content":""}`),
		"which sides":                 normalizer(`{"type":"Strip"}`),
		"what to prepend":             normalizer(`{"type":"Prepend"}`),
		"no behavior":                 swap(`"WhitespaceSplit"`, `"Split","pattern":{"String":" "}`),
		`behavior "Odd" is not known`: swap(`"WhitespaceSplit"`, `"Split","behavior":"Odd","pattern":{"String":" "}`),
		"not one character":           swap(`"WhitespaceSplit"`, `"Metaspace","replacement":"ab"`),
		`prepend_scheme "often"`:      swap(`"WhitespaceSplit"`, `"Metaspace","replacement":"_","prepend_scheme":"often"`),
		"without an id":               post(`{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x"}}],"special_tokens":{}}`),
		"neither the sequence A":      post(`{"type":"TemplateProcessing","single":[{"Sequence":{"id":"B"}}]}`),
		"impossible id -1":            post(`{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x"}}],"special_tokens":{"x":{"ids":[-1]}}}`),
		"nested too deeply":           normalizer(strings.Repeat(`{"type":"Sequence","normalizers":[`, 30) + `{"type":"NFC"}` + strings.Repeat("]}", 30)),
	} {
		_, err := load(t, map[string]string{"tokenizer.json": file})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "tokenizer.json") || engine.KindOf(err) != engine.BadInput {
			t.Errorf("want an error with %q and the file, got %v", want, err)
		}
	}
	for want, config := range map[string]string{"neither left nor right": `{"padding_side":"up"}`, "not JSON": "["} {
		if _, err := load(t, map[string]string{"tokenizer.json": tiny, "tokenizer_config.json": config}); err == nil ||
			!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "tokenizer_config.json") {
			t.Errorf("want an error with %q and the file, got %v", want, err)
		}
	}
	if _, err := LoadTokenizer(t.TempDir()); err == nil || !strings.Contains(err.Error(), "model folder is complete") {
		t.Errorf("an empty folder gives %v", err)
	}
}

func TestBadRequests(t *testing.T) {
	tokenizer, err := load(t, map[string]string{"tokenizer.json": tiny})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := tokenizer.EncodePadded("a", 4, PadLeft); err == nil || !strings.Contains(err.Error(), "pad_token") {
		t.Errorf("no padding token gives %v", err)
	}
	for _, length := range []int{-1, maxPadded + 1} {
		if _, _, err := tokenizer.EncodePadded("a", length, PadLeft); engine.KindOf(err) != engine.BadInput {
			t.Errorf("length %d gives %v", length, err)
		}
	}
	lacking, err := load(t, map[string]string{"tokenizer.json": `{"model":{"type":"Unigram","vocab":[["a",-1]]}}`})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lacking.Encode("ab"); err == nil || !strings.Contains(err.Error(), `"b" is not in its vocabulary`) {
		t.Errorf("an unknown character without an unknown token gives %v", err)
	}
}
