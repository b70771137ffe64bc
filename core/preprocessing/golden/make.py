"""Writes pillow.json: what Pillow and torchvision make of small seeded pictures.

    python core/preprocessing/golden/make.py

Inputs are not stored: both sides compute them from (seed, width, height).
"""
import base64
import json
import math
from pathlib import Path

import numpy as np
import PIL
import torchvision
from PIL import Image
from torchvision import transforms

MODES = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def picture(seed, width, height):
    """Noise from a 32-bit xorshift beside flat and saturated stretches, [height, width, 3]."""
    state = (seed * 2654435761 + 1) & 0xFFFFFFFF
    out = np.zeros(width * height * 3, np.uint8)
    for i in range(out.size):
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        kind = (i // 96) % 4
        out[i] = [state & 255, 255 if state & 1 else 0, (i * 3) & 255, 200][kind]
    return out.reshape(height, width, 3)


RESIZE = [  # width, height, to width, to height
    (17, 11, 5, 3), (17, 11, 26, 15), (64, 48, 15, 48), (40, 48, 40, 7), (33, 50, 8, 61),
    (3, 2, 9, 8), (1, 1, 4, 4), (100, 7, 13, 2), (28, 28, 32, 32), (40, 25, 39, 24),
]
PREPARE = [  # width, height, input (h, w), cropPct
    (50, 37, (24, 24), 0.875), (37, 50, (24, 24), 0.9), (28, 28, (24, 24), 0.875),
    (61, 20, (16, 16), 1.0), (41, 53, (17, 17), 0.8), (9, 70, (15, 15), 0.95),
]


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


cases = {"pillow": PIL.__version__, "torchvision": torchvision.__version__, "resize": [], "prepare": []}
for seed, (w, h, to_w, to_h) in enumerate(RESIZE):
    for name, mode in MODES.items():
        out = Image.fromarray(picture(seed, w, h)).resize((to_w, to_h), mode)
        cases["resize"].append({"seed": seed, "from": [w, h], "to": [to_w, to_h],
                                "interpolation": name, "data": encode(np.asarray(out))})
for seed, (w, h, size, pct) in enumerate(PREPARE):
    for name, mode in MODES.items():
        image = Image.fromarray(picture(seed, w, h))
        image = transforms.Resize(math.floor(size[0] / pct), interpolation=transforms.InterpolationMode(name))(image)
        out = transforms.CenterCrop(size)(image)
        cases["prepare"].append({"seed": seed, "from": [w, h], "inputSize": size, "cropPct": pct,
                                 "interpolation": name, "data": encode(np.asarray(out))})
# Big pictures go through the short-side-256 copy; only a checksum row is kept of them.
seed, w, h = 7, 700, 530
copy = Image.fromarray(picture(seed, w, h)).resize((int(256 * w / h), 256), Image.BICUBIC)
out = transforms.CenterCrop(224)(transforms.Resize(256, interpolation=transforms.InterpolationMode.BICUBIC)(copy))
cases["copy"] = {"seed": seed, "from": [w, h], "size": list(copy.size),
                 "rows": [0, 100, 223], "data": encode(np.asarray(out)[[0, 100, 223]])}
Path(__file__).with_name("pillow.json").write_text(json.dumps(cases, indent=2) + "\n")
