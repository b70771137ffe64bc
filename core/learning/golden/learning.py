"""Writes learning.json, what scikit-learn and scipy say of a few small inputs.

python core/learning/golden/learning.py   (scikit-learn 1.2, scipy 1.10)
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.special import softmax
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss
from sklearn.utils.class_weight import compute_class_weight

rng = np.random.default_rng(0)


def classification(n, classes, scale):
    logits = rng.normal(scale=scale, size=(n, classes)).astype(np.float32)
    labels = rng.integers(classes, size=n)
    weights = rng.uniform(0.1, 3, size=n).astype(np.float32)
    probabilities = softmax(logits.astype(np.float64), axis=1)
    every = list(range(classes))
    predicted = probabilities.argmax(axis=1)
    return {
        "classes": classes,
        "logits": logits.ravel().tolist(),
        "labels": labels.tolist(),
        "sampleWeights": weights.tolist(),
        "softmax": probabilities.ravel().tolist(),
        "argmax": predicted.tolist(),
        "accuracy": accuracy_score(labels, predicted),
        "logLoss": log_loss(labels, probabilities, labels=every),
        "weightedLogLoss": log_loss(labels, probabilities, labels=every, sample_weight=weights),
        "confusion": confusion_matrix(labels, predicted, labels=every).ravel().tolist(),
    }


def wilson(successes, trials):
    interval = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    return {"successes": successes, "trials": trials, "interval": [interval.low, interval.high]}


def mcnemar(b, c):
    p = binomtest(b, b + c, 0.5).pvalue if b + c else 1.0
    return {"onlyFirst": b, "onlySecond": c, "p": p}


def balanced(labels):
    weights = compute_class_weight("balanced", classes=np.unique(labels), y=labels)
    return {"labels": labels, "weights": weights.tolist()}


golden = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
    "classification": [classification(12, 3, 2), classification(9, 5, 6), classification(6, 2, 0.5)],
    "wilson": [wilson(*case) for case in [(0, 1), (1, 1), (0, 20), (20, 20), (17, 20), (371, 400), (999, 1000)]],
    "mcnemar": [
        mcnemar(*case)
        for case in [(0, 0), (1, 0), (0, 5), (6, 0), (3, 3), (2, 9), (10, 4), (121, 59), (40, 62), (2600, 2400)]
    ],
    "balanced": [balanced([0, 0, 0, 1]), balanced([2, 0, 1, 1, 1, 1, 0, 2, 1, 1]), balanced([0, 1] * 4)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=1) + "\n")
