"""The starter backbones as timm builds them, with this project's weights."""

import contextlib
import math
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

# Standard output is for answers; huggingface_hub prints there what it misses.
with contextlib.redirect_stdout(sys.stderr):
    import timm

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
HALF = ((0.5,) * 3, (0.5,) * 3)
# Input size and (mean, std), as on the cards (model-zoo/card-texts.ts).
BACKBONES = {
    "tf_efficientnet_lite0": (224, HALF),
    "mobilenetv3_large_100": (128, IMAGENET),
    "resnet18": (128, IMAGENET),
    "efficientnet_b0": (128, IMAGENET),
    "vit_small_patch16_224": (128, IMAGENET),
}


def backbone(weights: Path, name: str, classes: int = 0, size: int | None = None, **extra) -> torch.nn.Module:
    """`weights` holds `<name>.safetensors` at the card's size; another size resamples ViT's positions."""
    own, _ = BACKBONES[name]
    image = {"img_size": own} if name.startswith("vit") else {}
    model = timm.create_model(name, num_classes=classes, **image, **extra)
    missing, unexpected = model.load_state_dict(load_file(weights / f"{name}.safetensors"), strict=False)
    head = model.get_classifier()
    heads = {n for n, m in model.named_modules() if m is head and classes}
    lost = [k for k in missing if k.rsplit(".", 1)[0] not in heads and not k.endswith("num_batches_tracked")]
    if lost or unexpected:
        raise ValueError(f"{name}: missing {lost}, unexpected {unexpected}")
    if image and size not in (None, own):
        model.set_input_size(img_size=size)
    return model


def prepare(picture: Image.Image, size: int, statistics) -> np.ndarray:
    """[3, size, size]: Pillow's bicubic to short side size / 0.875, centre crop, normalised."""
    picture = picture.convert("RGB")
    short = math.floor(size / 0.875)
    width, height = picture.size
    wide, high = (short, int(short * height / width)) if width < height else (int(short * width / height), short)
    image = picture.resize((wide, high), Image.BICUBIC)
    left, top = round((wide - size) / 2), round((high - size) / 2)
    pixels = np.asarray(image.crop((left, top, left + size, top + size)), np.float32) / 255
    mean, std = (np.asarray(v, np.float32) for v in statistics)
    return ((pixels - mean) / std).transpose(2, 0, 1)


@torch.no_grad()
def features(weights: Path, name: str, pictures: list[Image.Image]) -> np.ndarray:
    """Pooled features [N, D] at the card's own input size."""
    size, statistics = BACKBONES[name]
    model = backbone(weights, name).eval()
    rows = []
    for start in range(0, len(pictures), 50):
        batch = np.stack([prepare(p, size, statistics) for p in pictures[start : start + 50]])
        rows.append(model.forward_head(model.forward_features(torch.from_numpy(batch)), pre_logits=True))
    return torch.cat(rows).numpy()
