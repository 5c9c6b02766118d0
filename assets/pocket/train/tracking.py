"""Finds the ball of a clip in its frames, its fall and its first bounce, and the first sound of it."""

import numpy as np
import torch

from hearing import flux, mel_frames
from physics import GRAVITY
from world import FPS, HOP, SAMPLE_RATE, SIZE


LOWEST = .8  # what reaches below this row may be a shadow


def heights(frames):
    """Height of what moves in each frame [49], in picture heights, NaN where nothing does, and whether it is all in view.

    frames: uint8 [49, 96, 96, 3].
    """
    video = frames.astype(np.float32)
    difference = np.abs(video - np.median(video, 0)).max(-1)
    found, whole = np.full(len(frames), np.nan), np.zeros(len(frames), bool)
    rows = (np.arange(SIZE) + .5) / SIZE
    for number, picture in enumerate(difference):
        cover = (picture > .45 * max(picture.max(), 80)).astype(float)
        cover[int(LOWEST * SIZE):] = 0
        if cover.sum() >= 20:
            found[number] = 1 - (cover.sum(1) * rows).sum() / cover.sum()
            whole[number] = not cover[int(LOWEST * SIZE) - 1].any() and not cover[0].any()
    return found, whole


def fall(frames):
    """(gravity in picture heights / s^2, time of the first bounce in s), or None when no fall is seen."""
    path, whole = heights(frames)
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
