"""Finds the ball of a clip in its frames: its fall, its first bounce, how it comes off the rim, and the sound of it."""

import numpy as np
import torch

from hearing import flux, mel_frames
from physics import GRAVITY, hoop_place
from scenery import FLOOR
from world import FPS, HOP, SAMPLE_RATE, SIZE


LOWEST = .8  # what reaches below this row may be a shadow
NEAR_HOOP = .32  # from the ring's middle to that of a ball that touches it, and a little more


def places(frames):
    """Middle (x, height) of what moves in each frame [49, 2], in picture heights, NaN where nothing does, and whether
    it is all in view.

    frames: uint8 [49, 96, 96, 3].
    """
    video = frames.astype(np.float32)
    difference = np.abs(video - np.median(video, 0)).max(-1)
    found, whole = np.full((len(frames), 2), np.nan), np.zeros(len(frames), bool)
    middles = (np.arange(SIZE) + .5) / SIZE
    for number, picture in enumerate(difference):
        cover = (picture > .45 * max(picture.max(), 80)).astype(float)
        cover[int(LOWEST * SIZE):] = 0
        if cover.sum() >= 20:
            found[number] = (cover.sum(0) * middles).sum() / cover.sum(), 1 - (cover.sum(1) * middles).sum() / cover.sum()
            edges = cover[int(LOWEST * SIZE) - 1], cover[0], cover[:, 0], cover[:, -1]
            whole[number] = not any(edge.any() for edge in edges)
    return found, whole


def fall(frames):
    """(gravity in picture heights / s^2, time of the first bounce in s), or None when no fall is seen."""
    found, whole = places(frames)
    path = found[:, 1]
    if np.isnan(path[:20]).mean() > .3:
        return None
    times = np.arange(len(path)) / FPS
    good = ~np.isnan(path)
    smooth = np.interp(times, times[good], path[good])
    low = 8 + int(np.argmin(smooth[8:32]))
    if smooth[0] - smooth[low] < .1:
        return None
    flight = whole & (np.arange(len(path)) < low - 1)
    if flight.sum() < 6:
        return None
    curve = np.polyfit(times[flight], path[flight], 2)
    return -2 * curve[0], _bounce(curve, times, smooth, low)


def _bounce(curve, times, smooth, low):
    """Where the fall's parabola meets the one of the rise after it; the lowest frame where there is no rise."""
    rise = slice(low + 1, min(low + 9, len(times)))
    if rise.stop - rise.start < 5:
        return times[low]
    roots = np.roots(np.polyfit(times[rise], smooth[rise], 2) - curve)
    near = [r.real for r in roots if abs(r.imag) < 1e-6 and abs(r.real - times[low]) < .1]
    return min(near, key=lambda r: abs(r - times[low])) if near else times[low]


def rebound(frames):
    """(speed that the strongest contact near the hoop changes, in picture heights / s, its time in s, gravity of the
    flight after it), or None when nothing is seen there; the gravity is NaN where less than six frames follow.

    The hoop is on the side that the ball flies to.
    """
    path, whole = places(frames)
    path[~whole] = np.nan
    flown = path[:16, 0][~np.isnan(path[:16, 0])]
    if len(flown) < 2:
        return None
    hoop = hoop_place(1 if flown[-1] > flown[0] else -1)
    step = 2 / FPS  # over two frames: a frame's middle is half a pixel uncertain
    push = np.full_like(path, np.nan)
    push[2:-2] = (path[4:] - 2 * path[2:-2] + path[:-4]) / step + (0, GRAVITY * step)
    speed = np.hypot(*push.T)
    speed[~(np.hypot(*(path - (hoop[0], hoop[1] + 1 - FLOOR)).T) < NEAR_HOOP)] = np.nan
    if np.isnan(speed).all():
        return None
    hit = int(np.nanargmax(speed))
    flight = np.arange(hit + 2, min(hit + 11, len(path)))
    gone = np.isnan(path[flight, 1])
    flight = flight[:np.argmax(gone)] if gone.any() else flight
    gravity = -2 * np.polyfit(flight / FPS, path[flight, 1], 2)[0] if len(flight) >= 6 else np.nan
    return float(speed[hit]), hit / FPS, float(gravity)


def onset(audio, near, window=.25):
    """Time of the strongest onset within `window` seconds of `near`, or None; audio float [2, samples] at 16 kHz."""
    rises = flux(mel_frames(torch.as_tensor(audio, dtype=torch.float32)[None]))[0].numpy()
    times = (np.arange(len(rises)) + 1) * HOP / SAMPLE_RATE
    close = np.abs(times - near) < window
    if not close.any() or rises[close].max() < 4 * np.median(rises) + .02:
        return None
    return float(times[close][np.argmax(rises[close])])


def gravity_error(gravity):
    """Percent of the world's gravity, without a sign."""
    return 100 * abs(gravity - GRAVITY) / GRAVITY
