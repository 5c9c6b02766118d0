"""Measures a pack on prompts that it was not trained on, through the public LTX2Pipeline.

    python evaluate.py WORK PACK [--clips 64] [--sheet FILE.png] [--report FILE.json]

- share of clips whose colour, action and style classifier.py recognises;
- error of the gravity fitted to drop clips, in percent;
- time between the seen and the heard first impact of those clips, in ms;
- of 24 more prompts of throws that miss the hoop: the speed that the rim or the
  backboard gives the ball, the gravity of its flight from there, the share that
  comes off it and falls, and the time between the seen and the heard contact;
- of the first prompts again, begun from the first frame that the world draws of them:
  the three measures, and how well the clip's first frame keeps that picture.

The same are measured on the world's own clips, before and after the
autoencoders: what the ruler itself can do.
"""

import argparse
import dataclasses
import json
import pathlib

import numpy as np
import torch
import PIL.Image
from diffusers import LTX2ImageToVideoPipeline, LTX2Pipeline

import captions
import classifier
import hearing
import physics
import render
import sampling
import tracking
import world
from data import Clips

FIRST_SEED = 50_000_000
MISSES = 24
PUSH = .8  # picture heights / s: less is no contact; 95 of 100 of the world's own are above .98


def prompts(count):
    """Held-out specs as prompts; every third is a ball that drops before a still camera, to measure its fall."""
    asked = []
    for number in range(count):
        rng = np.random.default_rng(FIRST_SEED + number)
        spec = world.sample_spec(rng)
        if number % 3 == 0:
            spec.action, spec.thing, spec.camera = "drop", "ball", "static"
        told = captions.caption(spec, physics.simulate(spec), rng)
        asked.append({"spec": dataclasses.asdict(spec), "prompt": told})
    return asked


def missing(count, after):
    """More held-out prompts: throws that miss, before a still camera."""
    asked = []
    for number in range(after, after + count):
        rng = np.random.default_rng(FIRST_SEED + number)
        spec = world.sample_spec(rng)
        spec.action, spec.thing, spec.camera = "miss", "ball", "static"
        told = captions.caption(spec, physics.simulate(spec), rng)
        asked.append({"spec": dataclasses.asdict(spec), "prompt": told})
    return asked


