"""Writes logistic_regression.json: scikit-learn's multinomial logistic regression on small data.

python logistic_regression.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(5)


def case(name, rows, width, classes, weighted, shrinkage=0.0):
    centres = rng.normal(size=(classes, width)) * 0.5
    scale = rng.uniform(0.1, 4, size=width)
    offset = rng.normal(size=width)

    def draw(count):
        labels = np.arange(count) % classes
        points = (centres[labels] + rng.normal(size=(count, width))) * scale + offset
        return np.round(points, 4).astype(np.float32), labels

    features, labels = draw(rows)
    features[:, 0] = 3  # a feature that does not vary
    held, held_labels = draw(7)
    weights = np.where(labels == 0, 3.0, 0.5) if weighted else np.ones(rows)
    scaler = StandardScaler().fit(features.astype(np.float64))
    if shrinkage > 0:
        scaler.scale_ = np.sqrt((1 - shrinkage) * scaler.var_ + shrinkage * scaler.var_.mean())
    fits = []
    for strength in (0.001, 0.1, 1.0):
        model = LogisticRegression(C=strength, multi_class="multinomial", tol=1e-10, max_iter=10000)
        model.fit(scaler.transform(features), labels, sample_weight=weights)
        probabilities = model.predict_proba(scaler.transform(held))
        fits.append({"strength": strength, "probabilities": np.round(probabilities, 6).tolist()})
    return {
        "name": name,
        "classes": classes,
        "shrinkage": shrinkage,
        "features": features.tolist(),
        "labels": labels.tolist(),
        "weights": weights.tolist(),
        "heldOut": held.tolist(),
        "heldOutLabels": held_labels.tolist(),
        "fits": fits,
    }


golden = {
    "madeWith": f"scikit-learn {sklearn.__version__}",
    "cases": [
        case("more rows than features", 60, 5, 3, False),
        case("more features than rows", 20, 40, 4, False),
        case("weighted rows", 30, 8, 3, True),
        case("two classes", 24, 6, 2, False),
        case("scaled half alike", 40, 12, 3, False, 0.5),
        case("wide, scaled alike", 16, 48, 3, False, 1.0),
    ],
}


def rounded(value):
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list):
        return [rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return value


path = Path(__file__).with_name("logistic_regression.json")
path.write_text(json.dumps(rounded(golden), separators=(",", ":")) + "\n")
