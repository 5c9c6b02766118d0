"""The parts of the pocket pack: classes of diffusers and transformers with small sizes.

Every builder takes an optional folder of a saved pack to start from; without one
the part starts from nothing.
"""

import torch
from diffusers import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video, FlowMatchEulerDiscreteScheduler
from diffusers import LTX2VideoTransformer3DModel
from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder
from transformers import Gemma3TextConfig, Gemma3TextModel

SEQUENCE = 32  # text tokens; registers fill up what a prompt leaves free
SOUND_LATENTS = 51  # round(49 / 24 * 25)
TEXT_WIDTH, TEXT_LAYERS = 128, 4

# 16 x 16 pixels and 4 frames to one token. The default ratios count every stage for both axes, so both are stated.
PICTURE = {
    "latent_channels": 48, "patch_size": 4, "block_out_channels": (64, 128), "layers_per_block": (2, 2, 2),
    "down_block_types": ("LTX2VideoDownBlock3D",) * 2, "spatio_temporal_scaling": (True,) * 2,
    "downsample_type": ("spatiotemporal",) * 2, "encoder_causal": True, "encoder_spatial_padding_mode": "zeros",
    "decoder_block_out_channels": (64, 128), "decoder_layers_per_block": (2, 2, 2),
    "decoder_spatio_temporal_scaling": (True,) * 2, "decoder_inject_noise": (False,) * 3, "decoder_causal": False,
    "decoder_spatial_padding_mode": "zeros", "upsample_type": ("spatiotemporal",) * 2, "upsample_factor": (2, 2),
    "upsample_residual": (True,) * 2, "spatial_compression_ratio": 16, "temporal_compression_ratio": 4,
}
SOUND = {
    "base_channels": 32, "output_channels": 2, "ch_mult": (1, 2, 2), "num_res_blocks": 1, "attn_resolutions": None,
    "in_channels": 2, "resolution": 64, "latent_channels": 2, "norm_type": "pixel", "causality_axis": "height",
    "mid_block_add_attention": False, "sample_rate": 16000, "mel_hop_length": 160, "is_causal": True, "mel_bins": 64,
    "double_z": True,
}
VOCODER = {
    "in_channels": 128, "hidden_channels": 256, "out_channels": 2, "upsample_factors": [4, 4, 5, 2],
    "upsample_kernel_sizes": [8, 8, 11, 4], "resnet_kernel_sizes": [3, 7], "resnet_dilations": [[1, 3], [1, 3]],
    "output_sampling_rate": 16000,
}
TRANSFORMER = {
    "in_channels": 48, "out_channels": 48, "num_attention_heads": 4, "attention_head_dim": 64,
    "cross_attention_dim": 256, "vae_scale_factors": (4, 16, 16), "pos_embed_max_pos": 2, "base_height": 96,
    "base_width": 96, "audio_in_channels": 32, "audio_out_channels": 32, "audio_num_attention_heads": 4,
    "audio_attention_head_dim": 32, "audio_cross_attention_dim": 128, "audio_pos_embed_max_pos": 2,
    "audio_hop_length": 160, "num_layers": 6, "caption_channels": TEXT_WIDTH, "rope_theta": 100.0,
    "rope_type": "split", "rope_double_precision": False,
}
CONNECTORS = {
    "caption_channels": TEXT_WIDTH, "text_proj_in_factor": TEXT_LAYERS + 1,
    "video_connector_num_attention_heads": 4, "video_connector_attention_head_dim": 32,
    "video_connector_num_layers": 2, "video_connector_num_learnable_registers": SEQUENCE,
    "audio_connector_num_attention_heads": 4, "audio_connector_attention_head_dim": 32,
    "audio_connector_num_layers": 1, "audio_connector_num_learnable_registers": SEQUENCE,
    "connector_rope_base_seq_len": 64, "rope_theta": 100.0, "rope_type": "split", "rope_double_precision": False,
}


def _part(kind, config, folder, name):
    if folder:
        return kind.from_pretrained(f"{folder}/{name}", torch_dtype=torch.float32)
    return kind(**config)


def picture(folder=None):
    model = _part(AutoencoderKLLTX2Video, PICTURE, folder, "vae")
    if not folder:
        _quiet_start(model)
    return model


@torch.no_grad()
def _quiet_start(model):
    """Residual blocks begin as identity and resamplers as their shortcut; without it Muon's first steps diverge."""
    for name, parameter in model.named_parameters():
        if "conv2.conv" in name:
            parameter.zero_()
        elif "conv" in name and ("upsamplers" in name or "downsamplers" in name):
            parameter.mul_(.1)


def sound(folder=None):
    return _part(AutoencoderKLLTX2Audio, SOUND, folder, "audio_vae")


def vocoder(folder=None):
    return _part(LTX2Vocoder, VOCODER, folder, "vocoder")


def transformer(folder=None):
    model = _part(LTX2VideoTransformer3DModel, TRANSFORMER, folder, "transformer")
    if not folder:
        torch.nn.init.zeros_(model.proj_out.weight)
        torch.nn.init.zeros_(model.audio_proj_out.weight)
    return model


def connectors(folder=None):
    return _part(LTX2TextConnectors, CONNECTORS, folder, "connectors")


def text(vocabulary):
    """The text encoder from nothing; tokenizer.adopt_words copies what an earlier one knew."""
    return Gemma3TextModel(Gemma3TextConfig(
        vocab_size=vocabulary, hidden_size=TEXT_WIDTH, intermediate_size=256, num_hidden_layers=TEXT_LAYERS,
        num_attention_heads=4, num_key_value_heads=2, head_dim=32, max_position_embeddings=2048, sliding_window=512,
        query_pre_attn_scalar=32, pad_token_id=0, eos_token_id=1, bos_token_id=2))


def scheduler():
    return FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=.95, max_shift=2.05,
                                           base_image_seq_len=1024, max_image_seq_len=4096, shift_terminal=None)
