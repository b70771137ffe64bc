"""Writes adam_w.json: steps of torch.optim.AdamW with changing learning rates.

python adam_w.py
"""

import json
from pathlib import Path

import torch

start = [0.5, -1.25, 2.0, 0.001]
gradients = [[0.1, -0.2, 3.0, 0.0], [0.3, 0.2, -1.0, 1e-5], [-0.2, 0.0, 0.5, 2e-5], [0.1, 0.4, 0.1, 0.0]]
rates = [1e-2, 2e-2, 1e-2, 5e-3]


def run(weight_decay):
    parameter = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    optimiser = torch.optim.AdamW([parameter], lr=1.0, weight_decay=weight_decay)
    trace = []
    for gradient, rate in zip(gradients, rates):
        for group in optimiser.param_groups:
            group["lr"] = rate
        parameter.grad = torch.tensor(gradient, dtype=torch.float64)
        optimiser.step()
        trace.append(parameter.detach().tolist())
    return trace


golden = {
    "madeWith": f"torch {torch.__version__.split('+')[0]}",
    "start": start,
    "gradients": gradients,
    "rates": rates,
    "runs": [{"weightDecay": decay, "values": run(decay)} for decay in (0.0, 0.1)],
}
path = Path(__file__).with_name("adam_w.json")
path.write_text(json.dumps(golden, indent=1) + "\n")
