#!/usr/bin/env python3
"""Times the public Python implementation, so that ours can be compared with it.

    reference.py make DIR                   a checkpoint with one block at the width of LTX-2.3
    reference.py clip DIR [options]         a whole clip with sound from a model folder
    reference.py block DIR --tokens N       one forward of the transformer in DIR/transformer

A run prints one JSON object: seconds since the process began, peak resident
memory in MiB, threads and versions. It reads only what is on disk, and the
same seed gives the same latents and weights. requirements.txt says what it needs.
"""

import time

IMPORTED = time.perf_counter()

import argparse
import json
import os
import resource
import statistics
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import diffusers
import torch
import transformers


def started() -> float:
    """When this process began, on the clock of time.perf_counter."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
        return time.perf_counter() - age
    except OSError:  # another system: the interpreter's own start is not counted
        return IMPORTED


STARTED = started()


def since() -> float:
    return round(time.perf_counter() - STARTED, 3)


def report(**figures) -> None:
    figures |= {
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "threads": torch.get_num_threads(),
        "versions": {m.__name__: m.__version__ for m in (torch, diffusers, transformers)},
    }
    print(json.dumps(figures), flush=True)


def make(args) -> None:
    """Random weights at the real width; one layer, so that a small machine holds it."""
    model = diffusers.LTX2VideoTransformer3DModel(
        num_layers=1,
        num_attention_heads=32, attention_head_dim=128, cross_attention_dim=4096,
        audio_num_attention_heads=32, audio_attention_head_dim=64, audio_cross_attention_dim=2048,
        gated_attn=True, audio_gated_attn=True, cross_attn_mod=True, audio_cross_attn_mod=True,
        rope_type="split", rope_double_precision=True, use_prompt_embeddings=False,
    )
    model.save_pretrained(args.dir / "transformer")
    report(what="make", parameters=sum(p.numel() for p in model.parameters()))


def guidance(scale: float) -> dict:
    """Guidance by the prompt alone: the pipeline's own defaults evaluate the model up to four times a step."""
    return {
        "guidance_scale": scale, "audio_guidance_scale": scale,
        "stg_scale": 0.0, "audio_stg_scale": 0.0,
        "modality_scale": 1.0, "audio_modality_scale": 1.0,
        "guidance_rescale": 0.0, "audio_guidance_rescale": 0.0,
    }


def clip(args) -> None:
    pipe = diffusers.DiffusionPipeline.from_pretrained(args.dir, torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    marks = {"loaded": since()}
    passes = []
    pipe.transformer.register_forward_hook(lambda *_: passes.append(1))

    def stepped(_pipe, step, _timestep, tensors):
        marks.setdefault("first_step", since())
        marks["sampled"] = since()
        return tensors

    with torch.inference_mode():
        result = pipe(
            prompt=args.prompt, height=args.size, width=args.size, num_frames=args.frames, frame_rate=24.0,
            num_inference_steps=args.steps, max_sequence_length=args.prompt_tokens, output_type="np",
            generator=torch.Generator().manual_seed(args.seed), callback_on_step_end=stepped, **guidance(args.guidance),
        )
    pictures, sound = result[0], result[1]
    report(what="clip", **marks, total=since(), passes=len(passes),
           pictures=list(pictures.shape), sound=list(sound.shape))


def block_inputs(config, args) -> dict:
    """Latents of about so many tokens in eight frames, beside 126 tokens of sound and 1024 of prompt."""
    frames, sound, prompt = 8, 126, 1024
    height = max(1, int((args.tokens // frames) ** 0.5))
    width = max(1, args.tokens // frames // height)
    tokens = frames * height * width
    # To a whole clip the pipeline gives one timestep; to one that begins with a
    # picture it gives one for each token.
    video, audio = ((1, tokens), (1, sound)) if args.timesteps == "token" else ((1,), (1,))
    return {
        "hidden_states": torch.randn(1, tokens, config.in_channels),
        "audio_hidden_states": torch.randn(1, sound, config.audio_in_channels),
        "encoder_hidden_states": torch.randn(1, prompt, config.cross_attention_dim),
        "audio_encoder_hidden_states": torch.randn(1, prompt, config.audio_cross_attention_dim),
        "timestep": torch.full(video, 500.0), "audio_timestep": torch.full(audio, 500.0),
        "sigma": torch.full((1,), 500.0), "audio_sigma": torch.full((1,), 500.0),
        "num_frames": frames, "height": height, "width": width, "audio_num_frames": sound, "fps": 24.0,
    }


def block(args) -> None:
    begun = time.perf_counter()
    model = diffusers.LTX2VideoTransformer3DModel.from_pretrained(args.dir / "transformer", torch_dtype=torch.float32).eval()
    load = time.perf_counter() - begun
    inputs = block_inputs(model.config, args)
    seconds = []
    with torch.inference_mode():
        for _ in range(args.runs + 1):
            begun = time.perf_counter()
            model(**inputs, return_dict=False)
            seconds.append(time.perf_counter() - begun)
    report(what="block", tokens=inputs["hidden_states"].shape[1], load=round(load, 3), first=round(seconds[0], 3),
           median=round(statistics.median(seconds[1:]), 3))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=0)
    verbs = parser.add_subparsers(required=True)
    for verb in (make, clip, block):
        p = verbs.add_parser(verb.__name__, help=verb.__doc__)
        p.add_argument("dir", type=Path)
        p.set_defaults(verb=verb)
        if verb is clip:
            p.add_argument("--prompt", default="a red ball bounces at sunset")
            for name, value in {"size": 96, "frames": 49, "steps": 8, "prompt-tokens": 1024}.items():
                p.add_argument("--" + name, type=int, default=value)
            p.add_argument("--guidance", type=float, default=1.0)
        if verb is block:
            p.add_argument("--tokens", type=int, default=1536)
            p.add_argument("--runs", type=int, default=3, help="after the first")
            p.add_argument("--timesteps", choices=("clip", "token"), default="clip")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.verb(args)


if __name__ == "__main__":
    main()
