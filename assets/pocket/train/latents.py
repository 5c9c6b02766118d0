"""Encodes every clip once, so that stage 3 never touches the autoencoders.

    torchrun --nproc-per-node 2 latents.py WORK

Needs WORK/picture.pt and WORK/sound.pt, writes WORK/latents.pt.
"""

import argparse
import pathlib

import torch
import torch.distributed as dist

import models
import training
from data import Clips
from hearing import mel_frames

GRID = (13, 6, 6)  # latent frames, rows, columns
BATCH = 4


def autoencoders(work):
    """Picture and sound autoencoder of a run, from the running averages."""
    picture, sound = models.picture(), models.sound()
    picture.load_state_dict(torch.load(work / "picture.pt", map_location="cpu")["ema"])
    state = torch.load(work / "sound.pt", map_location="cpu")["ema"]
    sound.load_state_dict({name.removeprefix("sound."): value for name, value in state.items() if name.startswith("sound.")})
    return picture.eval().to(training.DEVICE), sound.eval().to(training.DEVICE)


@torch.no_grad()
def encode(work, limit=None):
    """Saves packed fp16 latents: picture [clips, 468, 48], sound [clips, 51, 32], both normalised, and their scales;
    of the first `limit` training clips.

    thing: uint8 [clips, 468], 1 where something moves in a token.
    """
    work = pathlib.Path(work)
    rank, world = training.setup()
    clips, (picture, sound) = Clips(work), autoencoders(work)
    count = min(limit or clips.train, clips.train)
    bounds = [count * i // world for i in range(world + 1)]
    kept = {"picture": [], "sound": [], "thing": []}
    for start in range(bounds[rank], bounds[rank + 1], BATCH):
        picked = range(start, min(start + BATCH, bounds[rank + 1]))
        with training.half():
            seen = picture.encode(clips.video(picked)).latent_dist.mean
        heard = sound.encode(mel_frames(clips.sound(picked))).latent_dist.mean
        kept["picture"].append(seen.float().flatten(2).transpose(1, 2).half().cpu())
        kept["sound"].append(heard.transpose(1, 2).flatten(2, 3).half().cpu())
        kept["thing"].append(thing_tokens(clips.thing_mask(picked, size=24)).cpu())
    torch.save({name: torch.cat(parts) for name, parts in kept.items()}, work / f"latents.{rank}.part")
    if world > 1:
        dist.barrier()
    if rank == 0:
        _join(work, world)


def _join(work, world):
    parts = [torch.load(work / f"latents.{rank}.part") for rank in range(world)]
    result = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    for name in ("picture", "sound"):
        values = result[name].float()
        mean, deviation = values.mean((0, 1)), values.std((0, 1)).clamp_min(1e-3)
        result[name] = ((values - mean) / deviation).half()
        result[f"{name} scale"] = (mean, deviation)
    torch.save(result, work / "latents.pt")
    for rank in range(world):
        (work / f"latents.{rank}.part").unlink()


def thing_tokens(mask):
    """[n, 1, 49, 24, 24] to uint8 [n, 468]: the first token frame holds one picture, the others four."""
    small = torch.nn.functional.max_pool2d(mask[:, 0], 4)
    rest = small[:, 1:].unflatten(1, (GRID[0] - 1, 4)).amax(2)
    return torch.cat([small[:, :1], rest], 1).flatten(1).to(torch.uint8)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--limit", type=int, help="encode only so many clips")
    encode(**vars(parser.parse_args()))
