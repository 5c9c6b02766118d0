"""Makes the clips of a training run and keeps them as plain arrays on disk.

    python data.py WORK --clips 3600

writes WORK/frames.npy uint8 [clips, 49, 96, 96, 3], WORK/audio.npy float16
[clips, 2, 32160], WORK/things.npy float32 [clips, 49, 2, 3] with the place and
radius of the things in the picture (render.things_on_screen), and WORK/clips.json
with four captions a clip, its words and its contacts. The last `HELD_OUT` clips
are never trained on.
"""

import argparse
import dataclasses
import json
import pathlib
from multiprocessing import Pool

import numpy as np
import torch

import captions
import foley
import physics
import render
import training
import world

HELD_OUT = 64
FIRST_SEED = 1000
CAPTIONS = 4


def _make(number):
    torch.set_num_threads(1)
    spec = world.sample_spec(np.random.default_rng(FIRST_SEED + number))
    motion = physics.simulate(spec)
    rng = np.random.default_rng(spec.seed + 1)
    told = [captions.caption(spec, motion, rng) for _ in range(CAPTIONS)]
    facts = {"captions": told, "spec": dataclasses.asdict(spec),
             "events": [[float(event.time), event.kind] for event in motion.events]}
    sound = foley.synthesise(spec, motion).astype(np.float16)
    return number, render.render(spec, motion), sound, render.things_on_screen(spec, motion), facts


def generate(work, clips, processes=2):
    work = pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    shape = (clips, world.FRAMES, world.SIZE, world.SIZE, 3)
    frames = np.lib.format.open_memmap(work / "frames.npy", "w+", np.uint8, shape)
    audio = np.lib.format.open_memmap(work / "audio.npy", "w+", np.float16, (clips, 2, world.SAMPLES))
    things = np.lib.format.open_memmap(work / "things.npy", "w+", np.float32, (clips, world.FRAMES, 2, 3))
    facts = [None] * clips
    with Pool(processes) as pool:
        for number, picture, sound, places, fact in pool.imap_unordered(_make, range(clips), chunksize=8):
            frames[number], audio[number], things[number], facts[number] = picture, sound, places, fact
    for array in (frames, audio, things):
        array.flush()
    (work / "clips.json").write_text(json.dumps(facts))  # last: its presence says that the arrays are whole


class Clips:
    """The stored clips; arrays stay on disk and are read as needed."""

    def __init__(self, work):
        work = pathlib.Path(work)
        self.facts = json.loads((work / "clips.json").read_text())
        self.frames = np.load(work / "frames.npy", mmap_mode="r")
        self.audio = np.load(work / "audio.npy", mmap_mode="r")
        self.things = np.load(work / "things.npy", mmap_mode="r")
        self.train = len(self.facts) - HELD_OUT

    def held_out(self):
        return range(self.train, len(self.facts))

    def video(self, indices, start=0, count=world.FRAMES):
        """float32 [n, 3, count, 96, 96] in -1 to 1."""
        picked = np.stack([self.frames[i, start:start + count] for i in indices])
        return torch.from_numpy(picked).to(training.DEVICE).permute(0, 4, 1, 2, 3).float() / 127.5 - 1

    def thing_mask(self, indices, start=0, count=world.FRAMES, size=world.SIZE, margin=1.25):
        """float32 [n, 1, count, size, size]: 1 on the things and a little around them."""
        axis = (torch.arange(size) + .5) / size
        places = torch.from_numpy(np.stack([self.things[i, start:start + count] for i in indices]))[..., None, None]
        x, y, radius = places.unbind(3)
        mask = (axis - x) ** 2 + (axis[:, None] - y) ** 2 < (margin * radius) ** 2
        return mask.any(2)[:, None].float().to(training.DEVICE)

    def sound(self, indices):
        """float32 [n, 2, 32160]."""
        return torch.from_numpy(np.stack([self.audio[i] for i in indices]).astype(np.float32)).to(training.DEVICE)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--clips", type=int, default=3600)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    generate(options.work, options.clips, options.processes)
