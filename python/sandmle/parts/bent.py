"""Fitting a target whose values are stretched or heap up at zero; pasted into solutions of such tasks."""
from __future__ import annotations

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from sandmle.parts.solving import fit_predict, held_out

# Folds of the predictions by which models and scales are compared.
FOLDS = 4
# So many models are averaged.
BLENDED = 3
SCALES = ("raw", "root", "log", "ranks")
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


def blend_bent(
    models: list, a: np.ndarray, values: np.ndarray, b: np.ndarray, middle: str, days: np.ndarray | None = None
) -> np.ndarray:
    """Mean prediction of the models that cross-validation prefers, each on the scale that suits it.

    On another scale an effect is as large at the low end as at the high one, which few values far out would hide. Where
    the best constant of the metric is not the mean, distances count as they are, else by their squares.
    """
    compared = []
    for at, model in enumerate(models):
        for scale in SCALES:
            target, errors = on_scale(values, scale), []
            for rest, own in held_out(len(values), FOLDS, days):
                guess = fit_predict(model, a[rest], target[rest], a[own], "regression", 0)
                errors.append(np.abs(off_scale(guess, values, scale) - values[own]))
            error = np.concatenate(errors)
            compared.append(((error**2).mean() if middle == "mean" else error.mean(), at, scale))
    suited = sorted(min(found for found in compared if found[1] == at) for at in range(len(models)))
    guesses = []
    for _, at, scale in suited[:BLENDED]:
        guess = fit_predict(models[at], a, on_scale(values, scale), b, "regression", 0)
        guesses.append(off_scale(guess, values, scale))
    # No value lies below zero where none of the training rows does.
    return np.maximum(np.mean(guesses, axis=0), min(0.0, values.min()))