def generate(pack, asked, steps, guidance, batch=8, firsts=None):
    """Frames uint8 [n, 49, 96, 96, 3] and sound [n, 2, samples]; firsts are pictures to begin from."""
    kind = LTX2Pipeline if firsts is None else LTX2ImageToVideoPipeline
    pipeline = kind.from_pretrained(pack, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    frames, sound = [], []
    for start in range(0, len(asked), batch):
        part = asked[start:start + batch]
        given = {} if firsts is None else {"image": [PIL.Image.fromarray(f) for f in firsts[start:start + batch]],
                                           "image_crf": 0}
        made = pipeline(prompt=[a["prompt"] for a in part], height=96, width=96, num_frames=49, frame_rate=24.,
                        num_inference_steps=steps, guidance_scale=guidance, audio_guidance_scale=guidance, stg_scale=0.,
                        audio_stg_scale=0., modality_scale=1., audio_modality_scale=1., guidance_rescale=0.,
                        audio_guidance_rescale=0., max_sequence_length=32, output_type="np",
                        generator=[torch.Generator().manual_seed(start + i) for i in range(len(part))], **given)
        frames.append((np.asarray(made.frames) * 255).round().astype(np.uint8))
        sound.append(torch.as_tensor(made.audio).float().numpy())
    return np.concatenate(frames), np.concatenate(sound)


def first_frames(asked):
    """What the world draws at the start of each clip: uint8 [n, 96, 96, 3]."""
    specs = [world.Spec(**a["spec"]) for a in asked]
    return np.stack([render.render(spec, physics.simulate(spec))[0] for spec in specs])


@torch.no_grad()
def pictures_through_autoencoder(pack, pictures):
    vae = LTX2Pipeline.from_pretrained(pack, torch_dtype=torch.float32).vae
    video = torch.from_numpy(pictures).permute(0, 3, 1, 2)[:, :, None].float() / 127.5 - 1
    output = vae.decode(vae.encode(video).latent_dist.mean).sample[:, :, 0].clamp(-1, 1)
    return ((output.permute(0, 2, 3, 1) + 1) * 127.5).byte().numpy()


def kept(given, shown):
    """Median over pictures uint8 [n, 96, 96, 3] of the PSNR of what is shown against what was given, in dB."""
    error = ((given.astype(np.float32) - shown) ** 2).mean((1, 2, 3))
    return float(np.median(10 * np.log10(255 ** 2 / error)))


@torch.no_grad()
def through_autoencoders(pack, frames, sound):
    pipeline = LTX2Pipeline.from_pretrained(pack, torch_dtype=torch.float32)
    seen, heard = [], []
    for picture, wave in zip(frames, sound):
        video = torch.from_numpy(picture).permute(3, 0, 1, 2)[None].float() / 127.5 - 1
        output = pipeline.vae.decode(pipeline.vae.encode(video).latent_dist.mean).sample[0].clamp(-1, 1)
        seen.append(((output.permute(1, 2, 3, 0) + 1) * 127.5).byte().numpy())
        mel = hearing.mel_frames(torch.from_numpy(wave.astype(np.float32))[None])
        mel = pipeline.audio_vae.decode(pipeline.audio_vae.encode(mel).latent_dist.mean, return_dict=False)[0]
        heard.append(pipeline.vocoder(mel)[0].numpy())
    return np.stack(seen), np.stack(heard)


def measure(ruler, facts, frames, sound):
    """The three measures of a set of clips."""
    result = {"clips": len(facts), "recognised": classifier.recognised(ruler, frames, facts)}
    gravity, offset, drops = [], [], 0
    for fact, picture, wave in zip(facts, frames, sound):
        spec = fact["spec"]
        if (spec["action"], spec["thing"], spec["camera"]) != ("drop", "ball", "static"):
            continue
        drops += 1
        seen = tracking.fall(picture)
        if seen is None:
            continue
        gravity.append(seen[0])
        heard = tracking.onset(wave, seen[1])
        if heard is not None:
            offset.append(1000 * (heard - seen[1]))
    result["drops"] = {"asked": drops, "fall seen": len(gravity), "impact heard": len(offset)}
    if gravity:
        result["gravity"] = {"median": float(np.median(gravity)), "true": physics.GRAVITY,
                             "median error %": float(np.median([tracking.gravity_error(g) for g in gravity]))}
    if offset:
        result["impact offset ms"] = {"median": float(np.median(offset)), "median size": float(np.median(np.abs(offset))),
                                      "within 60": float(np.mean(np.abs(offset) < 60))}
    return result


def measure_misses(facts, frames, sound):
    """How throws that miss come off the rim or the backboard; clips of other actions are passed over."""
    push, gravity, offset, asked, fell = [], [], [], 0, 0
    for fact, picture, wave in zip(facts, frames, sound):
        spec = fact["spec"]
        if (spec["action"], spec["camera"]) != ("miss", "static"):
            continue
        asked += 1
        seen = tracking.rebound(picture)
        if seen is None:
            continue
        push.append(seen[0])
        gravity.append(seen[2])
        fell += seen[0] > PUSH and seen[2] > physics.GRAVITY / 2
        heard = tracking.onset(wave, seen[1])
        if heard is not None:
            offset.append(1000 * (heard - seen[1]))
    if not push or not offset:
        return {"asked": asked}
    return {"asked": asked, "come off and fall": fell / asked, "push median": float(np.median(push)),
            "gravity after it, median": float(np.nanmedian(gravity)), "heard": len(offset),
            "offset ms": {"median": float(np.median(offset)), "median size": float(np.median(np.abs(offset))),
                          "within 60": float(np.mean(np.abs(offset) < 60))}}


def evaluate(work, pack, count=64, steps=None, guidance=None, sheet=None, report=None):
    defaults = json.loads((pathlib.Path(pack) / "kinora.json").read_text())["defaults"]
    clips, (ruler, held_out) = Clips(work), classifier.train(work)
    asked = prompts(count)
    steps, guidance = steps or defaults["steps"], guidance or defaults["guidance_scale"]
    frames, sound = generate(pack, asked, steps, guidance)
    real = [i for i in clips.held_out()]
    drops = [i for i in range(clips.train) if clips.facts[i]["spec"]["action"] == "drop"][:40]
    thrown = [i for i in range(clips.train) if (clips.facts[i]["spec"]["action"], clips.facts[i]["spec"]["camera"])
              == ("miss", "static")][:MISSES]
    shown = real + drops + thrown
    facts = [clips.facts[i] for i in shown]
    true = np.stack([clips.frames[i] for i in shown]), np.stack([clips.audio[i] for i in shown])
    coded = through_autoencoders(pack, *true)
    first = len(real + drops)  # the misses are not among what the classifier's shares are of
    result = {"classifier on held-out clips": held_out,
              "world": measure(ruler, facts[:first], *(part[:first] for part in true)),
              "autoencoders": measure(ruler, facts[:first], *(part[:first] for part in coded)),
              "pack": measure(ruler, asked, frames, sound)}
    throws = missing(MISSES, count)
    for who, clip in (("world", (facts, *true)), ("autoencoders", (facts, *coded)),
                      ("pack", (throws, *generate(pack, throws, steps, guidance)))):
        result[who]["misses"] = measure_misses(*clip)
    firsts = first_frames(asked)
    begun, begun_sound = generate(pack, asked, steps, guidance, firsts=firsts)
    result["pack, from a picture"] = measure(ruler, asked, begun, begun_sound) | {
        "first frame kept, dB": kept(firsts, begun[:, 0]),
        "the same by the autoencoder alone, dB": kept(firsts, pictures_through_autoencoder(pack, firsts))}
    if sheet:
        sampling.contact_sheet(frames[:16], sheet)
    print(json.dumps(result, indent=1))
    if report:
        pathlib.Path(report).write_text(json.dumps(result, indent=1) + "\n")
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("pack")
    parser.add_argument("--clips", type=int, default=64, dest="count")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--sheet")
    parser.add_argument("--report")
    evaluate(**vars(parser.parse_args()))
