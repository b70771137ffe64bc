"""Writes evaluation.json, what scikit-learn says of a few small predictions.

python core/learning/evaluation/golden/evaluation.py   (scikit-learn 1.2)

Probabilities are whole numbers over `whole`, a power of two: float32 holds them exactly, rows add up
to 1, and a small `whole` makes many ties.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    classification_report,
    confusion_matrix,
    log_loss,
    precision_recall_curve,
    precision_recall_fscore_support,
    roc_auc_score,
    roc_curve,
)

warnings.simplefilter("ignore", UndefinedMetricWarning)
warnings.filterwarnings("ignore", message="y_pred contains classes not in y_true")
rng = np.random.default_rng(5)


def shares(labels, classes, whole, skill, never=()):
    """[n, classes] positive integers adding up to `whole` by row; a class in `never` is never said."""
    strength = rng.normal(size=(len(labels), classes))
    strength[np.arange(len(labels)), labels] += skill
    strength[:, list(never)] = -20
    odds = np.exp(strength * 1.5)
    odds /= odds.sum(axis=1, keepdims=True)
    return np.stack([1 + rng.multinomial(whole - classes, row) for row in odds])


def defined(value, otherwise):
    """The value with zero_division=0, or None where zero_division=1 changes it."""
    return [float(a) if a == b else None for a, b in zip(value, otherwise)]


def per_class(labels, said, every):
    zero, one = (
        precision_recall_fscore_support(labels, said, labels=every, zero_division=division)
        for division in (0, 1)
    )
    return {
        "precision": defined(zero[0], one[0]),
        "recall": defined(zero[1], one[1]),
        "f1": defined(zero[2], one[2]),
        "support": zero[3].tolist(),
    }


def averages(labels, said):
    report = classification_report(labels, said, output_dict=True)

    def of(name):
        return {"precision": report[name]["precision"], "recall": report[name]["recall"], "f1": report[name]["f1-score"]}

    return {
        "accuracy": accuracy_score(labels, said),
        "balancedAccuracy": balanced_accuracy_score(labels, said),
        "macro": of("macro avg"),
        "weighted": of("weighted avg"),
    }


def roc(scores, positives):
    x, y, thresholds = roc_curve(positives, scores, drop_intermediate=False)
    # The first threshold is above every score: max + 1 here, infinity since 1.3.
    return {"falsePositiveRate": x.tolist(), "truePositiveRate": y.tolist(), "thresholds": thresholds[1:].tolist()}


def precision_recall(scores, positives):
    precision, recall, thresholds = precision_recall_curve(positives, scores)
    return {"precision": precision.tolist(), "recall": recall.tolist(), "thresholds": thresholds.tolist()}


def one_versus_rest(probabilities, labels, c):
    scores, positives = probabilities[:, c], labels == c
    any_, all_ = positives.any(), positives.all()
    return {
        "roc": roc(scores, positives) if any_ and not all_ else None,
        "rocAuc": roc_auc_score(positives, scores) if any_ and not all_ else None,
        "precisionRecall": precision_recall(scores, positives) if any_ else None,
        "averagePrecision": average_precision_score(positives, scores) if any_ else None,
    }


def macro_auc(probabilities, labels, classes):
    if len(np.unique(labels)) < classes or classes == 1:
        return None
    if classes == 2:
        return roc_auc_score(labels, probabilities[:, 1])
    return roc_auc_score(labels, probabilities, multi_class="ovr", average="macro")


def reliability(confidence, right, bins):
    """Of the bins that hold something; None where every answer is right, or none: no curve for scikit-learn."""
    if right.all() or not right.any():
        return None
    accuracy, mean = calibration_curve(right, confidence, n_bins=bins)
    which = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], confidence)
    index, counts = np.unique(which, return_counts=True)
    return {
        "bins": bins,
        "index": index.tolist(),
        "count": counts.tolist(),
        "confidence": mean.tolist(),
        "accuracy": accuracy.tolist(),
        "error": float(np.sum(counts * np.abs(mean - accuracy)) / len(right)),
    }


def coverage(confidence, labels, said, threshold):
    kept = confidence >= threshold
    return {
        "threshold": float(threshold),
        "covered": int(kept.sum()),
        "coverage": float(kept.mean()),
        "accuracy": accuracy_score(labels[kept], said[kept]) if kept.any() else None,
    }


def case(name, labels, classes, whole, skill, never=()):
    labels = np.asarray(labels)
    every = list(range(classes))
    parts = shares(labels, classes, whole, skill, never)
    probabilities = parts / whole
    said = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    right = said == labels
    losses = (
        [log_loss([label], [row], labels=every) for label, row in zip(labels, probabilities)]
        if classes > 1
        else [0.0] * len(labels)
    )
    return {
        "name": name,
        "classes": classes,
        "whole": whole,
        "shares": parts.ravel().tolist(),
        "labels": labels.tolist(),
        "rowNormalised": confusion_matrix(labels, said, labels=every, normalize="true").ravel().tolist(),
        "perClass": per_class(labels, said, every),
        "averages": averages(labels, said),
        "oneVersusRest": [one_versus_rest(probabilities, labels, c) for c in every],
        "macroAuc": macro_auc(probabilities, labels, classes),
        "reliability": [found for bins in (15, 4) if (found := reliability(confidence, right, bins))],
        "coverage": [coverage(confidence, labels, said, t) for t in (0, 0.5, 0.8, 1.1)],
        "coverageCurve": [coverage(confidence, labels, said, t) for t in np.unique(confidence)[::-1]],
        "losses": losses,
    }


golden = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "cases": [
        case("four classes", rng.integers(4, size=40), 4, 4096, 1),
        case("two classes", rng.integers(2, size=30), 2, 4096, 0.7),
        case("many ties", rng.integers(3, size=40), 3, 16, 1),
        case("no picture of 1, 3 never said, 4 neither", rng.choice([0, 2, 3], size=25), 5, 1024, 1, never=(3, 4)),
        case("every picture of one class", [1] * 8, 3, 64, 0.5),
        case("one class", [0] * 3, 1, 16, 0),
        case("one picture, wrongly answered", [2], 3, 64, -9),
        case("one picture, rightly answered", [0], 2, 64, 9),
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
