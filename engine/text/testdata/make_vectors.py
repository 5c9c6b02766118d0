"""Makes the vectors that engine/text's tokenizers are tested with.

Needs `pip install tokenizers==0.23.3`; run it in engine/text/testdata. The parity
cases are read from shared/parity (first argument) and shared/pocket-trial (second).
With a third argument, a folder, it also writes the large sets of docs/adr there.
"""

import gzip
import hashlib
import json
import random
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = Path(__file__).parent
PARITY, POCKET = Path(sys.argv[1]), Path(sys.argv[2])
FULL = Path(sys.argv[3]) if len(sys.argv) > 3 else None

CORPUS = [
    "A red fox jumps over the frozen river at dawn, cinematic light, shallow depth of field.",
    "The robot says: \"Hello there!\" while rain falls on the neon street; it's music plays softly.",
    "Two children run along the beach, the camera follows them, 35mm film, warm colours, 1999.",
    "Ein kleiner Hund läuft über die Straße. Une fille mange une pêche à l'ombre.",
    "猫が走る。女孩在唱歌。 Быстрая лиса. الثعلب السريع 🙂",
] * 4

HAND = [
    "", " ", "   ", "\n", "\t\n \r\n", "\u3000", "\u00a0 \u2003", "a", " a", "a ", "  a  b  ",
    "A red fox jumps over the river.", "  leading,   double  spaces and trailing ", "line one\nline two\ttabbed\r\nthree",
    "The robot says: \"Hello there!\"", "it's they'll WE'RE I'd 'tis ''s", "don't can't won't I'M",
    "läuft über die Straße, l'ombre — ½ ﬁne ＡＢＣ", "cafe\u0301 re\u0301sume\u0301 A\u030a \u1100\u1161\u11a8 각",
    "猫が走る 女孩在唱歌 ｶﾀｶﾅ ㌀ ㈱", "الثعلب السريع, שָׁלוֹם עולם \u202eabc\u202c", "हिन्दी क्षत्रिय தமிழ் ไทย កម្ពុជា",
    "emoji 🙂👩‍🚀 and \u200bzero\u00a0width", "👨‍👩‍👧‍👦🏳️‍🌈👍🏽🇩🇪🇫🇷❤️", "unknown ☃ ꙮ 𝔘𝔫𝔦 𒀀 \U0010ffff \ue000",
    "control \x00\x01\x02\x07\x08\x0b\x0c\x1b\x7f\x80\x85\x9f end", "\ufeffbom \ufffd \u2028 \u2029 \u00ad soft",
    "&lt;b&gt; &amp;amp; &#39; <br/> <i>html</i>", "<bos> literal special </s> <pad>", "<pad><pad> <unk> <mask>x<eos>",
    "<start_of_turn>user\nhi<end_of_turn>\n", "a<bos>b</s>c<unk>d", "<0x41> <0x0A>", "▁▁a▁b ▁", "12345 6.78e-9 ¼ ² ⅷ ٣٤ 一二",
    "x" * 300, "ab" * 150, " ".join("the" for _ in range(60)), "antidisestablishmentarianism" * 6, "!?.,;:-_()[]{}@#$%^&*+=~`|\\/<>",
    "snake_case CamelCase kebab-case a.b.c http://example.com/?q=1&r=2", "İstanbul ISPARTA ΣΊΣΥΦΟΣ ς ẞ ǅ ﬀ Ꭰ",
    "e" + "\u0301" * 40 + " zalgo", "Z\u0351\u036b\u0343\u036a\u0302a\u0309\u0363\u0356l\u0334g\u0321o", "A\u0300\u0323 a\u0323\u0300 \u1e69 s\u0323\u0307",
    "\u0301 lone mark", "\u1e9b\u0323 \u212b \u2126 \ufb03 \u3392 \u01c4", "“quoted” ‘single’ «guillemets» …", "一" * 40, "🙂" * 30,
    "TAGx TAG x xTAGx TAG", " <lr>  x  <lr>y", "[norm] [NORM] [Norm]", "word_TAG TAG_word TAG.", "tab\tTAG\tTAG",
]


