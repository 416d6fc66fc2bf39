"""Bootstrap scores: every resample of the test rows is a vector of row counts, so all of them are a few array sums.

`weighted_scores(key, predictions, counts)` equals the kernel on the resampled rows; tests hold them together.
"""
from __future__ import annotations

import numpy as np

from sandmle.kernels import load_kernel
from sandmle.scoring import AnswerKey, pick

# Metrics that are a mean over rows, or its root.
MEANS_OF_TERMS = ("accuracy", "multi-log-loss", "log-loss", "mae", "rmse", "rmsle")


def resample_counts(rows: int, resamples: int, seed: int) -> np.ndarray:
    """How often each row occurs in each resample: (resamples, rows) float."""
    rng = np.random.default_rng([seed, rows])
    drawn = rng.integers(0, rows, (resamples, rows))
    return np.stack([np.bincount(line, minlength=rows) for line in drawn]).astype(float)


def weighted_scores(key: AnswerKey, predictions: list, counts: np.ndarray) -> np.ndarray:
    """Score of each resample, (resamples,)."""
    if key.metric == "auc":
        return weighted_auc(np.array(key.truth), np.array(predictions), counts)
    if key.metric in ("macro-f1", "qwk"):
        return confusion_scores(key, predictions, counts)
    if key.metric not in MEANS_OF_TERMS:
        return slow_scores(key, predictions, counts)
    means = counts @ row_losses(key, predictions) / counts.sum(1)
    return np.sqrt(means) if key.metric in ("rmse", "rmsle") else means


def slow_scores(key: AnswerKey, predictions: list, counts: np.ndarray) -> np.ndarray:
    """Score of each resample by the kernel itself, for a metric without a form of its own here."""
    score, scores = load_kernel(key.metric).score, []
    for line in counts.astype(int):
        places = np.repeat(np.arange(len(line)), line)
        scores.append(score(pick(key.truth, places), pick(predictions, places), key.classes))
    return np.array(scores)


def row_losses(key: AnswerKey, predictions: list) -> np.ndarray:
    """The per-row term whose mean is the metric (or its square)."""
    if key.metric == "accuracy":
        return (np.array(key.truth) == np.array(predictions)).astype(float)
    guess = np.array(predictions, float)
    if key.metric == "multi-log-loss":
        clipped = np.maximum(guess, 1e-6)
        column = np.array([key.classes.index(label) for label in key.truth])
        return -np.log(clipped[np.arange(len(column)), column] / clipped.sum(1))
    truth = np.array(key.truth, float)
    if key.metric == "log-loss":
        clipped = np.clip(guess, 1e-6, 1 - 1e-6)
        return -np.log(np.where(truth == 1.0, clipped, 1 - clipped))
    if key.metric == "mae":
        return np.abs(truth - guess)
    if key.metric == "rmsle":
        return (np.log1p(truth) - np.log1p(np.maximum(guess, 0))) ** 2
    return (truth - guess) ** 2


def weighted_auc(truth: np.ndarray, guess: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """AUC of each resample: tied predictions form one group."""
    _, group = np.unique(guess, return_inverse=True)
    groups = group.max() + 1
    positive, negative = counts * (truth == 1.0), counts * (truth != 1.0)
    scores = np.empty(len(counts))
    for line in range(len(counts)):
        up = np.bincount(group, weights=positive[line], minlength=groups)
        down = np.bincount(group, weights=negative[line], minlength=groups)
        pairs = up.sum() * down.sum()
        below = np.cumsum(down) - down / 2
        scores[line] = (up * below).sum() / pairs if pairs else 0.5
    return scores


def confusion_scores(key: AnswerKey, predictions: list, counts: np.ndarray) -> np.ndarray:
    """Macro F1 or quadratic kappa of each resample, from its confusion matrix."""
    labels = sorted(set(key.truth) | set(predictions), key=int if key.metric == "qwk" else str)
    position = {label: index for index, label in enumerate(labels)}
    actual = np.array([position[label] for label in key.truth])
    guessed = np.array([position[label] for label in predictions])
    size = len(labels)
    cells = np.stack(
        [np.bincount(actual * size + guessed, weights=line, minlength=size * size) for line in counts]
    ).reshape(-1, size, size)
    rows, columns = cells.sum(2), cells.sum(1)
    if key.metric == "macro-f1":
        total = rows + columns
        hits = np.diagonal(cells, axis1=1, axis2=2)
        f1 = np.divide(2 * hits, total, out=np.zeros_like(total), where=total > 0)
        return f1.sum(1) / (total > 0).sum(1)
    grades = np.array([int(label) for label in labels])
    distance = (grades[:, None] - grades) ** 2
    observed = (cells * distance).sum((1, 2))
    expected = (rows[:, :, None] * columns[:, None, :] * distance).sum((1, 2)) / rows.sum(1)
    return np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1), 0.0)
