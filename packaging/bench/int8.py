#!/usr/bin/env python3
"""Compares the pictures of clips in 8 bits with those in single precision, seed by seed.

Clips are written without loss. Two yardsticks stand beside the result: how far
the clip of another seed is, and what writing the clip as H.264 loses.
"""

import argparse
import os
import re
import statistics
import subprocess
import tempfile
from pathlib import Path

import measure

PROMPT = "a big red ball drops and bounces on the beach, at sunset"


def render(args, folder: Path, name: str, seed: int, *flags: str) -> Path:
    path = folder / name
    measure.run([args.kinora, "render", PROMPT, "--pack", args.pack, "--seed", seed, "--scale", 1, "--threads", args.threads,
                 "--json", "--force", "-o", path, *flags])
    return path


def psnr(one: Path, other: Path) -> float:
    """Of all values of all frames, in dB; infinite where they are equal."""
    filters = "[0:v]format=gbrp[a];[1:v]format=gbrp[b];[a][b]psnr"
    told = subprocess.run(["ffmpeg", "-hide_banner", "-i", one, "-i", other, "-lavfi", filters, "-f", "null", "-"],
                          capture_output=True, text=True, check=True).stderr
    return float(re.search(r"average:(\S+)", told).group(1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinora", default="build/kinora")
    parser.add_argument("--pack", type=Path, default=measure.ROOT / "assets/pocket")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seeds", type=int, default=5)
    args = parser.parse_args()
    found = {"8 bits against single precision, same seed": [], "H.264 against lossless, same clip": [], "another seed": []}
    with tempfile.TemporaryDirectory() as name:
        folder, last = Path(name), None
        for seed in range(args.seeds):
            exact = render(args, folder, f"exact{seed}.mkv", seed)
            found["8 bits against single precision, same seed"].append(psnr(render(args, folder, "small.mkv", seed, "--int8"), exact))
            found["H.264 against lossless, same clip"].append(psnr(render(args, folder, "lossy.mp4", seed), exact))
            if last:
                found["another seed"].append(psnr(exact, last))
            last = exact
    rows = [(what, f"**{statistics.median(v):.1f} dB**", f"{min(v):.1f} dB", f"{max(v):.1f} dB") for what, v in found.items()]
    about = measure.machine(measure.runtime_version(args.kinora), f"{args.seeds} seeds, the pack's own steps and guidance")
    measure.write("int8", "\n\n".join([measure.table(("Compared", "PSNR, median", "Lowest", "Highest"), rows), about]))


if __name__ == "__main__":
    main()