def rng_texts(n: int, seed: int = 7) -> list[str]:
    """Texts of mixed scripts, spaces, marks, controls and literals of special tokens."""
    r = random.Random(seed)
    pools = [
        "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", " .,;:!?'\"-_()[]<>/&#", " \t\n\r\u00a0\u3000\u2009\u200b\u2028",
        "äöüßéèêñçøåæœİıſ", "あいうえおカキクケコ漢字走猫女孩ｶﾞ", "абвгдежзийклЁЙ", "אבגדשׁלוֹם", "العربيةُِّ", "हिन्दीक्षत्रज्ञ", "ไทยกำลัง", "각한글각",
        "\u0300\u0301\u0302\u0303\u0308\u030a\u0323\u0327\u0345\u05b0\u0610\u3099", "🙂👩🚀👨👧❤️🏳🌈👍🏽🇩🇪\u200d\ufe0f", "ﬁﬂ½⅓²③㈱Å℃ΩＡＢｃ㌀ﷺ",
        "\x00\x01\x07\x1b\x7f\x85\x9f\ufeff\ufffd\u00ad", "𝔘𝔫𝔦𒀀𐍈\U0010ffff\ue000", "▁",
    ]
    words = ["the", "fox", "red", "river", " camera", "it's", "Straße", "<bos>", "</s>", "<pad>", "<unk>", "<eos>", "&amp;", "TAG", "<lr>", "[norm]", "\r\n", "  ", "<0x41>"]
    out = []
    for _ in range(n):
        parts = []
        for _ in range(r.randint(1, 9)):
            k = r.random()
            if k < 0.3:
                parts.append(r.choice(words))
            elif k < 0.93:
                pool = r.choice(pools)
                parts.append("".join(r.choice(pool) for _ in range(r.randint(1, 7))))
            else:
                parts.append("".join(chr(c) for c in (r.randrange(0x110000) for _ in range(3)) if not 0xD800 <= c < 0xE000))
            if r.random() < 0.5:
                parts.append(" ")
        out.append("".join(parts))
    return out


def trained(normalizer, pre, alphabet=(), size=330, **options) -> dict:
    """The vocabulary and merges of a small BPE."""
    tk = Tokenizer(models.BPE(**options))
    tk.normalizer, tk.pre_tokenizer = normalizer, pre
    suffix = options.get("end_of_word_suffix")
    more = {"end_of_word_suffix": suffix} if suffix else {}
    tk.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=size, show_progress=False, initial_alphabet=sorted(alphabet), special_tokens=["<unk>", "<pad>", "<bos>", "</s>"], **more))
    model = json.loads(tk.to_str())["model"]
    return {"vocab": model["vocab"], "merges": [tuple(m) for m in model["merges"]]}


def finish(tk: Tokenizer, before="", after="", extra=()) -> Tokenizer:
    specials = ["<unk>", "<pad>", "<bos>", "</s>"]
    tk.add_special_tokens([AddedToken(s, normalized=False, special=True) for s in specials])
    tk.add_tokens(list(extra))
    single = " ".join(x for x in (before, "$A", after) if x)
    tk.post_processor = processors.TemplateProcessing(single=single, special_tokens=[(s, tk.token_to_id(s)) for s in specials])
    return tk


EXTRA = [
    AddedToken("TAG", single_word=True, normalized=False), AddedToken("<lr>", lstrip=True, rstrip=True, normalized=False),
    AddedToken("[NORM]", normalized=True), AddedToken("fox", normalized=True, single_word=True), AddedToken("foxes jump", normalized=False),
]


