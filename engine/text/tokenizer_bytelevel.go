package text

import "strings"

// gpt2Words is the expression by which GPT-2 splits a text.
const gpt2Words = `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

var findGPT2Words = mustFind(gpt2Words)

// byteRunes is GPT-2's visible character for every byte: itself where it is
// printable, else the next one from U+0100 on.
var byteRunes = func() (runes [256]rune) {
	next := rune(0x100)
	for b := range runes {
		if b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xFF && b != 0xAD {
			runes[b] = rune(b)
		} else {
			runes[b] = next
			next++
		}
	}
	return runes
}()

func mustFind(expression string) finder {
	find, err := findRegex(expression)
	if err != nil {
		panic(err)
	}
	return find
}

// byteLevel splits as GPT-2 does and writes every byte as a visible character.
func (in *preTokenizerJSON) byteLevel() preTokenizer {
	t := preTokenizer{keep: isolated, after: spellBytes}
	if in.PrefixSpace == nil || *in.PrefixSpace {
		t.prepare = func(text string, _ bool) string {
			if strings.HasPrefix(text, " ") {
				return text
			}
			return " " + text
		}
	}
	if in.UseRegex == nil || *in.UseRegex {
		t.find = findGPT2Words
	}
	return t
}

func spellBytes(text string) string {
	var out strings.Builder
	out.Grow(len(text) + len(text)/4)
	for i := range len(text) {
		out.WriteRune(byteRunes[text[i]])
	}
	return out.String()
}
