"""Make spectrum.safetensors with public implementations: torch.stft and transformers' filter banks."""

import math
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers.audio_utils import mel_filter_bank

torch.manual_seed(1)
t = torch.arange(1600) / 16000
wave = torch.stack([torch.sin(2 * math.pi * 440 * t), torch.randn(1600)]) * 0.3


def picture(win, low, high, scale, norm, floor, offset, gain):
    bank = torch.from_numpy(mel_filter_bank(513, 64, low, high, 16000, norm, scale)).double()
    spectrum = torch.stft(wave.double(), 1024, 160, win, torch.hann_window(win, dtype=torch.float64), return_complex=True)
    mel = torch.einsum("cft,fm->ctm", spectrum.abs(), bank)
    return (gain * (mel.clamp_min(floor).log() + offset))[None].float().contiguous()


save_file(
    {
        "wave": wave,
        "public": picture(1024, 0, 8000, "slaney", "slaney", 1e-5, 0, 1),
        "pocket": picture(512, 30, 8000, "htk", None, 1e-3, 3, 0.4),
    },
    Path(__file__).parent / "spectrum.safetensors",
)
