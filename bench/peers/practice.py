"""scikit-learn's cross-validated logistic regression on timm features of real photographs.

For every split the starter backbone whose regression has the best cross-validated accuracy on the
pictures that are not test is kept; its test accuracy counts.

    python bench/peers/practice.py WEIGHTS_FOLDER PICTURES.zip SPLITS.json

SPLITS.json: per split [{"file", "label", "side"}]. Prints JSON: per split {"backbone", "accuracy"}.
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from sklearn.linear_model import LogisticRegressionCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from starters import BACKBONES, features

STRENGTHS = [1e-4, 1e-3, 1e-2, 1e-1, 1.0]


def probe(x, labels, fitted):
    """The regression and its best mean accuracy over the folds."""
    folds = int(min(5, np.bincount(labels[fitted]).min()))
    model = make_pipeline(StandardScaler(), LogisticRegressionCV(Cs=STRENGTHS, cv=folds, max_iter=2000))
    model.fit(x[fitted], labels[fitted])
    scores = np.stack(list(model[-1].scores_.values())) if isinstance(model[-1].scores_, dict) else model[-1].scores_
    # Every entry repeats the same [folds, strengths] table.
    return model, float(np.asarray(scores).reshape(-1, folds, len(STRENGTHS))[0].mean(0).max())


def main(weights: Path, archive: Path, splits: Path) -> None:
    parts = json.loads(splits.read_text())
    files = sorted({row["file"] for rows in parts for row in rows})
    with zipfile.ZipFile(archive) as file:
        pictures = [ImageOps.exif_transpose(Image.open(io.BytesIO(file.read(name)))) for name in files]
    tables = {name: features(weights, name, pictures) for name in BACKBONES}
    results = []
    for rows in parts:
        at = np.array([files.index(row["file"]) for row in rows])
        labels = np.array([row["label"] for row in rows])
        test = np.array([row["side"] == "test" for row in rows])
        best = None
        for name, table in tables.items():
            model, score = probe(table[at], labels, ~test)
            if best is None or score > best[0]:
                best = (score, name, float(model.score(table[at][test], labels[test])))
        results.append({"backbone": best[1], "accuracy": best[2]})
    print(json.dumps(results))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
