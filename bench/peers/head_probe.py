"""scikit-learn's cross-validated logistic regression on timm features: what a head run is held against.

Protocol (model-zoo/pretrain/README.md): 20 pictures a class drawn from the first 600 training
pictures of Fashion-MNIST, the first 1,000 test pictures, short side resized to input / 0.875 with
Pillow's bicubic, centre crop, pooled features standardised, C in (.001, .01, .1), 3 folds.

    python bench/peers/head_probe.py WEIGHTS_FOLDER FASHION_MNIST_FOLDER OUT.json

WEIGHTS_FOLDER holds the safetensors that `npm run zoo` reads. Needs torch, timm, safetensors,
scikit-learn, Pillow. OUT.json: the drawn indices per seed and each backbone's accuracy per seed.
"""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.linear_model import LogisticRegressionCV
from sklearn.preprocessing import StandardScaler

from starters import BACKBONES, features

SEEDS = range(5)


def read(folder: Path, part: str, count: int):
    with gzip.open(folder / f"{part}-images-idx3-ubyte.gz") as file:
        file.read(16)
        pictures = np.frombuffer(file.read(count * 784), np.uint8).reshape(count, 28, 28)
    with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz") as file:
        file.read(8)
        return pictures, np.frombuffer(file.read(count), np.uint8)


def draw(labels: np.ndarray, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.permutation(np.flatnonzero(labels == c))[:20] for c in range(10)])


def main(weights: Path, data: Path, out: Path) -> None:
    train, train_labels = read(data, "train", 600)
    test, test_labels = read(data, "t10k", 1000)
    drawn = [draw(train_labels, seed) for seed in SEEDS]
    accuracies = {}
    for name in BACKBONES:
        x, x_test = (features(weights, name, [Image.fromarray(p) for p in part]) for part in (train, test))
        accuracies[name] = []
        for rows in drawn:
            scaler = StandardScaler().fit(x[rows])
            probe = LogisticRegressionCV(Cs=[0.001, 0.01, 0.1], cv=3, max_iter=2000)
            probe.fit(scaler.transform(x[rows]), train_labels[rows])
            accuracies[name].append(float(probe.score(scaler.transform(x_test), test_labels)))
        print(name, np.mean(accuracies[name]), accuracies[name], flush=True)
    out.write_text(
        json.dumps({"drawn": [rows.tolist() for rows in drawn], "accuracies": accuracies}) + "\n"
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