def shapes() -> dict[str, Tokenizer]:
    out = {}
    pre = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tk = Tokenizer(models.BPE(**trained(None, pre, pre_tokenizers.ByteLevel.alphabet(), 360)))
    tk.pre_tokenizer, tk.decoder = pre, decoders.ByteLevel()
    tk.add_special_tokens(["<unk>", "<pad>", "<bos>", "</s>"])
    tk.post_processor = processors.ByteLevel(trim_offsets=True)
    out["gpt2"] = tk

    # As Llama 3 and Qwen: an expression with look-ahead, then bytes.
    expression = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    pre = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(expression), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tk = Tokenizer(models.BPE(**trained(normalizers.NFC(), pre, pre_tokenizers.ByteLevel.alphabet(), 360), ignore_merges=True))
    tk.normalizer, tk.pre_tokenizer = normalizers.NFC(), pre
    out["qwen"] = finish(tk, "<bos>", "</s>", EXTRA)

    # As CLIP: an end of word suffix, inverted split.
    norm = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    pre = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), "removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
    ])
    parts = trained(norm, pre, pre_tokenizers.ByteLevel.alphabet(), 700, end_of_word_suffix="</w>")
    tk = Tokenizer(models.BPE(**parts, unk_token="</s>", end_of_word_suffix="</w>"))
    tk.normalizer, tk.pre_tokenizer = norm, pre
    out["clip"] = finish(tk, "<bos>", "</s>", EXTRA)

    # As Llama 2: Metaspace only at the beginning, unknown characters fused.
    for name, scheme, fuse in (("first", "first", True), ("never", "never", False)):
        pre = pre_tokenizers.Metaspace(prepend_scheme=scheme, split=scheme == "never")
        tk = Tokenizer(models.BPE(**trained(None, pre_tokenizers.Metaspace(), size=160), unk_token="<unk>", fuse_unk=fuse))
        tk.normalizer = normalizers.Sequence([normalizers.Strip(left=scheme == "first", right=False), normalizers.Replace("``", '"')])
        tk.pre_tokenizer = pre
        out[name] = finish(tk, "<bos>", "", EXTRA)

    # A Unigram with bytes, after the Unicode forms that lose most.
    tk = Tokenizer(models.Unigram(unigram(True), unk_id=0, byte_fallback=True))
    tk.normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    out["unigram_bytes"] = finish(tk, "", "</s>", EXTRA)

    tk = Tokenizer(models.Unigram(unigram(False), unk_id=0))
    tk.normalizer = normalizers.NFKC()
    tk.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Metaspace(prepend_scheme="always")])
    out["unigram_words"] = finish(tk, "", "</s>")

    # Marks each piece's end, so that the ids show every split.
    letters = [c for c in sorted(set("".join(CORPUS))) if c != " "]
    vocab = ["<unk>", "<pad>", "<bos>", "</s>"] + letters + [c + "</w>" for c in letters] + [" ", " </w>"]
    for behavior in ("merged_with_previous", "merged_with_next", "contiguous"):
        tk = Tokenizer(models.BPE(vocab={p: i for i, p in enumerate(vocab)}, merges=[], unk_token="<unk>", end_of_word_suffix="</w>"))
        tk.normalizer = normalizers.NFD()
        tk.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(" ", behavior), pre_tokenizers.Punctuation(behavior), pre_tokenizers.Digits(individual_digits=False),
        ])
        out[behavior] = finish(tk)
    return out


def unigram(with_bytes: bool) -> list[tuple[str, float]]:
    tk = Tokenizer(models.Unigram())
    tk.pre_tokenizer = pre_tokenizers.Metaspace()
    tk.train_from_iterator(CORPUS, trainers.UnigramTrainer(vocab_size=120, show_progress=False, unk_token="<unk>", special_tokens=["<unk>", "<pad>", "<bos>", "</s>"]))
    pieces = [tuple(p) for p in json.loads(tk.to_str())["model"]["vocab"]]
    if with_bytes:
        pieces += [(f"<0x{i:02X}>", -20.0) for i in range(256)]
    return pieces


