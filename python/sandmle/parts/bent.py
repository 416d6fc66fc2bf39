"""Fitting a target whose values are stretched or heap up at zero; pasted into solutions of such tasks."""
from __future__ import annotations

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from sandmle.parts.solving import fit_predict

# Folds of the predictions by which scores are read as values.
FOLDS = 5
# How far neighbours reach, in standard deviations of the predictions.
REACH = 0.35


def normal_scores(values: np.ndarray) -> np.ndarray:
    """The values by their ranks, as far apart as draws from a normal distribution; equal ones stay equal."""
    return ndtri((rankdata(values) - 0.5) / len(values))


def blend_bent(models: list, a: np.ndarray, values: np.ndarray, b: np.ndarray, metric: str) -> np.ndarray:
    """Mean prediction of the two models that cross-validation prefers, fitted to normal scores and read as values.

    On normal scores an effect is as large at the low end as at the high one, which few values far out would hide.
    """
    scores = normal_scores(values)
    fold = np.random.default_rng(0).permutation(len(values)) % FOLDS
    held = [np.empty(len(values)) for _ in models]
    for part in range(FOLDS):
        rest, own = fold != part, fold == part
        for guess, model in zip(held, models):
            guess[own] = fit_predict(model, a[rest], scores[rest], a[own], "regression", 0)
    losses = [((guess - scores) ** 2).mean() for guess in held]
    chosen = np.argsort(losses, kind="stable")[:2]
    known = np.mean([held[at] for at in chosen], axis=0)
    asked = np.mean([fit_predict(models[at], a, scores, b, "regression", 0) for at in chosen], axis=0)
    return read_values(known, values, asked, metric)


def read_values(known: np.ndarray, values: np.ndarray, asked: np.ndarray, metric: str) -> np.ndarray:
    """What values rows with about such a prediction have: their median under MAE, else a local line."""
    reach, read = REACH * known.std() + 1e-9, np.empty(len(asked))
    for number, guess in enumerate(asked):
        off = (np.clip(guess, known.min(), known.max()) - known) / reach
        weight = np.exp(-(off**2) / 2)
        if metric == "mae":
            order = np.argsort(values, kind="stable")
            passed = np.cumsum(weight[order]) / weight.sum()
            read[number] = values[order][np.searchsorted(passed, 0.5)]
        else:
            design = np.column_stack([np.ones(len(off)), off]) * np.sqrt(weight)[:, None]
            line, *_ = np.linalg.lstsq(design.T @ design + np.diag([0, 1.0]), design.T @ (np.sqrt(weight) * values), rcond=None)
            read[number] = line[0]
    return np.clip(read, values.min(), values.max())
