"""The procedural world that the pocket pack is trained on.

A clip is drawn, moved and sounded from a `Spec` of a few words and one seed:
captions.py puts it into words, physics.py moves the things, render.py and
scenery.py draw them, foley.py makes the sound of every contact; data.py joins them.

Lengths are in picture heights, times in seconds. x runs to the right from the
left edge, y runs upwards from the floor.
"""

from dataclasses import dataclass

import numpy as np

SIZE = 96  # pixels, both ways
FRAMES = 49
FPS = 24
SAMPLE_RATE = 16000
HOP = 160  # samples between two mel frames
MEL_FRAMES = 201  # 51 sound latents decode to 4 * 51 - 3 mel frames
SAMPLES = MEL_FRAMES * HOP

COLOURS = {
    "red": (222, 42, 36), "orange": (240, 132, 28), "yellow": (244, 214, 40), "green": (44, 170, 70),
    "blue": (38, 92, 220), "purple": (140, 60, 190), "pink": (244, 130, 180), "white": (238, 238, 238),
}
ACTIONS = {"drop": .24, "throw": .2, "roll": .14, "score": .16, "miss": .12, "collide": .14}
PLACES = {"court": .4, "beach": .3, "gym": .3}
LIGHTS = {"day": .4, "sunset": .3, "night": .3}
CAMERAS = {"static": .6, "pan": .2, "push": .2}
STYLES = {"realistic": .46, "anime": .18, "retro": .18, "cinematic": .18}
BOX_SHARE = .3  # of the things that drop, how many are boxes


@dataclass
class Spec:
    """What a caption can say about a clip, and the seed for what it leaves open."""

    action: str
    thing: str  # "ball" or "box"; boxes only drop
    colour: str
    other_colour: str  # the second ball of a collision
    big: bool
    place: str
    light: str
    camera: str
    style: str
    direction: int  # +1: from the left to the right
    seed: int


def _pick(rng, weights):
    names = list(weights)
    return names[rng.choice(len(names), p=list(weights.values()))]


def sample_spec(rng):
    """Draws a Spec; every word has a fixed share, so rare pairs still occur."""
    colours = list(COLOURS)
    first, second = rng.choice(len(colours), 2, replace=False)
    action = _pick(rng, ACTIONS)
    box = action == "drop" and rng.random() < BOX_SHARE
    return Spec(action=action, thing="box" if box else "ball", colour=colours[first], other_colour=colours[second],
                big=bool(rng.random() < .6), place=_pick(rng, PLACES), light=_pick(rng, LIGHTS),
                camera=_pick(rng, CAMERAS), style=_pick(rng, STYLES), direction=int(rng.choice([-1, 1])),
                seed=int(rng.integers(1 << 31)))
