"""Holds data/parity.json and data/starters.json against timm, or with --accept writes them.

    python model-zoo/golden/goldens.py [--accept] [--only parity|starters]

parity.json: every architecture with filled weights (fill.py) and a filled input, at three taps
(features, pooled, logits), and for some the gradients of the mean cross-entropy in evaluation mode
(batch norm keeps its running statistics) for every trainable tensor. Computed in float64; a case that
float32 cannot compute to a quarter of the tests' tolerances is refused, since it would test luck.

starters.json: pooled features of the starter weights in ../weights for two pictures of the sample,
preprocessed by Pillow and timm. Needs SAFETENSORS (a folder of <id>.safetensors) in the environment.

Of each tensor: its shape without the batch (maps as [H, W, C]), its L2 norm over the batch, and values
at indices drawn by fill.uniform from the tensor's name. Without --accept nothing is written; a value
further than 1e-5 of the tensor's root mean square from the stored one fails.
"""
import argparse
import base64
import io
import json
import os
import sys
import zipfile
from pathlib import Path

import numpy as np
import timm
import torch
from fill import fill, uniform
from PIL import Image
from safetensors.torch import load_file
from timm.data import create_transform
from timm.layers import resample_abs_pos_embed
from timm_models import build

HERE = Path(__file__).parent
CLASSES = 10
BATCH = 2
LABELS = [3, 7]
TAP_SAMPLES = 32
GRADIENT_SAMPLES = 8
TOLERANCE = 1e-5

# What the tests allow, forward and for gradients.
TEST_TOLERANCES = (1e-4, 1e-3)

# (architecture, input size, size of the position embeddings' pictures, gradients)
CASES = [
    ("tiny_mobilenetv3", (32, 32), None, True),
    ("tiny_resnet", (32, 32), None, True),
    ("tiny_efficientnet", (32, 32), None, True),
    ("tiny_efficientnet_lite", (32, 32), None, True),
    ("tiny_vit", (32, 32), None, True),
    ("tiny_mobilenetv3", (40, 57), None, False),
    ("tiny_resnet", (57, 40), None, False),
    ("tiny_efficientnet", (40, 57), None, False),
    ("tiny_efficientnet_lite", (57, 41), None, False),
    ("tiny_vit", (40, 56), (32, 32), False),
    ("mobilenetv3_large_100", (64, 64), None, True),
    ("resnet18", (64, 64), None, True),
    ("efficientnet_b0", (64, 64), None, True),
    ("tf_efficientnet_lite0", (71, 64), None, True),
    ("vit_tiny_patch16_224", (64, 64), None, True),
    ("vit_small_patch16_224", (96, 64), (224, 224), False),
    ("vit_base_patch16_224", (32, 32), None, False),
]

# Factor of the scales of all norms, where filled weights would let magnitudes grow so far that the kinks
# of hard-swish and ReLU6 decide about gradients.
NORM_GAINS = {"mobilenetv3_large_100": 0.875, "tf_efficientnet_lite0": 0.875}

# (id, input side, mean = std = 0.5 instead of ImageNet's)
STARTERS = [
    ("tf_efficientnet_lite0", 224, True),
    ("mobilenetv3_large_100", 128, False),
    ("resnet18", 128, False),
    ("efficientnet_b0", 128, False),
    ("vit_small_patch16_224", 128, False),
]


def load_filled(model, trained_grid, norm_gain):
    """Fills every tensor; position embeddings, where asked, at another grid and resampled by timm."""
    for name, tensor in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        if name == "pos_embed" and trained_grid:
            shape = (1, 1 + trained_grid[0] * trained_grid[1], tensor.shape[2])
            values = resample_abs_pos_embed(
                torch.from_numpy(fill(name, shape)),
                new_size=list(model.patch_embed.grid_size),
                old_size=list(trained_grid),
            )
        else:
            values = torch.from_numpy(fill(name, tuple(tensor.shape)))
        if name.endswith(".weight") and tensor.ndim == 1:
            values = values * norm_gain
        tensor.copy_(values)


def sampled(name, tensor, count):
    flat = tensor.detach().double().flatten().numpy()
    indices = np.floor(uniform(f"sample/{name}", count) * flat.size).astype(int)
    return {
        "norm": float(f"{np.linalg.norm(flat):.8g}"),
        "values": [float(f"{value:.8g}") for value in flat[indices]],
    }


def tap(name, tensor):
    if tensor.ndim == 4:
        tensor = tensor.permute(0, 2, 3, 1)
    return {"shape": list(tensor.shape[1:]), **sampled(name, tensor, TAP_SAMPLES)}


def compute(model, picture, dtype, with_gradients):
    """The three taps, the loss and the gradients by name."""
    model = model.to(dtype)
    model.zero_grad()
    features = model.forward_features(picture.to(dtype))
    pooled = model.forward_head(features, pre_logits=True)
    logits = model.forward_head(features)
    taps = {"features": features, "pooled": pooled, "logits": logits}
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(LABELS))
    if not with_gradients:
        return taps, loss, {}
    loss.backward()
    return taps, loss, {key: value.grad.clone() for key, value in model.named_parameters()}


