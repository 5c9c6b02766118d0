"""Stage 3: the transformer, the connectors and the text encoder, for picture and sound together.

    torchrun --nproc-per-node 2 transformer.py WORK [--init PACK] [--minutes 65] [--resume]
    python transformer.py WORK --sheet

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

    def __init__(self, work, tokenizer, rank, more=()):
        clips, stored = Clips(work), torch.load(pathlib.Path(work) / "latents.pt")
        self.stored, self.count = stored, len(stored["picture"])
        told = [caption for fact in clips.facts for caption in fact["captions"]]
        self.each = len(clips.facts[0]["captions"])
        self.ids, self.mask = tokens.encode(tokenizer, told)
        self.no_ids, self.no_mask = tokens.encode(tokenizer, [""])
        times = dict(more)
        weight = np.array([times.get(fact["spec"]["action"], 1.) for fact in clips.facts[:self.count]])
        self.chance = weight / weight.sum()
        self.rng, self.shared = np.random.default_rng(rank), np.random.default_rng(99)

    def draw(self):
        picked = torch.from_numpy(self.rng.choice(self.count, size=BATCH, p=self.chance))
        told = picked * self.each + torch.from_numpy(self.rng.integers(self.each, size=BATCH))
        ids, mask = self.ids[told].clone(), self.mask[told].clone()
        silent = torch.from_numpy(self.rng.random(BATCH) < NO_WORDS)
        ids[silent], mask[silent] = self.no_ids, self.no_mask
        latents = [self.stored[name][picked].to(training.DEVICE).float() for name in ("picture", "sound", "thing")]
        return *latents, (ids.to(training.DEVICE), mask.to(training.DEVICE)), bool(self.shared.random() < GIVEN_FRAME)


def loss(model, batch, thing_weight):
    """Mean squared errors of both velocities (picture, sound)."""
    picture, sound, thing, words, given = batch
    sigma = sampling.shift(torch.sigmoid(1.1 * torch.randn(len(picture), device=picture.device)))
    level = sigma[:, None, None]
    noise, hiss = torch.randn_like(picture), torch.randn_like(sound)
    state, timestep = (1 - level) * picture + level * noise, None
    weight = 1 + thing_weight * thing
    if given:
        state[:, :FRAME_TOKENS] = picture[:, :FRAME_TOKENS]
        timestep = sigma[:, None].repeat(1, state.shape[1])
        timestep[:, :FRAME_TOKENS] = 0
        weight[:, :FRAME_TOKENS] = 0
    stance = torch.compiler.set_stance("force_eager" if given else "default")  # too rare to compile for
    with training.half(), stance:
        seen, heard = sampling.velocity(model, state, (1 - level) * sound + level * hiss, sigma, words, timestep)
    seen_error = ((seen.float() - (noise - picture)) ** 2).mean(-1)
    return (weight * seen_error).sum() / weight.sum(), ((heard.float() - (hiss - sound)) ** 2).mean()


@torch.no_grad()
def restart_sound(model):
    """Gives the sound stream new weights, and lets picture and sound begin without hearing of each other.

    A pack that was trained on pictures alone has a sound stream that nothing held: its residuals were hundreds of
    times larger than its input, which then cannot be heard.
    """
    fresh = models.transformer().state_dict()
    for name, parameter in model.named_parameters():
        if "audio" in name or "av_cross_attn" in name:
            parameter.copy_(fresh[name])
        if "audio_to_video_attn.to_out" in name or "video_to_audio_attn.to_out" in name:
            parameter.zero_()


def build(tokenizer, init=None, fresh_sound=False):
    """The trained modules; `init` is a pack to start from."""
    text = models.text(len(tokenizer))
    if init:
        tokens.adopt_words(text, tokenizer, init)
    model = torch.nn.ModuleDict({"text": text, "connectors": models.connectors(init),
                                 "transformer": models.transformer(init)})
    if fresh_sound:
        restart_sound(model["transformer"])
    return model


def draw_sheet(work):
    """Draws the fixed prompts from the checkpoint; meant for a second process, so that training goes on."""
    work, tokenizer, picture = pathlib.Path(work), tokens.build(), models.picture()
    model = build(tokenizer).eval().to(training.DEVICE)
    model.load_state_dict(torch.load(work / "transformer.pt", map_location="cpu")["ema"])
    picture.load_state_dict(torch.load(work / "picture.pt", map_location="cpu")["ema"])
    seen, _ = sampling.sample(model, tokenizer, sampling.PROMPTS)
    scale = torch.load(work / "latents.pt", mmap=True)["picture scale"]
    sampling.contact_sheet(sampling.decode(picture, seen, scale), work / "transformer.png")


def times(text):
    """"miss=3" as ("miss", 3.): clips of that action are drawn three times as often."""
    action, _, factor = text.partition("=")
    return action, float(factor)


def train(work, init=None, minutes=65., resume=False, lr=.01, compiled=False, decay=.6, save_every=4.,
          fresh_sound=False, more=()):
    work = pathlib.Path(work)
    rank, _ = training.setup()
    tokenizer = tokens.build()
    batches = Batches(work, tokenizer, rank, more)
    model = build(tokenizer, init, fresh_sound).to(training.DEVICE)
    trainer = training.Trainer(model, work / "transformer.pt", minutes, lr, 1.5e-3, decay, average=.99)
    if resume:
        trainer.resume()
    if compiled:  # after the running average was copied, which stays as it is
        for block in model["transformer"].transformer_blocks:
            block.compile(dynamic=False)
    errors, saved = [], trainer.spent
    while not trainer.done():
        fade = min(1., max(0., (.75 - trainer.progress) / .25))
        seen, heard = loss(model, batches.draw(), THING_WEIGHT * fade)
        trainer.update(seen + SOUND_WEIGHT * heard)
        errors.append((seen.item(), heard.item()))
        if rank == 0 and trainer.step % 10 == 0:
            seen, heard = np.mean(errors[-50:], 0)
            print(f"{trainer.spent / 60:.1f} min, step {trainer.step}: picture {seen:.4f}, sound {heard:.4f}", flush=True)
        if rank == 0 and trainer.spent > saved + 60 * save_every:
            saved = trainer.spent
            trainer.save()
    if rank == 0:
        trainer.save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--init")
    parser.add_argument("--minutes", type=float, default=65)
    parser.add_argument("--lr", type=float, default=.01)
    parser.add_argument("--decay", type=float, default=.6, help="share of the run over which the learning rate falls")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--compiled", action="store_true", help="needs a C++ compiler; a quarter faster after a minute")
    parser.add_argument("--fresh-sound", action="store_true", help="when the pack to start from has no trained sound")
    parser.add_argument("--more", type=times, nargs="*", default=[], metavar="ACTION=TIMES",
                        help="draws clips of an action more often, to repair what a run was weak at")
    parser.add_argument("--sheet", action="store_true", help="only draw WORK/transformer.png from the checkpoint")
    options = vars(parser.parse_args())
    if options.pop("sheet"):
        draw_sheet(options["work"])
    else:
        train(**options)
