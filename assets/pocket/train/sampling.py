"""Sampling as the public pipeline does it, on the modules that are being trained, for contact sheets."""

import math

import numpy as np
import torch
from PIL import Image

import tokens
import training
from latents import GRID
from models import SOUND_LATENTS

TOKENS = math.prod(GRID)
SLOPE = (2.05 - .95) / (4096 - 1024)
MU = .95 + SLOPE * (TOKENS - 1024)  # calculate_shift of the pipeline for 468 tokens
PROMPTS = [
    "a big red ball drops and bounces on an open court, at sunset, static camera, realistic",
    "a small blue ball goes into the hoop in a gym, in daylight, static camera, anime style",
    "a big yellow ball and a red ball collide on the beach, at night, static camera",
    "a big green ball is thrown from the left and bounces to the right on the beach, in daylight",
    "a big orange ball misses the hoop and bounces off the rim outdoors on a court, at night, cinematic",
    "a big pink ball rolls from the left to the right in a gym, on a sunny day, retro style",
    "a large purple box falls and lands with a thud on an open court, on a sunny day",
]


def shift(sigma):
    """Moves noise levels towards 1 as the scheduler does; sigma in (0, 1]."""
    return math.exp(MU) / (math.exp(MU) + 1 / sigma - 1)


def schedule(steps):
    return [float(shift(s)) for s in np.linspace(1, 1 / steps, steps)] + [0.]


def velocity(model, picture, sound, sigma, words, timestep=None):
    """Both velocities. sigma [n]; words (ids, mask); timestep per token [n, 468] where a frame is given."""
    ids, mask = words
    states = model["text"](input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
    seen, heard, mask = model["connectors"](torch.stack(states, -1).flatten(2, 3), mask, padding_side="left")
    sigma = sigma * 1000
    return model["transformer"](
        hidden_states=picture, audio_hidden_states=sound, encoder_hidden_states=seen, audio_encoder_hidden_states=heard,
        timestep=sigma if timestep is None else timestep * 1000, audio_timestep=sigma, sigma=sigma,
        encoder_attention_mask=mask, audio_encoder_attention_mask=mask, num_frames=GRID[0], height=GRID[1], width=GRID[2],
        fps=24., audio_num_frames=SOUND_LATENTS, use_cross_timestep=True, return_dict=False)


@torch.no_grad()
def sample(model, tokenizer, prompts, steps=10, guidance=3., seed=0):
    """Normalised latents: picture [n, 468, 48] and sound [n, 51, 32]."""
    noise = torch.Generator().manual_seed(seed)
    picture = torch.randn(len(prompts), TOKENS, 48, generator=noise).to(training.DEVICE)
    sound = torch.randn(len(prompts), SOUND_LATENTS, 32, generator=noise).to(training.DEVICE)
    words = [part.to(training.DEVICE) for part in tokens.encode(tokenizer, prompts + [""] * len(prompts))]
    levels = schedule(steps)
    for sigma, lower in zip(levels, levels[1:]):
        with training.half():
            moves = velocity(model, picture.repeat(2, 1, 1), sound.repeat(2, 1, 1),
                             torch.full((2 * len(prompts),), sigma, device=training.DEVICE), words)
        for state, move in zip((picture, sound), moves):
            with_words, without = move.float().chunk(2)
            state.add_((lower - sigma) * (without + guidance * (with_words - without)))
    return picture.cpu(), sound.cpu()


@torch.no_grad()
def decode(autoencoder, latents, scale):
    """uint8 [n, 49, 96, 96, 3] of normalised packed latents."""
    mean, deviation = scale
    values = (latents * deviation + mean).transpose(1, 2).unflatten(2, GRID)
    frames = [autoencoder.decode(value[None]).sample[0].float().clamp(-1, 1) for value in values]
    return ((torch.stack(frames).permute(0, 2, 3, 4, 1) + 1) * 127.5).byte().numpy()


def contact_sheet(videos, path, every=4):
    Image.fromarray(np.concatenate([np.concatenate(list(video[::every]), 1) for video in videos])).save(path)
