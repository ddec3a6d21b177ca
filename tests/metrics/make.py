"""What scikit-learn makes of some outputs: `pip install scikit-learn && python3 tests/metrics/make.py`."""

import json
import pathlib
from decimal import Decimal, getcontext

import numpy as np
from sklearn import metrics as m

rng = np.random.default_rng(0)


def classes(samples, count, seen):
    logits = rng.normal(size=(samples, count)).round(3)
    labels = rng.choice(seen, size=samples)
    logits[np.arange(samples), labels] += 1
    # Outputs of a sample that are equal.
    logits[::5, 0] = logits[::5, 1]
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    taken = logits.argmax(1)
    averages = {}
    for average in ["macro", "micro"]:
        for name, f in [("precision", m.precision_score), ("recall", m.recall_score)]:
            averages[f"{name}_{average}"] = f(labels, taken, average=average, zero_division=0)
        for beta in [1, 0.5, 2]:
            averages[f"f{beta}_{average}"] = m.fbeta_score(labels, taken, beta=beta, average=average, zero_division=0)
    present = sorted(set(labels.tolist()))
    auroc = np.mean([m.roc_auc_score(labels == c, p[:, c]) for c in present])
    if len(present) == count:
        assert abs(auroc - m.roc_auc_score(labels, p, multi_class="ovr")) < 1e-12
    return {
        "logits": logits.flatten().tolist(),
        "labels": labels.tolist(),
        "confusion": m.confusion_matrix(labels, taken, labels=range(count)).flatten().tolist(),
        "accuracy": m.accuracy_score(labels, taken),
        "top2": m.top_k_accuracy_score(labels, logits, k=2, labels=range(count)),
        "auroc": auroc,
        "auroc_of_logits_as_they_are": np.mean([m.roc_auc_score(labels == c, logits[:, c]) for c in present]),
        "perplexity": float(np.exp(m.log_loss(labels, p, labels=range(count)))),
        **averages,
    }


def binary(samples):
    scores = rng.normal(size=samples).round(1)
    labels = (scores + rng.normal(size=samples) > 0.3).astype(int)
    return {
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "accuracy": m.accuracy_score(labels, scores > 0),
        "auroc": m.roc_auc_score(labels, scores),
    }


def regression(samples, width):
    target = rng.normal(size=(samples, width)) * 3 + 5
    y = target + rng.normal(size=(samples, width))
    return {
        "y": y.flatten().tolist(),
        "target": target.flatten().tolist(),
        "mse": m.mean_squared_error(target, y),
        "mae": m.mean_absolute_error(target, y),
        "r2": m.r2_score(target, y),
    }


def large(samples, count):
    """Logits whose softmax rounds to 0 and 1: the reference orders its exact values, by 400 digits."""
    getcontext().prec = 400
    logits = (rng.normal(size=(samples, count)) * 40 + 300).round(2)
    labels = rng.integers(count, size=samples)
    logits[np.arange(samples), labels] += 20
    powers = [[Decimal(str(x)).exp() for x in row] for row in logits]
    p = [[power / sum(row) for power in row] for row in powers]
    areas = []
    for c in range(count):
        column = [row[c] for row in p]
        order = sorted(set(column))
        areas.append(m.roc_auc_score(labels == c, [order.index(x) for x in column]))
    return {"logits": logits.flatten().tolist(), "labels": labels.tolist(), "auroc": np.mean(areas)}


golden = {
    "four": classes(57, 4, [0, 1, 2, 3]),
    "one_of_four_never_seen": classes(40, 4, [0, 1, 3]),
    "binary": binary(61),
    "one": regression(33, 1),
    "three": regression(20, 3),
    "large_logits": large(60, 4),
}
(pathlib.Path(__file__).parent / "golden.json").write_text(json.dumps(golden) + "\n")
