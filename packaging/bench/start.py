"""Measures how long the studio takes from its start to a window that can be used, and writes docs/performance.md."""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

import measure


def times(values) -> str:
    return f"{statistics.median(values):.2f} s ({min(values):.2f} to {max(values):.2f})"


def started(kinora: str, rounds: int, home: str, *film: str) -> dict:
    command = ["build/bench-start", kinora, str(rounds), home, *film]
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=measure.ROOT).stdout
    return json.loads(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinora", default="build/kinora")
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    measure.warn_if_busy()
    kinora = str((measure.ROOT / args.kinora).resolve())
    rows = []
    with tempfile.TemporaryDirectory() as home:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")} | {"HOME": home}
        rows.append(("the first time: no film", started(kinora, args.rounds, home)))
        for name in ("First", "Second"):
            subprocess.run([kinora, "project", "new", name], env=environment, cwd=home, check=True, capture_output=True)
            for beat in ("a red ball bounces", "a blue ball rolls"):
                subprocess.run([kinora, "shot", "add", beat], env=environment, cwd=Path(home) / f"{name}.kinora", check=True, capture_output=True)
        rows.append(("with two films to choose from", started(kinora, args.rounds, home)))
        rows.append(("with a film to open", started(kinora, args.rounds, home, f"{home}/First.kinora")))
    lines = [(name, times(r["shown"]), times(r["first"]), f"**{times(r['drawn'])}**") for name, r in rows]
    table = measure.table(("Start", "Window on the screen", "First picture", "Drawn to the end"), lines)
    measure.write("start", f"{table}\n\n{measure.machine(f'medians of {args.rounds} starts (fastest to slowest)', 'Xvfb, Mesa llvmpipe')}")


if __name__ == "__main__":
    main()
