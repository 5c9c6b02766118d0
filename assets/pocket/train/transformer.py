"""Stage 3: the transformer, the connectors and the text encoder, for picture and sound together.

    torchrun --nproc-per-node 2 transformer.py WORK [--init PACK] [--minutes 65] [--resume]

Flow matching: a state between clip and noise, both modalities at the same noise
level, and the velocity from clip to noise to be told. Needs WORK/latents.pt.
Writes WORK/transformer.pt.
"""

import argparse
import pathlib

import numpy as np
import torch

import models
import sampling
import tokens
import training
from data import Clips
from latents import GRID

BATCH = 4  # clips a process and step
NO_WORDS = .1  # how often the prompt is left out, for guidance
GIVEN_FRAME = .15  # how often the first frame is given, for picture to video
THING_WEIGHT = 3.  # at first; falls to 0 between 50 and 75 % of the run, as it leans towards drawing too much
SOUND_WEIGHT = .5
FRAME_TOKENS = GRID[1] * GRID[2]


class Batches:
    """Draws latents and words; every process draws its own clips, and all agree on when a frame is given."""

    def __init__(self, work, tokenizer, rank):
        clips, stored = Clips(work), torch.load(pathlib.Path(work) / "latents.pt")
        self.stored, self.count = stored, clips.train
        told = [caption for fact in clips.facts for caption in fact["captions"]]
        self.each = len(clips.facts[0]["captions"])
        self.ids, self.mask = tokens.encode(tokenizer, told)
        self.no_ids, self.no_mask = tokens.encode(tokenizer, [""])
        self.rng, self.shared = np.random.default_rng(rank), np.random.default_rng(99)

    def draw(self):
        picked = torch.from_numpy(self.rng.integers(self.count, size=BATCH))
        told = picked * self.each + torch.from_numpy(self.rng.integers(self.each, size=BATCH))
        ids, mask = self.ids[told].clone(), self.mask[told].clone()
        silent = torch.from_numpy(self.rng.random(BATCH) < NO_WORDS)
        ids[silent], mask[silent] = self.no_ids, self.no_mask
        return (self.stored["picture"][picked].float(), self.stored["sound"][picked].float(),
                self.stored["thing"][picked].float(), (ids, mask), bool(self.shared.random() < GIVEN_FRAME))


def loss(model, batch, thing_weight):
    """Mean squared errors of both velocities (picture, sound)."""
    picture, sound, thing, words, given = batch
    sigma = sampling.shift(torch.sigmoid(1.1 * torch.randn(len(picture))))
    level = sigma[:, None, None]
    noise, hiss = torch.randn_like(picture), torch.randn_like(sound)
    state, timestep = (1 - level) * picture + level * noise, None
    weight = 1 + thing_weight * thing
    if given:
        state[:, :FRAME_TOKENS] = picture[:, :FRAME_TOKENS]
        timestep = sigma[:, None].repeat(1, state.shape[1])
        timestep[:, :FRAME_TOKENS] = 0
        weight[:, :FRAME_TOKENS] = 0
    with training.half():
        seen, heard = sampling.velocity(model, state, (1 - level) * sound + level * hiss, sigma, words, timestep)
    seen_error = ((seen.float() - (noise - picture)) ** 2).mean(-1)
    return (weight * seen_error).sum() / weight.sum(), ((heard.float() - (hiss - sound)) ** 2).mean()


def build(tokenizer, init):
    text = models.text(len(tokenizer))
    if init:
        tokens.adopt_words(text, tokenizer, init)
    return torch.nn.ModuleDict({"text": text, "connectors": models.connectors(init),
                                "transformer": models.transformer(init)})


def draw_sheet(model, tokenizer, work, scale):
    picture = models.picture()
    picture.load_state_dict(torch.load(work / "picture.pt")["ema"])
    seen, _ = sampling.sample(model, tokenizer, sampling.PROMPTS)
    sampling.contact_sheet(sampling.decode(picture, seen, scale), work / "transformer.png")


def train(work, init=None, minutes=65., resume=False, lr=.01, compiled=False, sheet_every=8.):
    work = pathlib.Path(work)
    rank, _ = training.setup()
    tokenizer = tokens.build()
    batches = Batches(work, tokenizer, rank)
    model = build(tokenizer, init)
    trainer = training.Trainer(model, work / "transformer.pt", minutes, lr, 1.5e-3, average=.997)
    if resume:
        trainer.resume()
    if compiled:  # after the running average was copied, which stays as it is
        for block in model["transformer"].transformer_blocks:
            block.compile(dynamic=False)
    errors, drawn = [], trainer.spent
    while not trainer.done():
        fade = min(1., max(0., (.75 - trainer.progress) / .25))
        seen, heard = loss(model, batches.draw(), THING_WEIGHT * fade)
        trainer.update(seen + SOUND_WEIGHT * heard)
        errors.append((seen.item(), heard.item()))
        if rank == 0 and trainer.step % 10 == 0:
            seen, heard = np.mean(errors[-50:], 0)
            print(f"{trainer.spent / 60:.1f} min, step {trainer.step}: picture {seen:.4f}, sound {heard:.4f}", flush=True)
        if rank == 0 and trainer.spent > drawn + 60 * sheet_every:
            drawn = trainer.spent
            trainer.save()
            draw_sheet(trainer.ema, tokenizer, work, batches.stored["picture scale"])
            trainer.skip_clock()
    if rank == 0:
        trainer.save()
        draw_sheet(trainer.ema, tokenizer, work, batches.stored["picture scale"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--init")
    parser.add_argument("--minutes", type=float, default=65)
    parser.add_argument("--lr", type=float, default=.01)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--compiled", action="store_true", help="needs a C++ compiler; a quarter faster after a minute")
    options = parser.parse_args()
    train(**vars(options))
