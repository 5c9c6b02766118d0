#!/usr/bin/env python3
"""Shows that the memory of decoding does not grow with the length of a clip.

Latents of zeros are decoded to picture and sound at several lengths and two sizes,
each in a process of its own; and whole clips of one step are made at the same
lengths, where the transformer's memory, which sees all tokens at once, is in it.
"""

import argparse
import os
import tempfile
from pathlib import Path

import measure

LENGTHS = {"2 s": 49, "8 s": 193, "20 s": 481}  # at 24 frames a second
LONGER = LENGTHS | {"40 s": 961}  # where that is quick: shows where the pieces have reached their size


def decoded(args) -> str:
    rows = []
    for size in args.sizes:
        for name, frames in (LONGER if size < 200 else LENGTHS).items():
            run = measure.run(["build/bench-decode", "-dir", args.pack, "-frames", frames, "-size", size, "-threads", args.threads])
            told = run.report()
            rows.append((
                f"{size} × {size}", name, frames, f"{told['latents_mib']:.2f} MiB", f"{told['pixels_mib']:.0f} MiB",
                measure.seconds(told["seconds"]), f"**{measure.mib(run.peak)}**",
            ))
    return measure.table(("Size", "Length", "Frames", "Latents", "All pixels, never held", "Decoding", "Peak memory"), rows)


def rendered(args) -> str:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, frames in LENGTHS.items():
            run = measure.run([
                args.kinora, "render", "a red ball bounces at sunset", "--pack", args.pack, "--size", "96x96", "--frames", frames,
                "--steps", 1, "--guidance", 1, "--seed", 0, "--threads", args.threads, "--json", "--force", "-o", Path(folder) / "clip.mp4",
            ])
            sampled = next(line["memory"] for _, line in run.lines if line.get("phase") == "sample" and "step" in line)
            rows.append((name, frames, measure.mib(sampled / 2**20), measure.mib(run.peak), measure.mib(run.together), measure.seconds(run.seconds)))
    return measure.table(("Length", "Frames", "After sampling", "Peak memory", "with ffmpeg", "Whole run"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinora", default="build/kinora")
    parser.add_argument("--pack", type=Path, default=measure.ROOT / "assets/pocket")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--sizes", type=int, nargs="+", default=[96, 384])
    args = parser.parse_args()
    measure.warn_if_busy()
    about = measure.machine(f"{args.threads} threads", measure.runtime_version(args.kinora))
    measure.write("decode", "\n\n".join([decoded(args), rendered(args), about]))


if __name__ == "__main__":
    main()
