"""Fitting a target whose values are stretched or heap up at zero; pasted into solutions of such tasks."""
from __future__ import annotations

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from sandmle.parts.solving import fit_predict

# Folds of the predictions by which models and scales are compared.
FOLDS = 5
# So many of them are averaged.
BLENDED = 3
# Values are so many times as far apart as their standard deviation where their logarithm is taken.
STRETCH = 4.0


def normal_scores(values: np.ndarray) -> np.ndarray:
    """The values by their ranks, as far apart as draws from a normal distribution; equal ones stay equal."""
    return ndtri((rankdata(values) - 0.5) / len(values))


def on_scale(values: np.ndarray, scale: str) -> np.ndarray:
    """The values as they are, by root, by logarithm, or by ranks."""
    above, unit = values - min(0.0, values.min()), values.std() + 1e-9
    if scale == "root":
        return np.sqrt(above)
    if scale == "log":
        return np.log1p(STRETCH * above / unit)
    return normal_scores(values) if scale == "ranks" else values


def off_scale(guess: np.ndarray, values: np.ndarray, scale: str) -> np.ndarray:
    """What values predictions on a scale mean, given the values of the training rows."""
    low, unit = min(0.0, values.min()), values.std() + 1e-9
    if scale == "root":
        return np.maximum(guess, 0) ** 2 + low
    if scale == "log":
        return np.expm1(np.clip(guess, 0, on_scale(values, "log").max() + 1)) * unit / STRETCH + low
    if scale == "ranks":
        order = np.argsort(values, kind="stable")
        return np.interp(guess, normal_scores(values)[order], values[order])
    return guess


def blend_bent(models: list, a: np.ndarray, values: np.ndarray, b: np.ndarray, middle: str) -> np.ndarray:
    """Mean prediction of the models and scales that cross-validation prefers.

    On another scale an effect is as large at the low end as at the high one, which few values far out would hide. Where
    the best constant of the metric is not the mean, distances count as they are, else by their squares.
    """
    fold = np.random.default_rng(0).permutation(len(values)) % FOLDS
    tried = [(scale, model) for scale in ("raw", "root", "log", "ranks") for model in models]
    losses = []
    for scale, model in tried:
        target, held = on_scale(values, scale), np.empty(len(values))
        for part in range(FOLDS):
            rest, own = fold != part, fold == part
            held[own] = fit_predict(model, a[rest], target[rest], a[own], "regression", 0)
        error = np.abs(off_scale(held, values, scale) - values)
        losses.append((error**2).mean() if middle == "mean" else error.mean())
    best = [tried[at] for at in np.argsort(losses, kind="stable")[:BLENDED]]
    guesses = [fit_predict(model, a, on_scale(values, scale), b, "regression", 0) for scale, model in best]
    return np.mean([off_scale(guess, values, scale) for guess, (scale, _) in zip(guesses, best)], axis=0)
