"""Writes extra.safetensors: schedules, walks and guidance of the public implementation
(diffusers 0.42.1) that the pipelines' own goldens do not reach. Needs torch, scipy, diffusers."""

import json
import pathlib

import numpy as np
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, UniPCMultistepScheduler
from diffusers.pipelines.ltx2.pipeline_ltx2 import calculate_shift, rescale_noise_cfg
from safetensors.torch import save_file

out, meta = {}, {"schedules": {}, "walks": {}}
generator = torch.Generator().manual_seed(7)
EULER = {
    "karras": dict(use_karras_sigmas=True, shift=3.0),
    "exponential": dict(use_exponential_sigmas=True, shift=3.0),
    "beta": dict(use_beta_sigmas=True, shift=3.0),
    "inverted": dict(invert_sigmas=True, shift=2.0),
    "linear": dict(use_dynamic_shifting=True, time_shift_type="linear"),
    "dynamic_beta": dict(use_dynamic_shifting=True, use_beta_sigmas=True, shift_terminal=0.1),
    "terminal": dict(shift=2.0, shift_terminal=0.05),
}
for name, config in EULER.items():
    for explicit in (False, True):
        scheduler = FlowMatchEulerDiscreteScheduler(**config)
        c = scheduler.config
        mu = calculate_shift(2000, c.base_image_seq_len, c.max_image_seq_len, c.base_shift, c.max_shift)
        if explicit:
            scheduler.set_timesteps(sigmas=np.linspace(1.0, 1 / 9, 9), mu=mu)
        else:
            scheduler.set_timesteps(9, mu=mu)
        key = f"euler.{name}.{'explicit' if explicit else 'own'}"
        meta["schedules"][key] = dict(config, _class_name="FlowMatchEulerDiscreteScheduler")
        out[f"out.sigmas.{key}"], out[f"out.timesteps.{key}"] = scheduler.sigmas, scheduler.timesteps

WALKS = {
    "order1": dict(solver_order=1),
    "order1bh1": dict(solver_order=1, solver_type="bh1", terminal=True),
    "order2nocorrector": dict(solver_order=2, disable_corrector=[0, 2]),
    "order3": dict(solver_order=3),
    "order3terminal": dict(solver_order=3, shift_terminal=0.05),
    "order3bh1": dict(solver_order=3, solver_type="bh1", terminal=True),
}
for name, config in WALKS.items():
    # bh1 gives NaN on the step onto sigma 0: only the steps before it are compared.
    steps, skip_last = 7, config.pop("terminal", False)
    config = dict(config, prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)
    scheduler = UniPCMultistepScheduler(**config)
    scheduler.set_timesteps(steps)
    meta["walks"][name] = dict(config, _class_name="UniPCMultistepScheduler")
    out[f"out.sigmas.{name}"], out[f"out.timesteps.{name}"] = scheduler.sigmas, scheduler.timesteps.float()
    x = torch.randn(1, 40, generator=generator)
    out[f"in.walk.{name}.x"] = x
    for i, t in enumerate(scheduler.timesteps[: steps - 1 if skip_last else steps]):
        v = torch.randn(1, 40, generator=generator)
        x = scheduler.step(v, t, x, return_dict=False)[0]
        out[f"in.walk.{name}.v{i}"], out[f"out.walk.{name}.x{i}"] = v, x

cond, negative, perturbed, isolated = (torch.randn(1, 50, 7, generator=generator) * s for s in (1, 1.1, 0.9, 1.2))
guided = cond + (3.0 - 1) * (cond - negative) + 1.5 * (cond - perturbed) + (2.5 - 1) * (cond - isolated)
for name, tensor in dict(cond=cond, negative=negative, perturbed=perturbed, isolated=isolated).items():
    out[f"in.guide.{name}"] = tensor
out["out.guide.plain"], out["out.guide.rescaled"] = guided, rescale_noise_cfg(guided, cond, guidance_rescale=0.7)

save_file({k: v.contiguous().clone() for k, v in out.items()}, pathlib.Path(__file__).with_name("extra.safetensors"),
          metadata={"meta": json.dumps(meta)})
