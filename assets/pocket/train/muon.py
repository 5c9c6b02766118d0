"""Muon: momentum whose update is orthogonalised, for every weight with two or more axes.

On these small networks it reached in three minutes what AdamW needed ten for.
Vectors, embeddings and tables stay with AdamW. See Jordan et al., "Muon: An
optimizer for hidden layers in neural networks" (2024).
"""

import torch
import torch.distributed as dist


def orthogonalise(gradient, steps=4):
    """Newton-Schulz towards the nearest matrix with orthonormal rows; [rows, columns], coefficients from the paper."""
    x = gradient / (gradient.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = (x.T if tall else x).bfloat16()
    for _ in range(steps):
        gram = x @ x.T
        x = 3.4445 * x + (-4.775 * gram + 2.0315 * gram @ gram) @ x
    return (x.T if tall else x).float()


class Muon(torch.optim.Optimizer):
    """Shares the matrices among the processes of a run, and adds the updates up at the end of a step."""

    def __init__(self, parameters, lr, momentum=.95):
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        world, rank = (dist.get_world_size(), dist.get_rank()) if dist.is_initialized() else (1, 0)
        for group in self.param_groups:
            parameters = sorted((p for p in group["params"] if p.grad is not None), key=lambda p: -p.numel())
            updates = [torch.zeros_like(p) for p in parameters]
            for number, (parameter, update) in enumerate(zip(parameters, updates)):
                state = self.state[parameter]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(parameter)
                momentum = state["momentum"].mul_(group["momentum"]).add_(parameter.grad)
                if number % world == rank:
                    nesterov = parameter.grad + group["momentum"] * momentum
                    update.copy_(orthogonalise(nesterov.flatten(1)).view_as(parameter))
            if world > 1:
                sum_over_processes(updates)
            for parameter, update in zip(parameters, updates):
                rows, columns = parameter.flatten(1).shape
                parameter.add_(update, alpha=-group["lr"] * max(1, rows / columns) ** .5)


def sum_over_processes(tensors, scale=1.):
    """Adds each tensor up over all processes, in place, in one message."""
    flat = torch.cat([tensor.flatten() for tensor in tensors])
    dist.all_reduce(flat)
    start = 0
    for tensor in tensors:
        tensor.copy_(flat[start:start + tensor.numel()].view_as(tensor)).mul_(scale)
        start += tensor.numel()
