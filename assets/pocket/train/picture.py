"""Stage 1: the picture autoencoder.

    python picture.py WORK [--init PACK] [--minutes 35] [--resume]

Learns to give back the frames from latents 64 times smaller. The things that
move fill 4 % of the picture, so their pixels count `THING_WEIGHT` times more:
without it the sky is right and the ball is missing. Writes WORK/picture.pt.
"""

import argparse
import math
import pathlib

import numpy as np
import torch
from PIL import Image

import models
import training
from data import Clips

THING_WEIGHT = 8.
LATENT_NOISE = .08  # smooth latents: the transformer will not hit them exactly
CROPS = ((.0, 17, 3), (.6, 33, 2), (.9, 49, 1))  # from this share of the run: frames, clips a step


def loss(model, frames, mask):
    """Weighted L1 + L2 of the pixels, and L1 of their differences along x, y and time."""
    with training.half():
        mean = model.encode(frames).latent_dist.mean
        output = model.decode(mean + LATENT_NOISE * torch.randn_like(mean)).sample
    error, mean = output.float() - frames, mean.float()
    weight = 1 + THING_WEIGHT * mask
    pixels = (weight * (error.abs() + error ** 2)).sum() / (3 * weight.sum())
    edges = sum((weight.narrow(axis, 1, weight.shape[axis] - 1) * error.diff(dim=axis).abs()).mean() for axis in (2, 3, 4))
    return pixels + .4 * edges / weight.mean() + 1e-4 * (mean ** 2).mean()


@torch.no_grad()
def evaluate(model, clips, sheet, count=10):
    """Mean dB of held-out clips: whole pictures, and things alone. Draws originals over results."""
    whole, things, rows = [], [], []
    for number in list(clips.held_out())[:count]:
        frames, mask = clips.video([number]), clips.thing_mask([number])
        with training.half():
            output = model.decode(model.encode(frames).latent_dist.mean).sample.float().clamp(-1, 1)
        error = ((output - frames) / 2) ** 2
        whole.append(-10 * math.log10(error.mean() + 1e-9))
        things.append(-10 * math.log10((error * mask).sum() / (3 * mask.sum() + 1) + 1e-9))
        for video in (frames, output):
            rows.append(((video[0, :, ::6].permute(1, 2, 3, 0) + 1) * 127.5).byte().cpu().numpy())
    Image.fromarray(np.concatenate([np.concatenate(list(row), 1) for row in rows])).save(sheet)
    return float(np.mean(whole)), float(np.mean(things))


def train(work, init=None, minutes=35, resume=False, lr=.012):
    work = pathlib.Path(work)
    rank, world = training.setup()
    clips, rng = Clips(work), np.random.default_rng(rank)
    model = models.picture(init).to(training.DEVICE)
    trainer = training.Trainer(model, work / "picture.pt", minutes, lr, 1e-3, decay=.7)
    if resume:
        trainer.resume()
    report = trainer.spent
    while not trainer.done():
        _, count, batch = [crop for crop in CROPS if crop[0] <= trainer.progress][-1]
        picked, start = rng.integers(clips.train, size=batch), int(rng.integers(0, 50 - count))
        value = loss(model, clips.video(picked, start, count), clips.thing_mask(picked, start, count))
        trainer.update(value)
        if trainer.spent >= report and rank == 0:
            report = trainer.spent + 180
            whole, things = evaluate(trainer.ema, clips, work / "picture.png")
            print(f"{trainer.spent / 60:.1f} min, step {trainer.step}: loss {value.item():.4f}, "
                  f"{whole:.2f} dB whole, {things:.2f} dB things", flush=True)
            trainer.save()
            trainer.skip_clock()
    if rank == 0:
        print("final", evaluate(trainer.ema, clips, work / "picture.png", 32), flush=True)
        trainer.save()
    return trainer


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--init")
    parser.add_argument("--minutes", type=float, default=35)
    parser.add_argument("--lr", type=float, default=.012)
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    train(**vars(options))