def classes() -> dict:
    """Which characters belong to a class, as inclusive ranges, and digests of what each
    65,536 characters become."""
    known = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]

    def ranges(test) -> list[int]:
        flat: list[int] = []
        for c in known:
            if test(chr(c)):
                if flat and flat[-1] == c - 1:
                    flat[-1] = c
                else:
                    flat += [c, c]
        return flat

    def splits(pre, text) -> int:
        return len(pre.pre_tokenize_str(text))

    def digests(normalizer, around) -> dict[str, str]:
        out = {}
        for block in sorted({c >> 16 for c in known}):
            text = "\n".join(normalizer.normalize_str(around.replace("_", chr(c))) for c in known if c >> 16 == block)
            out[f"{block:x}"] = hashlib.sha256(text.encode()).hexdigest()[:12]
        return out

    umt5 = Tokenizer.from_file(str(PARITY / "wan21_t2v/tokenizer/tokenizer.json")).normalizer
    forms = {"lower": normalizers.Lowercase(), "nfc": normalizers.NFC(), "nfd": normalizers.NFD(), "nfkc": normalizers.NFKC(), "nfkd": normalizers.NFKD(), "charsmap": umt5}
    return {
        "classes": {
            "space": ranges(lambda c: splits(pre_tokenizers.WhitespaceSplit(), f"x{c}x") == 2),
            "punctuation": ranges(lambda c: splits(pre_tokenizers.Punctuation(), f"x{c}x") == 3),
            "number": ranges(lambda c: splits(pre_tokenizers.Digits(), f"x{c}x") == 3),
            "word": ranges(lambda c: splits(pre_tokenizers.Whitespace(), f"x{c}x") == 1),
            "mark": ranges(lambda c: normalizers.StripAccents().normalize_str(c) == ""),
            "letter": ranges(lambda c: pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(f"x{c}x")[0][1] == (0, 3)),
            "digit": ranges(lambda c: pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(f"1{c}1")[0][1] == (0, 3)),
        },
        # Alone, after a letter and a mark, and inside a cluster.
        "forms": {f"{name} {around}": digests(n, around) for name, n in forms.items() for around in ("_", "a_\u0301b", "\u0915_\u1100")},
    }


def write(path: Path, value) -> None:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n"
    with gzip.GzipFile(path.with_suffix(".json.gz"), "wb", 9, mtime=0) as target:
        target.write(text.encode())


def encode_all(tk: Tokenizer, texts: list[str]) -> dict:
    tk.no_truncation()
    tk.no_padding()
    out = {"ids": [tk.encode(t).ids for t in texts]}
    pad = next((t for t in ("<pad>",) if tk.token_to_id(t) is not None), "<unk>")
    for length in (0, 1, 2, 3, 9):
        for side in ("left", "right"):
            for cut in ("left", "right"):
                try:
                    tk.enable_truncation(length, direction=cut)
                    tk.enable_padding(direction=side, pad_id=tk.token_to_id(pad), pad_token=pad, length=length)
                    out[f"{length} {side} {cut}"] = [tk.encode(t).ids for t in texts[11:14]]
                except BaseException as error:  # noqa: BLE001 a panic of the library is one
                    out[f"{length} {side} {cut}"] = type(error).__name__
    return out


def main() -> None:
    texts = HAND + rng_texts(90)
    write(HERE / "texts.json", texts)
    write(HERE / "classes.json", classes())
    made = shapes()
    everything = made | {
        "gemma": Tokenizer.from_file(str(PARITY / "ltx20/tokenizer/tokenizer.json")),
        "umt5": Tokenizer.from_file(str(PARITY / "wan21_t2v/tokenizer/tokenizer.json")),
        "pocket": Tokenizer.from_file(str(POCKET / "tokenizer/tokenizer.json")),
    }
    # The Gemma case lies in testdata/parity already.
    write(HERE / "shapes.json", {name: json.loads(tk.to_str()) for name, tk in everything.items() if name != "gemma"})
    vectors = {name: encode_all(tk, texts) for name, tk in everything.items()}
    write(HERE / "vectors.json", vectors)
    if FULL:
        FULL.mkdir(parents=True, exist_ok=True)
        more = HAND + rng_texts(6000, 11) + [f"a{chr(c)}b \u0915{chr(c)}" for c in range(0x3000) if not 0xD800 <= c < 0xE000]
        write(FULL / "texts.json", more)
        write(FULL / "vectors.json", {name: {"ids": [t.ids for t in tk.encode_batch(more)]} for name, tk in everything.items() if not (tk.no_truncation() or tk.no_padding())})
        for name, tk in everything.items():
            tk.no_truncation(); tk.no_padding()
            (FULL / name).mkdir(exist_ok=True)
            tk.save(str(FULL / name / "tokenizer.json"), pretty=False)


if __name__ == "__main__":
    main()
