"""What the three training stages share: processes, optimisers, the running average, resuming.

Start a stage with `torchrun --nproc-per-node N stage.py ...` to share the work
among N processes: one a core is faster than one process with N threads on these
small networks. Nothing here knows what is trained.
"""

import copy
import math
import os
import pathlib
import time

import torch
import torch.distributed as dist

from muon import Muon, sum_over_processes


DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def setup(seed=0):
    """Joins the other processes, if there are any; returns (rank, world size)."""
    torch.manual_seed(seed)
    if "RANK" not in os.environ:
        return 0, 1
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // int(os.environ["WORLD_SIZE"])))
    dist.init_process_group("gloo")
    torch.manual_seed(seed + dist.get_rank())
    return dist.get_rank(), dist.get_world_size()


def half():
    """Arithmetic in bf16: a fifth to a half faster where the processor has it; weights stay in fp32."""
    return torch.autocast(DEVICE.type, torch.bfloat16)


class Trainer:
    """Optimisers, EMA, learning rate over time and a checkpoint file for one module.

    A run is planned in minutes: `progress` goes from 0 to 1, also over a pause
    and a resume. The learning rate warms up, holds, and falls to `floor` over the
    last `decay` share.
    """

    def __init__(self, module, path, minutes, lr_matrix, lr_vector, decay=.35, floor=.04, average=.995, warm_up=40):
        self.module, self.path, self.minutes = module, pathlib.Path(path), minutes
        self.decay, self.floor, self.average, self.warm_up = decay, floor, average, warm_up
        self.step, self.spent, self._tick = 0, 0., time.time()
        if dist.is_initialized():
            for parameter in module.parameters():  # each process started its own
                dist.broadcast(parameter.data, 0)
        self.ema = copy.deepcopy(module).eval().requires_grad_(False)
        matrices, vectors = split(module)
        self.optimisers = [(Muon(matrices, lr_matrix), lr_matrix),
                           (torch.optim.AdamW(vectors, lr_vector, betas=(.9, .97), weight_decay=0.), lr_vector)]

    @property
    def progress(self):
        return self.spent / 60 / self.minutes

    def done(self):
        return self.progress >= 1

    def rate(self):
        fall = min(1., max(0., (1 - self.progress) / self.decay))
        return min(1., (self.step + 1) / self.warm_up) * (self.floor + (1 - self.floor) * .5 * (1 - math.cos(math.pi * fall)))

    def update(self, loss):
        """One step; all processes get the same gradients and the first one's clock."""
        for optimiser, lr in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = lr * self.rate()
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        parameters = [p for p in self.module.parameters() if p.requires_grad]
        for parameter in parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        now = time.time()
        clock = torch.tensor([now - self._tick], device=DEVICE)
        self._tick = now
        if dist.is_initialized():
            clock *= dist.get_world_size() * (dist.get_rank() == 0)  # the first process keeps the time
            sum_over_processes([p.grad for p in parameters] + [clock], 1 / dist.get_world_size())
        self.spent += min(clock.item(), 60.)
        for optimiser, _ in self.optimisers:
            optimiser.step()
        self.step += 1
        self._follow()

    @torch.no_grad()
    def _follow(self):
        keep = min(self.average, (self.step + 1) / (self.step + 20))
        torch._foreach_lerp_(list(self.ema.parameters()), list(self.module.parameters()), 1 - keep)

    def skip_clock(self):
        """Leaves what was done since the last step (an evaluation) out of the run's time."""
        self._tick = time.time()

    def save(self):
        state = {"module": self.module.state_dict(), "ema": self.ema.state_dict(), "step": self.step,
                 "spent": self.spent, "optimisers": [optimiser.state_dict() for optimiser, _ in self.optimisers]}
        partial = self.path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(self.path)

    def resume(self):
        if not self.path.exists():
            return
        state = torch.load(self.path, map_location=DEVICE)
        self.module.load_state_dict(state["module"])
        self.ema.load_state_dict(state["ema"])
        for (optimiser, _), saved in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        self.step, self.spent = state["step"], state["spent"]


def split(module):
    """Parameters for Muon and those for AdamW."""
    vector_like = ("embed_tokens", "table", "registers")
    matrices = [p for name, p in module.named_parameters() if p.ndim >= 2 and not any(v in name for v in vector_like)]
    chosen = {id(p) for p in matrices}
    return matrices, [p for p in module.parameters() if id(p) not in chosen]