def assert_sound(name, tensors, in_float32, tolerance):
    for key, value in tensors.items():
        scale = value.abs().max()
        assert scale > 0, f"{name}: {key} is all zero"
        error = ((in_float32[key].double() - value).abs().max() / scale).item()
        assert error < tolerance / 4, f"{name}: {key} is off by {error:.1e} in float32"


def parity(name, size, trained_size, with_gradients):
    model = build(name, CLASSES, size)
    norm_gain = NORM_GAINS.get(name, 1)
    patch = model.patch_embed.patch_size if trained_size else None
    grid = trained_size and [side // p for side, p in zip(trained_size, patch)]
    load_filled(model, grid, norm_gain)
    picture = 2 * torch.from_numpy(fill("input", (BATCH, 3, *size)))
    taps32, _, gradients32 = compute(model, picture, torch.float32, with_gradients)
    taps, loss, gradients = compute(model, picture, torch.float64, with_gradients)
    assert_sound(name, taps, taps32, TEST_TOLERANCES[0])
    assert_sound(name, gradients, gradients32, TEST_TOLERANCES[1])
    return {
        "architecture": name,
        "size": list(size),
        "trainedSize": trained_size and list(trained_size),
        "normGain": norm_gain,
        "taps": {key: tap(key, value) for key, value in taps.items()},
        "loss": float(f"{loss.item():.8g}"),
        "gradients": {key: sampled(key, value, GRADIENT_SAMPLES) for key, value in gradients.items()}
        if with_gradients
        else None,
    }


def pictures():
    """Two grey pictures of the sample, as they lie in it."""
    with zipfile.ZipFile(next((HERE / "../../public/samples").glob("*.zip"))) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".png"))
        return [Image.open(io.BytesIO(archive.read(names[i]))).convert("L") for i in (0, len(names) // 2)]


def starter(name, side, halves, folder, grey):
    image = {"img_size": side} if name.startswith("vit_") else {}
    model = timm.create_model(name, num_classes=0, **image).eval()
    stored = load_file(Path(folder) / f"{name}.safetensors")
    report = model.load_state_dict({key: value.float() for key, value in stored.items()}, strict=False)
    assert not report.unexpected_keys
    assert all(key.endswith("num_batches_tracked") for key in report.missing_keys), report.missing_keys
    half = {"mean": (0.5, 0.5, 0.5), "std": (0.5, 0.5, 0.5)} if halves else {}
    transform = create_transform((3, side, side), interpolation="bicubic", crop_pct=0.875, **half)
    batch = torch.stack([transform(picture.convert("RGB")) for picture in grey])
    with torch.no_grad():
        pooled = model.forward_head(model.forward_features(batch), pre_logits=True)
    return {"id": name, "pooled": tap("pooled", pooled)}


def make_parity():
    head = {"classes": CLASSES, "batch": BATCH, "labels": LABELS, "inputScale": 2}
    return {**head, "cases": [parity(*case) for case in CASES]}


def make_starters():
    grey = pictures()
    folder = os.environ.get("SAFETENSORS") or sys.exit("SAFETENSORS: where are the <id>.safetensors?")
    return {
        "width": grey[0].width,
        "height": grey[0].height,
        "pictures": [base64.b64encode(picture.tobytes()).decode() for picture in grey],
        "starters": [starter(*case, folder, grey) for case in STARTERS],
    }


def differences(made, stored, path=""):
    """Paths at which two trees differ, sampled values beyond the tolerance."""
    if isinstance(made, dict) and isinstance(stored, dict) and made.keys() == stored.keys():
        if "values" in made and "norm" in made:
            scale = max(np.abs(stored["values"]).max(), 1e-30)
            off = np.abs(np.subtract(made["values"], stored["values"])).max() / scale
            off = max(off, abs(made["norm"] / stored["norm"] - 1))
            return [f"{path}: {off:.1e}"] if off > TOLERANCE else []
        return [line for key in made for line in differences(made[key], stored[key], f"{path}/{key}")]
    if isinstance(made, list) and isinstance(stored, list) and len(made) == len(stored):
        return [line for i, pair in enumerate(zip(made, stored)) for line in differences(*pair, f"{path}/{i}")]
    if isinstance(made, float):
        return [] if abs(made - stored) <= TOLERANCE * abs(stored) else [path]
    return [] if made == stored else [path]


def write(target, tree):
    """One line a case: diffs stay readable."""
    rows = next(key for key in ("cases", "starters") if key in tree)
    head = "".join(f" {json.dumps(key)}: {json.dumps(value)},\n" for key, value in tree.items() if key != rows)
    body = ",\n".join(json.dumps(row) for row in tree[rows])
    target.write_text("{\n" + head + f' "{rows}": [\n{body}\n]}}\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="write what was computed")
    parser.add_argument("--only", choices=["parity", "starters"])
    options = parser.parse_args()
    failed = False
    for name, make in {"parity": make_parity, "starters": make_starters}.items():
        if options.only in (None, name):
            target = HERE / "data" / f"{name}.json"
            made = make()
            if options.accept:
                write(target, made)
                continue
            lines = differences(made, json.loads(target.read_text()))
            print(f"{target.name}: {len(lines) or 'no'} differences", *lines, sep="\n  ")
            failed |= bool(lines)
    sys.exit(failed)


if __name__ == "__main__":
    main()
