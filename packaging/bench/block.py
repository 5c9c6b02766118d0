#!/usr/bin/env python3
"""Compares one transformer block of LTX-2.3's width, random weights, with the public implementation.

Both sides get the same checkpoint, numbers of tokens and threads. The public one
is timed twice: with one timestep for the clip, as its pipeline makes a clip from
words, and with one for each token, as it makes one that begins with a picture;
it then computes the modulation for every token. Ours computes it once for each
timestep that differs, so that both cases take it the same time.
"""

import argparse
import os

import measure

versions: dict = {}


def ours(args, tokens: int, runs: int, *flags: str) -> dict:
    run = measure.run(["build/bench-block", "-dir", args.checkpoint, "-tokens", tokens, "-runs", runs, "-threads", args.threads, *flags])
    return {"seconds": run.report()["median"], "peak": run.peak}


def public(args, tokens: int, runs: int, timesteps: str) -> dict:
    run = measure.run([
        args.python, "packaging/bench/reference.py", "--threads", args.threads, "block", args.checkpoint,
        "--tokens", tokens, "--runs", runs, "--timesteps", timesteps,
    ])
    versions.update(run.report()["versions"])
    return {"seconds": run.report()["median"], "peak": run.peak}


def compare(args, tokens: int, rounds: int, runs: int) -> list:
    figures = measure.rounds(rounds, {
        "ours": lambda: ours(args, tokens, runs),
        "ours, 8 bits": lambda: ours(args, tokens, runs, "-int8"),
        "public": lambda: public(args, tokens, runs, "clip"),
        "public, a timestep a token": lambda: public(args, tokens, runs, "token"),
    })
    clip, token = figures["public"], figures["public, a timestep a token"]
    rows = []
    for side, f in figures.items():
        against = ("", "") if side.startswith("public") else tuple(measure.ratio(f["seconds"], p["seconds"]) for p in (clip, token))
        rows.append((f"{tokens:,}", side, measure.seconds(f["seconds"]), *against, measure.mib(f["peak"])))
    return rows


def opening(args) -> str:
    rows = []
    for size in (256, 1024, 3072):
        told = [measure.run(["build/bench-block", "-dir", args.checkpoint, "-open", size]).report() for _ in range(args.rounds)]
        middle = sorted(told, key=lambda t: t["seconds"])[len(told) // 2]
        rows.append((
            measure.mib(middle["weights_mib"]), middle["matrices"], f"{1000 * middle['seconds']:.1f} ms",
            f"{middle['private_mib']:.1f} MiB", f"{1000 * middle['run_seconds']:.0f} ms", f"{middle['run_private_mib']:.1f} MiB",
        ))
    head = ("Weights", "Matrices", "Opening takes", "and adds, private", "First run, one token", "Private memory after it")
    return measure.table(head, rows)


def error(args) -> str:
    told = measure.run(["build/bench-block", "-dir", args.checkpoint, "-tokens", 1536, "-error"]).report()
    return (f"Velocities of the block in 8 bits differ from those in single precision by {100 * told['video']:.2f} % of their RMS "
            f"in the picture and {100 * told['audio']:.2f} % in the sound (1,536 tokens, random weights).")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="that has requirements.txt")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tokens", type=int, nargs="+", default=[1536, 6144])
    args = parser.parse_args()
    measure.warn_if_busy()
    ours(args, args.tokens[0], 1, "-int8")  # converts the weights, once for all
    rows = []
    for tokens in args.tokens:
        # A long block needs fewer repetitions to tell the same.
        rows += compare(args, tokens, *((args.rounds, 3) if tokens < 4096 else (max(1, args.rounds - 1), 1)))
    head = ("Tokens", "Side", "One forward", "Against public", "Against public, a timestep a token", "Peak memory")
    about = measure.machine(
        f"{args.threads} threads", measure.runtime_version("build/kinora"), *(f"{k} {v}" for k, v in versions.items()),
        f"medians of {args.rounds} processes, of {max(1, args.rounds - 1)} at 4,096 tokens and more")
    measure.write("block", "\n\n".join([measure.table(head, rows), error(args), about]))
    measure.write("opening", "\n\n".join([opening(args), measure.machine(measure.runtime_version("build/kinora"))]))


if __name__ == "__main__":
    main()
