"""Writes label_errors.json: what cleanlab says of a few small sets with wrong labels.

python core/doctor/golden/label_errors.py   (cleanlab 2.9)
"""

import json
import pathlib
import warnings

import cleanlab
import numpy as np
from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

warnings.filterwarnings("ignore")
# How numpy sorts equal numbers depends on the processor, and with it which of equal entries of the
# confident joint cleanlab rounds up. A stable sort says it everywhere.
unstable = np.argsort
np.argsort = lambda values, *args, **kwargs: unstable(values, kind="stable")
rng = np.random.default_rng(4)

FILTERS = ["confident_learning", "prune_by_noise_rate", "prune_by_class", "both"]
RANKINGS = ["normalized_margin", "self_confidence"]


def case(name, counts, sharpness, flipped, least=1):
    classes = len(counts)
    truth = np.repeat(np.arange(classes), counts)
    logits = rng.normal(size=(len(truth), classes)) + sharpness * np.eye(classes)[truth]
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    # Four decimals keep the file small; what is compared is then exactly what cleanlab saw.
    probabilities = probabilities.round(4).astype(np.float32)
    labels = truth.copy()
    for i in rng.choice(len(truth), int(flipped * len(truth)), replace=False):
        # The last picture of a class stays: cleanlab wants every label to occur.
        if np.sum(labels == labels[i]) > 1:
            labels[i] = (labels[i] + rng.integers(1, classes)) % classes

    def issues(filter_by, rank_by):
        found = find_label_issues(
            labels,
            probabilities,
            filter_by=filter_by,
            return_indices_ranked_by=rank_by,
            min_examples_per_class=least,
            n_jobs=1,
        )
        return found.tolist()

    return {
        "name": name,
        "classes": classes,
        "leastExamples": least,
        "probabilities": [round(float(p), 4) for p in probabilities.ravel()],
        "labels": labels.tolist(),
        "thresholds": get_confident_thresholds(labels, probabilities).tolist(),
        "joint": compute_confident_joint(labels, probabilities).ravel().tolist(),
        "quality": {r: get_label_quality_scores(labels, probabilities, method=r).tolist() for r in RANKINGS},
        "issues": {f: {r: issues(f, r) for r in RANKINGS} for f in FILTERS},
    }


golden = {
    "versions": {"cleanlab": cleanlab.__version__, "numpy": np.__version__},
    "cases": [
        case("three classes", [40, 30, 30], 2.5, 0.15),
        case("ten classes", [14] * 10, 3, 0.2),
        case("two classes, unsure", [30, 30], 0.7, 0.1),
        # No row of the joint is to hold two exact halves: rounding errors of numpy's sums decide those.
        case("one class far smaller", [71, 23, 3, 1], 2, 0.1),
        case("few left in a class", [12, 12, 12, 12], 1, 0.5, least=5),
        case("no wrong labels", [15, 15, 15], 6, 0),
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=1) + "\n")
