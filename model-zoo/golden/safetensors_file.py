"""Writes data/reference.safetensors with the reference implementation, from filled tensors.

    python model-zoo/golden/safetensors_file.py
"""
from pathlib import Path

import torch
from fill import fill
from safetensors.torch import save_file

TENSORS = {
    "conv.weight": ((2, 3, 1, 1), torch.float16),
    "fc.weight": ((3, 2), torch.bfloat16),
    "bn.running_var": ((3,), torch.float32),
    "bn.weight": ((3,), torch.float32),
    "fc.bias": ((1,), torch.float16),
}

target = Path(__file__).parent / "data" / "reference.safetensors"
save_file(
    {name: torch.from_numpy(fill(name, shape)).to(dtype) for name, (shape, dtype) in TENSORS.items()},
    target,
    metadata={"format": "pt"},
)
