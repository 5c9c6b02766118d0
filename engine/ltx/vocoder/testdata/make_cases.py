"""Make the cases beside this file with the public implementation (diffusers 0.42).

Each case is a tiny vocoder with random weights and one recorded experiment; together they reach
the configuration keys that no public model uses.
"""

import json
from pathlib import Path

import torch
from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder, LTX2VocoderWithBWE
from safetensors.torch import save_file

PLAIN = dict(in_channels=8, hidden_channels=8, upsample_kernel_sizes=[5, 4], upsample_factors=[3, 2],
             resnet_kernel_sizes=[3, 5], resnet_dilations=[[1, 3], [2]])
BWE = PLAIN | dict(in_channels=12, bwe_in_channels=6, bwe_hidden_channels=8, bwe_upsample_kernel_sizes=[6, 4],
                   bwe_upsample_factors=[4, 2], bwe_resnet_kernel_sizes=[3], bwe_resnet_dilations=[[1]],
                   num_mel_channels=3, hop_length=4, input_sampling_rate=12000, output_sampling_rate=24000)
CASES = {
    "snake": (LTX2Vocoder, dict(act_fn="snake", final_act_fn="clamp", final_bias=False)),
    "snakebeta_wide": (LTX2Vocoder, dict(act_fn="snakebeta", antialias=True, antialias_ratio=3, antialias_kernel_size=13)),
    "leaky_nested": (LTX2Vocoder, dict(antialias=True, leaky_relu_negative_slope=0.3, antialias_kernel_size=9)),
    "odd": (LTX2Vocoder, dict(upsample_kernel_sizes=[6, 7, 2], upsample_factors=[3, 2, 1], resnet_kernel_sizes=[4, 2],
                              final_act_fn=None, out_channels=1, resnet_dilations=[[1, 3, 2], []])),
    "bwe_short_filter": (LTX2VocoderWithBWE, dict(filter_length=14, window_length=16)),
    "bwe_short_window": (LTX2VocoderWithBWE, dict(filter_length=3, window_length=2, act_fn="leaky_relu", antialias=False,
                         bwe_act_fn="snake", bwe_final_act_fn="tanh", bwe_final_bias=True)),
}


def make(folder: Path, name: str, kind: type, change: dict) -> None:
    torch.manual_seed(sum(map(ord, name)))
    vocoder = kind(**((PLAIN if kind is LTX2Vocoder else BWE) | change)).eval()
    with torch.no_grad():
        for key, p in vocoder.state_dict(keep_vars=True).items():
            if not key.endswith(".filter"):
                p.copy_(torch.randn_like(p) / max(1, p[0].numel()) ** 0.5)
        if kind is LTX2VocoderWithBWE:
            vocoder.mel_stft.mel_basis.abs_()  # keeps the logarithm away from its pole
            vocoder.bwe_generator.conv_out.weight.mul_(0.25)
        mel = torch.randn(2, 2, 11, vocoder.config.in_channels // 2)
        wave = vocoder(mel)
    vocoder.save_config(folder / name / "vocoder")
    weights = {key: p.clone() for key, p in vocoder.state_dict().items()}  # some filters are shared
    save_file(weights, folder / name / "vocoder" / "diffusion_pytorch_model.safetensors")
    golden = folder / name / "golden"
    golden.mkdir(exist_ok=True)
    save_file({"in.mel": mel, "out.wave": wave.contiguous()}, golden / "vocoder.safetensors", {"meta": json.dumps({})})


if __name__ == "__main__":
    for name, (kind, change) in CASES.items():
        make(Path(__file__).parent, name, kind, change)
