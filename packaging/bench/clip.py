#!/usr/bin/env python3
"""Compares a whole clip of a pack, from the command to its end, with the public implementation.

Both sides get the same checkpoint, size, length, steps, guidance and threads, and
decode picture and sound. Ours also writes the video file; theirs leaves arrays.
The numbers of the noise differ, because the generators do, which changes no time.
"""

import argparse
import os
import tempfile
from pathlib import Path

import measure

PROMPT = "a red ball bounces at sunset"
FRAMES, STEPS = 49, 8
PUBLIC_PROMPT = 1024  # tokens to which the public pipeline fills up every prompt, unless told otherwise


class Case:
    def __init__(self, size: int, guidance: int, prompt_tokens: int, pack: Path):
        self.size, self.guidance, self.prompt_tokens, self.pack = size, guidance, prompt_tokens, pack

    def __str__(self) -> str:
        return f"{self.size} × {self.size}, guidance {self.guidance}, {self.prompt_tokens} prompt tokens"


def ours(args, case: Case, folder: Path) -> dict:
    run = measure.run([
        args.kinora, "render", PROMPT, "--pack", case.pack, "--size", f"{case.size}x{case.size}", "--frames", FRAMES,
        "--steps", STEPS, "--guidance", case.guidance, "--seed", 0, "--threads", args.threads,
        "--json", "--force", "-o", folder / "clip.mp4",
    ])
    return {
        "total": run.seconds, "first": run.when(event="step", phase="sample", step=1),
        "sampled": run.when(event="step", phase="sample", step=STEPS), "decoded": run.when(event="phase", phase="encode"),
        "peak": run.peak, "together": run.together,
    }


def public(args, case: Case) -> dict:
    run = measure.run([
        args.python, "packaging/bench/reference.py", "--threads", args.threads, "clip", case.pack, "--prompt", PROMPT,
        "--size", case.size, "--frames", FRAMES, "--steps", STEPS, "--guidance", case.guidance,
        "--prompt-tokens", case.prompt_tokens,
    ])
    told = run.report()
    versions.update(told["versions"])
    return {
        "total": run.seconds, "loaded": told["loaded"], "first": told["first_step"], "sampled": told["sampled"],
        "peak": run.peak,
    }


versions: dict = {}


def without_description(pack: Path, folder: Path) -> Path:
    """The same checkpoint without kinora.json: what it says of the prompt's length is then the public default."""
    bare = folder / "bare"
    bare.mkdir()
    for part in pack.iterdir():
        if part.name not in ("kinora.json", "SHA256SUMS"):
            (bare / part.name).symlink_to(part.resolve())
    return bare


def summary(results) -> str:
    head = ("Clip", "Ours", "Public", "Faster", "First step: ours", "public", "Peak memory: ours", "with ffmpeg", "public", "Smaller")
    rows = []
    for case, r in results:
        o, p = r["ours"], r["public"]
        rows.append((
            case, measure.seconds(o["total"]), measure.seconds(p["total"]), measure.ratio(o["total"], p["total"]),
            measure.seconds(o["first"]), measure.seconds(p["first"]),
            measure.mib(o["peak"]), measure.mib(o["together"]), measure.mib(p["peak"]), measure.ratio(o["peak"], p["peak"]),
        ))
    return measure.table(head, rows)


def phases(results) -> str:
    head = ("Clip", "Side", "Until loaded", "First step", "Last step", "Decoded", "File written")
    rows = []
    for case, r in results:
        o, p = r["ours"], r["public"]
        rows.append((case, "ours", "with the first step", *(measure.seconds(o[k]) for k in ("first", "sampled", "decoded", "total"))))
        rows.append((case, "public", *(measure.seconds(p[k]) for k in ("loaded", "first", "sampled", "total")), "not done"))
    return measure.table(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="that has requirements.txt")
    parser.add_argument("--kinora", default="build/kinora")
    parser.add_argument("--pack", type=Path, default=measure.ROOT / "assets/pocket")
    parser.add_argument("--prompt-tokens", type=int, default=32, help="that the pack's kinora.json states")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    measure.warn_if_busy()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pack, bare = args.pack.resolve(), without_description(args.pack, folder)
        cases = [Case(96, 1, args.prompt_tokens, pack), Case(128, 1, args.prompt_tokens, pack),
                 Case(96, 3, args.prompt_tokens, pack), Case(128, 1, PUBLIC_PROMPT, bare)]
        ours(args, cases[0], folder), public(args, cases[0])  # files are in the page cache from here on
        results = []
        for case in cases:
            contestants = {"ours": lambda c=case: ours(args, c, folder), "public": lambda c=case: public(args, c)}
            results.append((case, measure.rounds(args.runs, contestants)))
    about = measure.machine(
        f"{args.threads} threads", measure.runtime_version(args.kinora), *(f"{k} {v}" for k, v in versions.items()),
        f"{FRAMES} frames, {STEPS} steps, medians of {args.runs} runs")
    measure.write("clip", "\n\n".join([summary(results), phases(results), about]))


if __name__ == "__main__":
    main()
