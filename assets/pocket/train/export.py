"""Puts the trained parts together into a pack in the folder layout of diffusers' LTX2Pipeline.

    python export.py WORK PACK

Weights are saved in fp16 (42 MB). Then writes kinora.json, LICENSE and SHA256SUMS.
"""

import argparse
import hashlib
import json
import pathlib
import shutil

import torch
from diffusers import LTX2Pipeline

import models
import tokens
import transformer

DEFAULTS = {"width": 96, "height": 96, "frames": 49, "fps": "24/1", "steps": 10, "guidance_scale": 2.0,
            "audio_guidance_scale": 2.0, "max_sequence_length": models.SEQUENCE, "negative": "", "image_crf": 0}
# How hearing.py turns sound into frames: gain * (log(max(band, floor)) + offset).
MEL = {"sample_rate": 16000, "n_fft": 1024, "win_length": 512, "hop": 160, "mels": 64, "fmin": 30, "fmax": 8000,
       "scale": "htk", "norm": "none", "floor": 1e-3, "offset": 3, "gain": 0.4}
DESCRIPTION = ("Two seconds of 96 x 96 pixels with sound: coloured balls and boxes that drop, fly, roll, score, miss and "
               "collide on a court, at the beach or in a gym, by day, at sunset or at night.")
NOTE = ("This is a demonstration model with a small vocabulary. It shows that the program works on this computer; "
        "for films, install one of the large packs.")
LICENCE = """Kinora Pocket
Copyright the Kinora authors

Licensed under the Apache License, Version 2.0. The text of the licence is in the
file LICENSE at the root of this repository and at
http://www.apache.org/licenses/LICENSE-2.0
The weights were trained on clips that the programme in train/ drew itself; no
other pictures, sounds or texts went into them.
"""
PARTS = ("audio_vae", "connectors", "scheduler", "text_encoder", "tokenizer", "transformer", "vae", "vocoder")


def load_parts(work):
    """The pipeline with the running averages of all stages, in fp32."""
    work = pathlib.Path(work)
    stored = torch.load(work / "latents.pt", mmap=True)
    picture, vocoder, sound = models.picture(), models.vocoder(), models.sound()
    picture.load_state_dict(torch.load(work / "picture.pt", map_location="cpu")["ema"])
    heard = torch.nn.ModuleDict({"sound": sound, "vocoder": vocoder})
    heard.load_state_dict(torch.load(work / "sound.pt", map_location="cpu")["ema"])
    for part, name in ((picture, "picture"), (sound, "sound")):
        mean, deviation = stored[f"{name} scale"]
        part.latents_mean.copy_(mean)
        part.latents_std.copy_(deviation)
    tokenizer = tokens.build()
    model = transformer.build(tokenizer)
    model.load_state_dict(torch.load(work / "transformer.pt", map_location="cpu")["ema"])
    return LTX2Pipeline(scheduler=models.scheduler(), vae=picture.eval(), audio_vae=sound.eval(), vocoder=vocoder.eval(),
                        text_encoder=model["text"].eval(), tokenizer=tokenizer, connectors=model["connectors"].eval(),
                        transformer=model["transformer"].eval())


def export(work, pack):
    pack = pathlib.Path(pack)
    pack.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        shutil.rmtree(pack / part, ignore_errors=True)
    pipeline = load_parts(work).to(torch.float16)
    pipeline.save_pretrained(pack)
    _plain_tokenizer(pack)
    about = {"name": "Kinora Pocket", "description": DESCRIPTION, "version": "1", "licence": "Apache-2.0",
             "defaults": DEFAULTS, "vocabulary": tokens.vocabulary(), "mel": MEL, "note": NOTE}
    (pack / "kinora.json").write_text(json.dumps(about, indent=1) + "\n")
    (pack / "LICENSE").write_text(LICENCE)
    seal(pack)


def _plain_tokenizer(pack):
    """Names the tokenizer class that every version of transformers knows."""
    for path, change in ((pack / "model_index.json", lambda c: c.update(tokenizer=["transformers", "PreTrainedTokenizerFast"])),
                         (pack / "tokenizer" / "tokenizer_config.json",
                          lambda c: c.update(tokenizer_class="PreTrainedTokenizerFast"))):
        config = json.loads(path.read_text())
        change(config)
        path.write_text(json.dumps(config, indent=2) + "\n")


def seal(pack):
    """SHA256SUMS over the pack's files, the training programme left out: it is no part of what is loaded."""
    pack = pathlib.Path(pack)
    files = [path for path in sorted(pack.rglob("*")) if path.is_file() and path.name != "SHA256SUMS"
             and path.relative_to(pack).parts[0] != "train"]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(pack).as_posix()}\n" for path in files]
    (pack / "SHA256SUMS").write_text("".join(lines))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("pack")
    parser.add_argument("--seal", action="store_true", help="only write SHA256SUMS again")
    options = parser.parse_args()
    seal(options.pack) if options.seal else export(options.work, options.pack)
