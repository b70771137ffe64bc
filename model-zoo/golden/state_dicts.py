"""Writes data/state-dicts.json: names, PyTorch shapes, parameter count and MACs of every architecture.

    python model-zoo/golden/state_dicts.py

MACs are counted by hooks on timm's own convolutions and linear layers while a picture runs through,
plus the two products of attention (T x T x D each).
"""
import json
from pathlib import Path

import torch
import torch.nn as nn
from timm.layers import Attention
from timm_models import FULL, TINY, build

SIZES = {name: [(224, 224), (160, 192)] for name in FULL} | {
    name: [(32, 32), (40, 56)] for name in TINY
}
CLASSES = {name: 1000 for name in FULL} | {name: 10 for name in TINY}


def count_macs(model, size):
    total = 0

    def convolution(module, _inputs, output):
        nonlocal total
        total += output.numel() * module.weight[0].numel()

    def attention(_module, inputs, _output):
        nonlocal total
        _, tokens, width = inputs[0].shape
        total += 2 * tokens * tokens * width

    hooks = []
    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            hooks.append(module.register_forward_hook(convolution))
        elif isinstance(module, Attention):
            module.fused_attn = False
            hooks.append(module.register_forward_hook(attention))
    with torch.no_grad():
        picture = torch.zeros(1, 3, *size)
        features = model.forward_features(picture)
        pooled = model.forward_head(features, pre_logits=True)
        total = 0
        model(picture)
    for hook in hooks:
        hook.remove()
    return {
        "size": list(size),
        "macs": total,
        # Without the batch dimension; maps as PyTorch has them, [C, H, W].
        "features": list(features.shape[1:]),
        "pooled": list(pooled.shape[1:]),
    }


def describe(name):
    classes = CLASSES[name]
    model = build(name, classes, SIZES[name][0])
    state = {
        key: list(value.shape)
        for key, value in model.state_dict().items()
        if not key.endswith("num_batches_tracked")
    }
    return {
        "classes": classes,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "runs": [count_macs(build(name, classes, size), size) for size in SIZES[name]],
        "state": state,
    }


def main():
    models = ",\n".join(f'"{name}": {json.dumps(describe(name))}' for name in FULL + TINY)
    target = Path(__file__).parent / "data" / "state-dicts.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text("{\n" + models + "\n}\n")


main()
