"""Writes calibration.json: temperatures by scipy, calibration errors and thresholds by definition.

python core/learning/golden/calibration.py   (scikit-learn 1.2, scipy 1.10)
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from sklearn.metrics import log_loss

rng = np.random.default_rng(1)


def temperature(logits, labels):
    """Of labels of which one in n + 1 is random: log_loss of the label and, for that share, of every class."""
    n, classes = logits.shape
    every = list(range(classes))

    def loss(beta):
        probabilities = softmax(beta * logits, axis=1)

        def of(answers):
            return log_loss(answers, probabilities, labels=every)

        random = np.mean([of(np.full(n, c)) for c in every])
        return n / (n + 1) * of(labels) + random / (n + 1)

    found = minimize_scalar(loss, bounds=(0.05, 20), method="bounded", options={"xatol": 1e-10})
    return 1 / found.x


def calibration_error(confidence, right):
    edges = np.linspace(0, 1, 16)
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return error


def threshold(confidence, right):
    """The highest confidence of a right answer that at least 95 % of the right answers reach."""
    sure = confidence[right]
    return max(t for t in sure if np.mean(sure >= t) >= 0.95)


def case(n, classes, scale, noise):
    labels = rng.integers(classes, size=n)
    logits = rng.normal(size=(n, classes)) * noise
    logits[np.arange(n), labels] += 1.5
    logits = np.round(logits * scale, 3).astype(np.float32)
    exact = logits.astype(np.float64)
    confidence = softmax(exact, axis=1).max(axis=1)
    right = exact.argmax(axis=1) == labels
    return {
        "classes": classes,
        "logits": [round(float(value), 3) for value in logits.ravel()],
        "labels": labels.tolist(),
        "temperature": temperature(exact, labels),
        "error": calibration_error(confidence, right),
        "threshold": threshold(confidence, right),
    }


golden = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
    "cases": [case(80, 3, 4, 1), case(41, 10, 0.3, 1), case(30, 2, 1, 1.5)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=1) + "\n")
