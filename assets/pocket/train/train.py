"""Trains a pocket pack from nothing, in order, and puts it together; resumes where it was stopped.

    python train.py WORK PACK [--init PACK] [--clips 3600] [--processes 2]

1. data.py draws the clips; 2. picture.py and sounds.py train the autoencoders;
3. latents.py encodes the clips; 4. transformer.py trains the generator;
5. export.py writes the pack. Run evaluate.py on it afterwards.
"""

import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def run(script, *arguments, processes=1):
    """Runs a stage on its own: a stage's memory is free again before the next."""
    launch = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"] if processes > 1 else []
    subprocess.run([sys.executable, *launch, str(HERE / script), *map(str, arguments)], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("pack", type=pathlib.Path)
    parser.add_argument("--init", help="a pack to start from instead of from nothing")
    parser.add_argument("--clips", type=int, default=3600)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, nargs=3, default=(120, 60, 240), help="picture, sound, transformer")
    options = parser.parse_args()
    start = ["--init", options.init] if options.init else []
    if not (options.work / "clips.json").exists():
        run("data.py", options.work, "--clips", options.clips, "--processes", options.processes)
    for script, minutes in zip(("picture.py", "sounds.py"), options.minutes):
        run(script, options.work, *start, "--minutes", minutes, "--resume", processes=options.processes)
    if not (options.work / "latents.pt").exists():
        run("latents.py", options.work, processes=options.processes)
    run("transformer.py", options.work, *start, "--minutes", options.minutes[2], "--resume", processes=options.processes)
    run("export.py", options.work, options.pack)


if __name__ == "__main__":
    main()
