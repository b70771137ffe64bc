"""Holds data/saliency.json against pytorch-grad-cam, or with --accept writes it.

    pip install grad-cam==1.5.5
    python model-zoo/golden/saliency.py [--accept]

Grad-CAM and Grad-CAM++ of filled networks (fill.py) on a filled input, by pytorch-grad-cam in float64:
the positive part of its `get_cam_image`, before it is scaled to 0..1 and resized, [height, width] of the
target layer, for one class of each picture: the one that float32 explains best, which has to be to half
of the tests' tolerance. Another would test luck: the weights of Grad-CAM++ have a pole where activations
are negative. Of Vision Transformers also attention rollout, by plain PyTorch.
"""
import argparse
import json
import sys

import numpy as np
import torch
from fill import fill
from goldens import BATCH, CLASSES, HERE, NORM_GAINS, load_filled
from pytorch_grad_cam import GradCAM, GradCAMPlusPlus
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from timm_models import build

TARGET = HERE / "data" / "saliency.json"
METHODS = {"grad-cam": GradCAM, "grad-cam++": GradCAMPlusPlus}
# What the tests allow, of a map's largest value.
TEST_TOLERANCE = 1e-4
TOLERANCE = 1e-5

# (architecture, input size, size of the position embeddings' pictures, layer as a node, as a module)
CASES = [
    ("tiny_mobilenetv3", (32, 32), None, "blocks.1.1.add", "blocks.1.1"),
    ("tiny_mobilenetv3", (64, 64), None, "blocks.3.0.bn1.act", "blocks.3.0"),
    ("tiny_resnet", (57, 40), None, "layer1.0.act2", "layer1.0"),
    ("tiny_resnet", (64, 64), None, "layer2.0.act2", "layer2.0"),
    ("tiny_efficientnet", (40, 57), None, "blocks.1.1.add", "blocks.1.1"),
    ("tiny_efficientnet", (64, 64), None, "bn2.act", "bn2"),
    ("tiny_efficientnet_lite", (57, 41), None, "blocks.1.1.add", "blocks.1.1"),
    ("tiny_vit", (32, 32), None, "blocks.3.norm1", "blocks.3.norm1"),
    ("tiny_vit", (40, 56), (32, 32), "blocks.3.norm1", "blocks.3.norm1"),
    ("mobilenetv3_large_100", (64, 64), None, "blocks.2.2.add", "blocks.2.2"),
    ("resnet18", (64, 64), None, "layer2.1.act2", "layer2.1"),
    ("efficientnet_b0", (64, 64), None, "blocks.2.1.add", "blocks.2.1"),
    ("tf_efficientnet_lite0", (71, 64), None, "blocks.2.1.add", "blocks.2.1"),
    ("vit_tiny_patch16_224", (64, 64), None, "blocks.11.norm1", "blocks.11.norm1"),
]


def grid_of_tokens(model):
    """pytorch-grad-cam's reshape_transform: the class token dropped, [B, T, D] to [B, D, h, w]."""
    height, width = model.patch_embed.grid_size
    return lambda tokens: tokens[:, 1:].unflatten(1, (height, width)).permute(0, 3, 1, 2)


def maps(model, picture, module, method, classes):
    """[BATCH, h, w], what speaks for each picture's class."""
    reshape = grid_of_tokens(model) if module.endswith("norm1") else None
    layer = model.get_submodule(module)
    targets = [ClassifierOutputTarget(index) for index in classes]
    with METHODS[method](model=model, target_layers=[layer], reshape_transform=reshape) as cam:
        cam(input_tensor=picture, targets=targets)
        kept = cam.activations_and_grads
        activations, gradients = kept.activations[0].numpy(), kept.gradients[0].numpy()
        return np.maximum(cam.get_cam_image(picture, layer, targets, activations, gradients), 0)


def rollout(model, picture):
    """Attention rollout (Abnar & Zuidema 2020), [BATCH, h, w]; None where there is no attention."""
    if not hasattr(model, "blocks") or not hasattr(model.blocks[0], "attn"):
        return None
    found = []
    hooks = [block.attn.qkv.register_forward_hook(lambda *call: found.append(call[2])) for block in model.blocks]
    with torch.no_grad():
        model(picture)
    for hook in hooks:
        hook.remove()
    product = torch.eye(found[0].shape[1], dtype=picture.dtype)
    for packed in found:
        heads = model.blocks[0].attn.num_heads
        q, k, _ = packed.unflatten(2, (3, heads, -1)).permute(2, 0, 3, 1, 4)
        attended = (q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5).softmax(-1).mean(1)
        product = (attended + torch.eye(attended.shape[-1], dtype=picture.dtype)) / 2 @ product
    return product[:, 0, 1:].unflatten(1, model.patch_embed.grid_size).numpy()


def sound_class(exact, rough, row):
    """The class whose evidence in a picture float32 finds best, for both methods."""
    def error(index):
        pairs = [(exact[method][index][row], rough[method][index][row]) for method in METHODS]
        return max(abs(y - x).max() / x.max() if x.max() > 0 else np.inf for x, y in pairs)

    index = min(range(CLASSES), key=error)
    assert error(index) < TEST_TOLERANCE / 2, f"float32 is off by {error(index):.1e}"
    return index


def case(name, size, trained_size, node, module):
    model = build(name, CLASSES, size)
    norm_gain = NORM_GAINS.get(name, 1)
    grid = trained_size and [side // p for side, p in zip(trained_size, model.patch_embed.patch_size)]
    load_filled(model, grid, norm_gain)
    picture = 2 * torch.from_numpy(fill("input", (BATCH, 3, *size)))

    def all_maps():
        return {
            method: [maps(model, picture, module, method, [index] * BATCH) for index in range(CLASSES)]
            for method in METHODS
        }

    rough = all_maps()
    model, picture = model.double(), picture.double()
    exact = all_maps()
    classes = [sound_class(exact, rough, row) for row in range(BATCH)]
    kept = {
        method: [exact[method][index][row] for row, index in enumerate(classes)] for method in METHODS
    }
    rolled = rollout(model, picture)
    if rolled is not None:
        kept["attention-rollout"] = list(rolled)
    return {
        "architecture": name,
        "size": list(size),
        "trainedSize": trained_size and list(trained_size),
        "normGain": norm_gain,
        "layer": node,
        "grid": list(kept["grad-cam"][0].shape),
        "classes": classes,
        "maps": {
            method: [[float(f"{value:.7g}") for value in map.flatten()] for map in both]
            for method, both in kept.items()
        },
    }


def differences(made, stored):
    names = ("architecture", "size", "layer", "grid", "classes")
    for a, b in zip(made, stored, strict=True):
        if any(a[key] != b[key] for key in names):
            yield f"{a['architecture']} {a['size']}: {[a[key] for key in names]}"
        for method in b["maps"]:
            for x, y in zip(a["maps"][method], b["maps"][method], strict=True):
                error = abs(np.subtract(x, y)).max() / max(y)
                if error > TOLERANCE:
                    yield f"{a['architecture']} {a['size']} {method}: {error:.1e}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="write what was computed")
    options = parser.parse_args()
    made = [case(*row) for row in CASES]
    if options.accept:
        body = ",\n".join(json.dumps(row) for row in made)
        TARGET.write_text(f'{{"cases": [\n{body}\n]}}\n')
        return
    lines = list(differences(made, json.loads(TARGET.read_text())["cases"]))
    print(f"{TARGET.name}: {len(lines) or 'no'} differences", *lines, sep="\n  ")
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
