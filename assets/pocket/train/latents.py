"""Encodes every clip once, so that stage 3 never touches the autoencoders: WORK/latents.pt."""

import pathlib

import torch

import training
from data import Clips
from hearing import mel_frames

GRID = (13, 6, 6)  # latent frames, rows, columns


@torch.no_grad()
def encode(work, picture, sound, batch=4):
    """Writes packed fp16 latents: picture [clips, 468, 48], sound [clips, 51, 32], both normalised, and their scales.

    thing: uint8 [clips, 468], 1 where something moves in a token.
    """
    clips = Clips(work)
    kept = {"picture": [], "sound": [], "thing": []}
    for start in range(0, len(clips.facts), batch):
        picked = range(start, min(start + batch, len(clips.facts)))
        with training.half():
            seen = picture.encode(clips.video(picked)).latent_dist.mean
        heard = sound.encode(mel_frames(clips.sound(picked))).latent_dist.mean
        kept["picture"].append(seen.float().flatten(2).transpose(1, 2).half())
        kept["sound"].append(heard.transpose(1, 2).flatten(2, 3).half())
        kept["thing"].append(thing_tokens(clips.thing_mask(picked, size=24)))
    result = {name: torch.cat(parts) for name, parts in kept.items()}
    for name in ("picture", "sound"):
        values = result[name].float()
        mean, deviation = values.mean((0, 1)), values.std((0, 1)).clamp_min(1e-3)
        result[name] = ((values - mean) / deviation).half()
        result[f"{name} scale"] = (mean, deviation)
    torch.save(result, pathlib.Path(work) / "latents.pt")
    return result


def thing_tokens(mask):
    """[n, 1, 49, 24, 24] to uint8 [n, 468]: the first token frame holds one picture, the others four."""
    small = torch.nn.functional.max_pool2d(mask[:, 0], 4)
    rest = small[:, 1:].unflatten(1, (GRID[0] - 1, 4)).amax(2)
    return torch.cat([small[:, :1], rest], 1).flatten(1).to(torch.uint8)
