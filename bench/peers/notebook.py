"""What a notebook would do: fine-tune four timm models in full, pick one by validation, test it.

Same pictures, split and starting weights as the app's run; 2 epochs, batch 16, AdamW, two threads,
mirrored at random, ImageNet-style resize and crop.

    python bench/peers/notebook.py WEIGHTS_FOLDER PICTURES.zip SPLIT.json SEED SIZE

SPLIT.json: [{"file", "label", "side"}]. SIZE: pixels, or `own` for each card's. Prints JSON: seconds
(reading the pictures to the last test prediction, imports excluded) and accuracies by model.
"""

import io
import json
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.nn.functional import cross_entropy

from starters import BACKBONES, backbone, prepare

MODELS = ("mobilenetv3_large_100", "resnet18", "efficientnet_b0", "vit_small_patch16_224")
EPOCHS, BATCH, RATE, DECAY = 2, 16, 3e-4, 0.01


def tensors(pictures, rows, size, statistics):
    inputs = np.stack([prepare(pictures[r["file"]], size, statistics) for r in rows])
    return torch.from_numpy(inputs), torch.tensor([r["label"] for r in rows])


def accuracy(model, inputs, labels):
    model.eval()
    with torch.inference_mode():
        answers = torch.cat([model(part).argmax(1) for part in inputs.split(BATCH)])
    return float((answers == labels).float().mean())


def fine_tune(model, inputs, labels):
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        model.train()
        for rows in torch.randperm(len(labels)).split(BATCH):
            batch = inputs[rows]
            mirrored = torch.rand(len(rows)) < 0.5
            batch[mirrored] = batch[mirrored].flip(-1)
            optimiser.zero_grad()
            cross_entropy(model(batch), labels[rows]).backward()
            optimiser.step()


def main(weights: Path, archive: Path, split: Path, seed: int, size: str) -> None:
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    rows = json.loads(split.read_text())
    classes = 1 + max(row["label"] for row in rows)
    on = {side: [row for row in rows if row["side"] == side] for side in ("train", "validation", "test")}
    start = time.perf_counter()
    with zipfile.ZipFile(archive) as file:
        pictures = {row["file"]: Image.open(io.BytesIO(file.read(row["file"]))) for row in rows}
    models = {}
    for name in MODELS:
        own, statistics = BACKBONES[name]
        pixels = own if size == "own" else int(size)
        sides = {side: tensors(pictures, part, pixels, statistics) for side, part in on.items()}
        model = backbone(weights, name, classes, pixels)
        fine_tune(model, *sides["train"])
        models[name] = {side: accuracy(model, *sides[side]) for side in ("validation", "test")}
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "models": models}))


if __name__ == "__main__":
    weights, archive, split, seed, size = sys.argv[1:6]
    main(Path(weights), Path(archive), Path(split), int(seed), size)
