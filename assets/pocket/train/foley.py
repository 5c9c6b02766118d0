"""Makes the sound of a clip: every contact on its own sample, rolling, and the place's ambience."""

import math

import numpy as np

from world import FPS, FRAMES, SAMPLE_RATE, SAMPLES

RING = .35  # seconds that a contact rings at most
_time = np.arange(SAMPLES) / SAMPLE_RATE
_q = np.arange(int(RING * SAMPLE_RATE)) / SAMPLE_RATE


def _partials(*partials):
    """Sum of decaying sines, each (loudness, hertz, decay per second)."""
    return sum(a * np.sin(2 * np.pi * hertz * _q) * np.exp(-_q * decay) for a, hertz, decay in partials)


def _noise(rng, decay):
    return rng.standard_normal(len(_q)) * np.exp(-_q * decay)


def _contact(kind, strength, big, rng):
    """float [5600]; big things sound an octave lower."""
    pitch = 165. if big else 330.
    if kind == "hit":
        glide = np.sin(2 * np.pi * pitch * _q * (1 + .12 * np.exp(-_q * 60))) * np.exp(-_q * 22)
        return .6 * strength * (glide + _partials((.5, 1.72 * pitch, 40), (.25, 3.1 * pitch, 80)) + .25 * _noise(rng, 300))
    if kind == "thud":
        return .7 * strength * (_partials((1, .5 * pitch, 30), (.4, .83 * pitch, 50)) + .5 * _noise(rng, 90))
    if kind == "clang":
        return .3 * strength * _partials((1, 620, 9), (.8, 1130, 11), (.6, 1790, 14), (.4, 2750, 20)) + .25 * _noise(rng, 200)
    if kind == "knock":
        return .5 * strength * (_partials((1, 230, 35), (.6, 410, 45)) + .4 * _noise(rng, 160))
    if kind == "clack":
        return .5 * strength * _partials((1, 880, 60), (.6, 1980, 90)) + .2 * _noise(rng, 300)
    rustle = np.convolve(rng.standard_normal(len(_q)), [.5, -.5], "same")
    return .22 * rustle * np.minimum(_q * 40, 1) * np.exp(-_q * 14)  # swish


def _ambience(spec, rng):
    """float [samples]: crickets at night, waves at the beach, a hum in the gym, wind at sunset."""
    phase = rng.random()
    soft = np.convolve(rng.standard_normal(SAMPLES), np.ones(12) / 12, "same")
    if spec.place == "gym":
        return .02 * np.sin(2 * np.pi * 100 * _time) + .01 * np.sin(2 * np.pi * 200 * _time) + .004 * soft
    bed = .02 * soft
    if spec.place == "beach":
        bed = .11 * soft * (.35 + .65 * np.sin(np.pi * (_time * .45 + phase)) ** 2)
    elif spec.light == "sunset":
        bed = .07 * soft * (1 + .6 * np.sin(2 * np.pi * (.6 * _time + phase)))
    if spec.light == "night":
        chirp = np.sin(2 * np.pi * 4200 * _time) * (np.sin(2 * np.pi * 28 * _time) > 0)
        bed = bed * .6 + .035 * chirp * ((_time * 1.6 + phase) % 1 < .55)
    return bed


def synthesise(spec, motion):
    """float32 [2, 32160], 16 kHz; contacts are panned to where they happen."""
    rng = np.random.default_rng(spec.seed + 7)
    audio = np.zeros((2, SAMPLES))
    for event in motion.events:
        wave = _contact(event.kind, event.strength, spec.big, rng)
        start = int(event.time * SAMPLE_RATE)
        count = min(len(wave), SAMPLES - start)
        if count <= 0:
            continue
        angle = np.clip(event.x, 0, 1) * math.pi / 2
        audio[0, start:start + count] += 1.3 * math.cos(angle) * wave[:count]
        audio[1, start:start + count] += 1.3 * math.sin(angle) * wave[:count]
    rumble = np.convolve(rng.standard_normal(SAMPLES), np.ones(24) / 24, "same")
    audio += .35 * np.interp(_time, np.arange(FRAMES) / FPS, motion.rolling) * rumble
    return np.clip(audio + _ambience(spec, rng), -1, 1).astype(np.float32)
