"""Writes torchvision.json: what torchvision and torch make of small seeded pictures.

    python3 core/augmentation/golden/make.py

Inputs are not stored: both sides compute them from (seed, width, height). Drawn parameters are
proven by handing torchvision the same uniform numbers as ours.
"""
import base64
import json
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
import torchvision
from PIL import Image
from torchvision.transforms import functional as F
from torchvision.transforms import transforms as T



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


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def tensor(array):
    return torch.from_numpy(array.copy()).permute(2, 0, 1)


def back(image):
    return image.permute(1, 2, 0).numpy()


def reflecting(image, degrees):
    """torchvision's own grid for this angle, sampled with torch's reflection."""
    _, h, w = image.shape
    a = math.radians(degrees)
    theta = torch.tensor([[[math.cos(a), -math.sin(a) * h / w, 0],
                           [math.sin(a) * w / h, math.cos(a), 0]]], dtype=torch.float32)
    grid = torch.nn.functional.affine_grid(theta, (1, 3, h, w), align_corners=False)
    out = torch.nn.functional.grid_sample(image[None].float(), grid, mode="bilinear",
                                          padding_mode="reflection", align_corners=False)
    return out[0].round().clamp(0, 255).to(torch.uint8)


SIZES = [(24, 18), (17, 23), (20, 20)]
cases = []
for seed, (w, h) in enumerate(SIZES):
    source = picture(seed, w, h)
    image = tensor(source)

    def add(op, value, out):
        cases.append({"seed": seed, "size": [w, h], "op": op, "value": value, "data": encode(out)})

    add("horizontal", 0, back(F.hflip(image)))
    add("vertical", 0, back(F.vflip(image)))
    for turns in (1, 2, 3):
        add("turn", turns, np.rot90(source, turns))
    for degrees in (12.5, -47.0, 90.0):
        out = F.rotate(image, degrees, interpolation=F.InterpolationMode.BILINEAR)
        add("rotate-black", degrees, back(out))
        add("rotate-reflect", degrees, back(reflecting(image, degrees)))
    for factor in (0.0, 0.6, 1.0, 1.7):
        add("brightness", factor, back(F.adjust_brightness(image, factor)))
        add("contrast", factor, back(F.adjust_contrast(image, factor)))
        add("saturation", factor, back(F.adjust_saturation(image, factor)))
    for shift in (-0.5, -0.1, 0.25):
        add("hue", shift, back(F.adjust_hue(image, shift)))
    for sigma in (0.4, 1.3, 2.0):
        kernel = 2 * math.ceil(3 * sigma) + 1
        add("blur", sigma, back(F.gaussian_blur(image, [kernel, kernel], [sigma, sigma])))
    box = [2, 3, 11, 9]
    out = F.resized_crop(Image.fromarray(source), *box, [h, w], F.InterpolationMode.BILINEAR)
    add("crop", box, np.asarray(out))


class Draws:
    """Stands in for torch inside torchvision: hands out given uniform numbers."""

    def __init__(self, values):
        self.values = iter(values)

    def empty(self, _):
        return SimpleNamespace(uniform_=lambda a, b: SimpleNamespace(
            item=lambda: a + (b - a) * next(self.values)))

    def randint(self, low, high, size):
        value = low + math.floor(next(self.values) * (high - low))
        return SimpleNamespace(item=lambda: value)

    def __getattr__(self, name):
        return getattr(torch, name)

    def log(self, value):
        return [math.log(one) for one in value.tolist()]

    def exp(self, value):
        return SimpleNamespace(item=lambda: math.exp(value.item()))


def drawn(values, call):
    T.torch = Draws(values)
    try:
        return call()
    finally:
        T.torch = torch


generator = np.random.default_rng(0)
boxes = []
for w, h, scale, ratio in [(64, 48, (0.08, 1), (3 / 4, 4 / 3)), (40, 90, (0.9, 1), (0.95, 1.05)),
                           (90, 30, (0.95, 1), (0.9, 1.1)), (50, 50, (0.3, 0.5), (0.5, 2))]:
    for _ in range(6):
        values = generator.random(64).tolist()
        image = torch.zeros(3, h, w)
        crop = drawn(values, lambda: T.RandomResizedCrop.get_params(image, list(scale), list(ratio)))
        erased = drawn(values, lambda: T.RandomErasing.get_params(image, (0.02, 0.33), (0.3, 3.3), [0.0]))
        boxes.append({"size": [w, h], "scale": scale, "ratio": ratio, "draws": values,
                      "crop": list(crop), "erase": list(erased[:4])})

golden = {"torchvision": torchvision.__version__, "torch": torch.__version__, "cases": cases, "boxes": boxes}
Path(__file__).with_name("torchvision.json").write_text(json.dumps(golden) + "\n")
