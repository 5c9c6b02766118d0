"""A small classifier of clips, trained on the world's own renders: colour, action and style.

It is the ruler of evaluate.py. Trained on blurred, noisy renders too, so that it
judges what happens in a clip and not how sharp it is.
"""

import pathlib

import numpy as np
import torch
from torch import nn

import world
from data import Clips

HEADS = {"colour": list(world.COLOURS), "action": list(world.ACTIONS), "style": list(world.STYLES)}
FRAMES = slice(0, None, 4)  # 13 pictures of a clip
SIDE = 48


class Classifier(nn.Module):
    """float [n, 3, 13, 48, 48] in -1 to 1 to a dict of logits."""

    def __init__(self, width=48):
        super().__init__()
        layers, channels = [], 3 * 13
        for number in range(4):
            out = width * 2 ** min(number, 2)
            layers += [nn.Conv2d(channels, out, 3, stride=2, padding=1), nn.GroupNorm(8, out), nn.GELU(),
                       nn.Conv2d(out, out, 3, padding=1), nn.GroupNorm(8, out), nn.GELU()]
            channels = out
        self.body = nn.Sequential(*layers, nn.Flatten())
        self.heads = nn.ModuleDict({name: nn.Linear(channels * 9, len(words)) for name, words in HEADS.items()})

    def forward(self, clips):
        features = self.body(clips.transpose(1, 2).flatten(1, 2))
        return {name: head(features) for name, head in self.heads.items()}


def view(frames):
    """uint8 [n, 49, 96, 96, 3] to what the classifier takes."""
    video = torch.from_numpy(np.ascontiguousarray(frames[:, FRAMES])).float().permute(0, 4, 1, 2, 3) / 127.5 - 1
    return nn.functional.avg_pool3d(video, (1, 2, 2))


def labels(facts):
    return {name: torch.tensor([words.index(fact["spec"][name]) for fact in facts]) for name, words in HEADS.items()}


def _worn(video, rng):
    """Half of the clips blurred, all a little noisy."""
    soft = nn.functional.avg_pool3d(video, (1, 3, 3), stride=1, padding=(0, 1, 1), count_include_pad=False)
    share = torch.from_numpy(rng.random((len(video), 1, 1, 1, 1))).float()
    return video + (soft - video) * (2 * share - 1).clamp_min(0) + .05 * torch.randn_like(video)


def train(work, steps=700, batch=48):
    """Trains, keeps WORK/classifier.pt and returns the classifier with its held-out accuracies."""
    clips, rng, path = Clips(work), np.random.default_rng(5), pathlib.Path(work) / "classifier.pt"
    model, truth = Classifier(), labels(clips.facts)
    if path.exists():
        model.load_state_dict(torch.load(path))
    else:
        seen = torch.cat([view(np.stack([clips.frames[i] for i in part])).half()
                          for part in np.array_split(np.arange(clips.train), clips.train // 32)])
        optimiser = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=.02)
        plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
        for _ in range(steps):
            picked = torch.from_numpy(rng.integers(clips.train, size=batch))
            logits = model(_worn(seen[picked].float(), rng))
            loss = sum(nn.functional.cross_entropy(logits[name], truth[name][picked]) for name in HEADS)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
        torch.save(model.state_dict(), path)
    held = list(clips.held_out())
    return model.eval(), recognised(model, np.stack([clips.frames[i] for i in held]), [clips.facts[i] for i in held])


@torch.no_grad()
def recognised(model, frames, facts):
    """Share of clips whose words the classifier finds, by kind of word."""
    logits, truth = model(view(frames)), labels(facts)
    return {name: (logits[name].argmax(1) == truth[name]).float().mean().item() for name in HEADS}
