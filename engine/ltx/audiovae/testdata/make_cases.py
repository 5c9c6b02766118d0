"""Make the cases beside this file with the public implementation (diffusers 0.42).

Each case is a tiny checkpoint with random weights and two recorded experiments; together they
reach the configuration keys that no public model uses.
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKLLTX2Audio
from safetensors.torch import save_file

BASE = dict(base_channels=4, ch_mult=(1, 2, 1), num_res_blocks=1, latent_channels=2, mel_bins=8, resolution=16)
CASES = {
    "width": dict(causality_axis="width"),
    "width_compatibility": dict(causality_axis="width-compatibility", double_z=False, latent_channels=3, mel_bins=7),
    "attention": dict(causality_axis="none", attn_resolutions=(8, 5), resolution=11, mid_block_add_attention=True),
    "two_levels": dict(ch_mult=(1, 2), num_res_blocks=2, mel_bins=None, in_channels=1, output_channels=3),
    "four_levels": dict(ch_mult=(1, 1, 2, 1), num_res_blocks=0),
}
LARGE = {  # group norm needs 32 channels; too large to keep
    "group": dict(causality_axis="none", norm_type="group", base_channels=32, attn_resolutions=(8,)),
}


def make(folder: Path, name: str, change: dict) -> None:
    torch.manual_seed(sum(map(ord, name)))
    vae = AutoencoderKLLTX2Audio(**(BASE | change)).eval()
    with torch.no_grad():
        for p in vae.parameters():
            p.copy_(torch.randn_like(p) / max(1, p[0].numel()) ** 0.5)
        vae.latents_mean.normal_()
        vae.latents_std.uniform_(0.5, 2)
        config = vae.config
        mel = torch.randn(2, config.in_channels, 27, 8)
        latents = torch.randn(2, config.latent_channels, 7, 2)
        mean = vae.encode(mel).latent_dist.mode()
        out = vae.decode(latents).sample
    vae.save_pretrained(folder / name / "audio_vae")
    golden = folder / name / "golden"
    golden.mkdir(exist_ok=True)
    for key, tensors in {
        "audio_vae_encode": {"in.x": mel, "out.mean": mean.contiguous()},
        "audio_vae_decode": {"in.z": latents, "out.mel": out.contiguous()},
    }.items():
        save_file(tensors, golden / f"{key}.safetensors", {"meta": json.dumps({})})


if __name__ == "__main__":
    for name, change in CASES.items():
        make(Path(__file__).parent, name, change)
    if len(sys.argv) > 1:
        for name, change in LARGE.items():
            make(Path(sys.argv[1]), name, change)
