"""Writes data/position-embeddings.json: timm's `resample_abs_pos_embed` of filled embeddings.

    python model-zoo/golden/position_embeddings.py
"""
import json
from pathlib import Path

import torch
from fill import fill
from timm.layers import resample_abs_pos_embed

WIDTH = 2
# (from, to, prefix tokens): both directions, one axis each way, no prefix, a grid that stays.
CASES = [
    ((14, 14), (8, 8), 1),
    ((14, 14), (16, 20), 1),
    ((4, 4), (7, 3), 1),
    ((8, 8), (2, 3), 0),
    ((5, 7), (7, 5), 1),
    ((4, 4), (4, 4), 1),
]


def resample(old, new, prefix):
    values = torch.from_numpy(fill("pos_embed", (1, prefix + old[0] * old[1], WIDTH)))
    result = resample_abs_pos_embed(
        values, new_size=list(new), old_size=list(old), num_prefix_tokens=prefix
    )
    return {
        "from": old,
        "to": new,
        "prefix": prefix,
        "values": [float(f"{value:.9g}") for value in result.flatten().tolist()],
    }


cases = ",\n".join(json.dumps(resample(*case)) for case in CASES)
target = Path(__file__).parent / "data" / "position-embeddings.json"
target.parent.mkdir(exist_ok=True)
target.write_text("[\n" + cases + "\n]\n")
