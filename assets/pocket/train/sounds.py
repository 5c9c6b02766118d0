"""Stage 2: the sound autoencoder and the vocoder, together.

    python sounds.py WORK [--init PACK] [--minutes 10] [--resume]

Frames in which something begins count five times: an impact is two frames of
201. A third of the vocoder's input comes from the autoencoder, so that it learns
to forgive it. Writes WORK/sound.pt.
"""

import argparse
import pathlib

import numpy as np
import torch
from PIL import Image

import models
import training
from data import Clips
from hearing import correlation, flux, mel_frames, spectral_distance
from world import HOP

BATCH = 6
CUT = 60  # mel frames that the vocoder learns from at once
LATENT_NOISE = .08


def loss(model, wave, step, rng):
    """Both losses; the vocoder's does not reach the autoencoder."""
    mel = mel_frames(wave)
    mean = model["sound"].encode(mel).latent_dist.mean
    output = model["sound"].decode(mean + LATENT_NOISE * torch.randn_like(mean), return_dict=False)[0]
    rising = mel.diff(dim=2).clamp_min(0).mean(-1, keepdim=True) > .12
    weight = torch.nn.functional.pad(1 + 4 * rising.float(), (0, 0, 1, 0), value=1.)
    heard = (weight * (output - mel).abs()).mean() + .5 * (output.diff(dim=2) - mel.diff(dim=2)).abs().mean()
    start = int(rng.integers(0, mel.shape[2] - CUT))
    source = output.detach() if step % 3 == 0 else mel
    made = model["vocoder"](source[:3, :, start:start + CUT])
    true = wave[:3, :, start * HOP:(start + CUT) * HOP]
    return heard + 1e-4 * mean.pow(2).mean() + spectral_distance(made, true)


@torch.no_grad()
def evaluate(model, clips, sheet, count=16):
    """Mel error, correlation of the onsets in mel and in sound, and the vocoder's distance; draws spectrograms."""
    wave = clips.sound(list(clips.held_out())[:count])
    mel = mel_frames(wave)
    output = model["sound"].decode(model["sound"].encode(mel).latent_dist.mean, return_dict=False)[0]
    made = model["vocoder"](output)[..., :wave.shape[-1]]
    again = mel_frames(made)
    pairs = [np.concatenate([_drawn(mel[i]), _drawn(again[i])], 1) for i in range(8)]
    Image.fromarray(np.concatenate(pairs)).resize((804, 1024)).save(sheet)
    return {"mel L1": (output - mel).abs().mean().item(), "deviation": mel.std().item(),
            "onsets in mel": correlation(flux(output), flux(mel)), "in sound": correlation(flux(again), flux(mel)),
            "spectral distance": spectral_distance(made, wave).item()}


def _drawn(mel):
    return (mel[0].T.flip(0).clamp(-1.6, 1.6).add(1.6) * 79).byte().cpu().numpy()


def train(work, init=None, minutes=10, resume=False, lr=.01):
    work = pathlib.Path(work)
    rank, _ = training.setup()
    clips, rng = Clips(work), np.random.default_rng(rank)
    model = torch.nn.ModuleDict({"sound": models.sound(init), "vocoder": models.vocoder(init)}).to(training.DEVICE)
    trainer = training.Trainer(model, work / "sound.pt", minutes, lr, 1e-3, decay=.8)
    if resume:
        trainer.resume()
    report = trainer.spent
    while not trainer.done():
        trainer.update(loss(model, clips.sound(rng.integers(clips.train, size=BATCH)), trainer.step, rng))
        if trainer.spent >= report and rank == 0:
            report = trainer.spent + 120
            found = evaluate(trainer.ema, clips, work / "sound.png")
            print(f"{trainer.spent / 60:.1f} min, step {trainer.step}: "
                  + ", ".join(f"{name} {value:.3f}" for name, value in found.items()), flush=True)
            trainer.save()
            trainer.skip_clock()
    if rank == 0:
        print("final", evaluate(trainer.ema, clips, work / "sound.png"), flush=True)
        trainer.save()
    return trainer


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--init")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--lr", type=float, default=.01)
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    train(**vars(options))
