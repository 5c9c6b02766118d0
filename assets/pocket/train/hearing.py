"""Mel spectrograms and the distances between sounds that stage 2 learns from.

Mel frames are log magnitudes, (ln + 3) / 2.5, of 64 bands from 30 to 8,000 Hz,
a window of 512 in a transform of 1,024 samples, 160 samples apart.
"""

import numpy as np
import torch

from world import HOP, MEL_FRAMES, SAMPLE_RATE

BANDS = 64
TRANSFORM, WINDOW = 1024, 512


def _filters(low=30, high=8000):
    """Triangles on the mel scale of O'Shaughnessy, 2595 log10(1 + f / 700): [64, 513]."""
    def mel(hertz):
        return 2595 * np.log10(1 + hertz / 700)

    points = 700 * (10 ** (np.linspace(mel(low), mel(high), BANDS + 2) / 2595) - 1)
    bins = np.linspace(0, SAMPLE_RATE / 2, TRANSFORM // 2 + 1)
    rise = (bins - points[:-2, None]) / (points[1:-1] - points[:-2])[:, None]
    fall = (points[2:, None] - bins) / (points[2:] - points[1:-1])[:, None]
    return torch.from_numpy(np.maximum(0, np.minimum(rise, fall)).astype(np.float32))


_FILTERS = _filters()


def magnitude(wave, size, hop, window):
    shape = torch.hann_window(window, device=wave.device)
    return torch.stft(wave.flatten(0, -2), size, hop, window, shape, return_complex=True).abs()


def mel_frames(wave):
    """[n, 2, 32160] to [n, 2, 201, 64]."""
    bands = (_FILTERS.to(wave.device) @ magnitude(wave, TRANSFORM, HOP, WINDOW))[..., :MEL_FRAMES]
    return ((bands.clamp_min(1e-3).log() + 3) / 2.5).transpose(1, 2).unflatten(0, (-1, 2))


def spectral_distance(made, true):
    """Spectral convergence and log magnitude over four resolutions, as Parallel WaveGAN uses them."""
    total = 0.
    for size in (128, 256, 512, 1024):
        a, b = magnitude(made, size, size // 4, size), magnitude(true, size, size // 4, size)
        total = total + (a - b).norm() / (b.norm() + 1e-4) + ((a + 1e-3).log() - (b + 1e-3).log()).abs().mean()
    return total / 4


def flux(mel):
    """How much louder each frame is than the one before, [n, 200]: its peaks are the onsets."""
    return mel.diff(dim=2).clamp_min(0).mean(-1).mean(1)


def correlation(a, b):
    """Mean over the batch of the correlation along time."""
    a, b = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
    return ((a * b).sum(1) / (a.norm(dim=1) * b.norm(dim=1) + 1e-6)).mean().item()
