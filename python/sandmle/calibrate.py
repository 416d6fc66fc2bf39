"""Noise by bisection: choose the constants of the link so that a perfect solver lands where the spec wants it.

Figures of difficulty, easy to hard: expected AUC (binary), share of the label entropy explained (multiclass),
quadratic kappa (ordinal), share of the error of a constant that disappears (regression).
"""
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sandmle.kernels import FACTS
from sandmle.parts.links import logistic, softmax, stretched
from sandmle.spec import CannotCompose

# Real measurements leave a fifth or more of a target's spread unexplained.
TARGETS = {
    "binary": (0.95, 0.90, 0.84),
    "multiclass": (0.72, 0.58, 0.45),
    "ordinal": (0.92, 0.86, 0.78),
    "regression": (0.78, 0.72, 0.66),
}
# Each task draws its own figure around the one of its level, or a solver could know the noise of all of them.
AROUND = {"binary": 0.02, "multiclass": 0.05, "ordinal": 0.025, "regression": 0.04}
# A range is so many spreads wide: the target leaves it about as often as a normal value four spreads away.
SPREADS_PER_RANGE = (8.0, 9.5)
# One value in a thousand of a target with a long tail lies beyond so much of its range.
FILLED = (0.7, 0.95)
STEPS = 22
# How far from its target a calibrated oracle may land before the spec counts as impossible.
SLACK = 0.04


def calibrate(task: str, metric: str, score: np.ndarray, spec: dict, rng: np.random.Generator) -> dict:
    """Constants of generate.py for this task, given standardised scores of a large sample. Raises CannotCompose."""
    goal = TARGETS[task][spec["noise"]] + rng.uniform(-AROUND[task], AROUND[task])
    if task == "binary":
        return binary_link(metric, score, goal, spec["imbalance"] if spec["imbalance"] is not None else 0.5)
    evenness = spec["imbalance"] if spec["imbalance"] is not None else 1.0
    if task == "multiclass":
        shares = class_shares(score.shape[1], evenness)[rng.permutation(score.shape[1])]
        return multiclass_link(score, goal, shares)
    if task == "ordinal":
        return ordinal_link(score, goal, class_shares(len(spec["target"]["classes"]), evenness), rng)
    noise_share = 1 - goal
    noise = noise_share / math.sqrt(1 - noise_share**2)
    if is_bent(spec["target"]):
        return {"NOISE": short(noise), **bent_scale(score + noise * rng.standard_normal(len(score)), spec["target"], rng)}
    level, spread = scale_of(metric, spec["target"].get("range"), rng)
    return {"NOISE": short(noise), "LEVEL": short(level), "SPREAD": short(spread)}


def scale_of(metric: str, span: list[float] | None, rng: np.random.Generator) -> tuple[float, float]:
    """Middle and spread of a regression target (of its logarithm where errors are counted in logarithms): inside its range, if it has one."""
    logs = FACTS[metric].logs
    if span is None and logs:
        return rng.uniform(2.5, 5.0), rng.uniform(0.45, 0.75)
    if span is None:
        spread = 10 ** rng.uniform(0.6, 1.7)
        return spread * rng.uniform(3.5, 6.0), spread
    low, high = (math.log1p(max(0.0, end)) if logs else end for end in span)
    return low + (high - low) * rng.uniform(0.45, 0.55), (high - low) / rng.uniform(*SPREADS_PER_RANGE)


def is_bent(target: dict) -> bool:
    """Whether a regression target has a long tail or a heap of values at the low end of its range."""
    return bool(target.get("skew") or target.get("zeros"))


def bent_scale(noisy: np.ndarray, target: dict, rng: np.random.Generator) -> dict:
    """SKEW, LEVEL and SPREAD with which such a target fills its range; `noisy` are scores with their noise."""
    (low, high), skew = target["range"], float(target.get("skew", 0.0))
    # Without a heap only one value in a thousand comes near the low end.
    foot, top = stretched(np.quantile(noisy, [target.get("zeros") or 0.001, 0.999]), skew)
    spread = (high - low) / (top - foot) * rng.uniform(*FILLED)
    return {"LEVEL": short(low - foot * spread), "SPREAD": short(spread), "SKEW": skew}


def short(value: float) -> float:
    """A constant with six significant digits."""
    return float(f"{value:.6g}")


def class_shares(classes: int, evenness: float) -> np.ndarray:
    """Class shares from even (1) to skewed (0, the rarest about a tenth of the commonest)."""
    shares = np.exp(-2.2 * (1 - evenness) * np.arange(classes) / (classes - 1))
    return shares / shares.sum()


def bisect(figure: Callable[[float], float], goal: float, low: float, high: float) -> float:
    """The point between low and high where a rising figure reaches the goal; geometric steps."""
    for _ in range(STEPS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if figure(middle) < goal else (low, middle)
    if figure(high) < goal - SLACK:
        raise CannotCompose(f"noise target {goal} is out of reach: the best oracle gets {figure(high):.3f}")
    return short(math.sqrt(low * high))


def binary_link(metric: str, score: np.ndarray, goal: float, positives: float) -> dict:
    """SHARPNESS and INTERCEPT of the logistic link; for macro F1 also the best cut of the oracle's probability."""
    score = np.sort(score)
    sharpness = bisect(lambda s: expected_auc(logistic(s * score + intercept(s * score, positives))), goal, 0.05, 80.0)
    offset = intercept(sharpness * score, positives)
    constants = {"SHARPNESS": sharpness, "INTERCEPT": offset}
    if metric == "macro-f1":
        chance = logistic(sharpness * score + offset)
        cuts = np.round(np.arange(0.05, 0.951, 0.01), 2)
        constants["ORACLE_CUT"] = float(max(cuts, key=lambda cut: expected_macro_f1(chance, cut)))
    return constants


def intercept(scaled: np.ndarray, positives: float) -> float:
    """The offset at which the mean probability is `positives`."""
    low, high = -60.0 - scaled.max(), 60.0 - scaled.min()
    for _ in range(36):
        middle = (low + high) / 2
        low, high = (middle, high) if logistic(scaled + middle).mean() < positives else (low, middle)
    return short((low + high) / 2)


def expected_auc(chance: np.ndarray) -> float:
    """Expected AUC of rows, sorted by score, that are positive with the given chances."""
    up, down = chance, 1 - chance
    return float((up * (np.cumsum(down) - down / 2)).sum() / (up.sum() * down.sum()))


def expected_macro_f1(chance: np.ndarray, cut: float) -> float:
    """Expected macro F1 of calling a row positive from `cut` on."""
    called = chance >= cut
    hits, misses = chance[called].sum(), (1 - chance)[~called].sum()
    positive = 2 * hits / (chance.sum() + called.sum())
    negative = 2 * misses / ((1 - chance).sum() + (~called).sum())
    return float(positive + negative) / 2


def multiclass_link(score: np.ndarray, goal: float, shares: np.ndarray) -> dict:
    """SHARPNESS and BIASES of the softmax link."""
    entropy = -(shares * np.log(shares)).sum()

    def explained(sharpness: float) -> float:
        chances = softmax(sharpness * score + biases(sharpness * score, shares))
        return float(1 + (chances * np.log(chances + 1e-12)).sum(axis=1).mean() / entropy)

    sharpness = bisect(explained, goal, 0.05, 40.0)
    return {"SHARPNESS": sharpness, "BIASES": [short(b) for b in biases(sharpness * score, shares)]}


def biases(scaled: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Class offsets at which the mean probabilities are about `shares`."""
    offset = np.log(shares)
    for _ in range(12):
        offset = offset + np.log(shares) - np.log(softmax(scaled + offset).mean(axis=0) + 1e-12)
    return offset - offset.mean()


def ordinal_link(score: np.ndarray, goal: float, shares: np.ndarray, rng: np.random.Generator) -> dict:
    """NOISE before the cuts, the CUTS themselves, and the cuts of a solver who knows the score."""
    error = rng.standard_normal(len(score))
    inner = np.cumsum(shares)[:-1]
    oracle_cuts = np.quantile(score, inner)
    guess = np.digitize(score, oracle_cuts)

    def kappa(inverse_noise: float) -> float:
        noisy = score + error / inverse_noise
        return quadratic_kappa(np.digitize(noisy, np.quantile(noisy, inner)), guess)

    noise = 1 / bisect(kappa, goal, 0.2, 200.0)
    cuts = np.quantile(score + noise * error, inner)
    return {
        "NOISE": short(noise),
        "CUTS": [short(cut) for cut in cuts],
        "ORACLE_CUTS": [short(cut) for cut in oracle_cuts],
    }


def quadratic_kappa(actual: np.ndarray, guess: np.ndarray) -> float:
    """Quadratic weighted kappa of two grade vectors."""
    apart = ((actual - actual.mean()) ** 2).mean() + ((guess - guess.mean()) ** 2).mean()
    return float(1 - ((actual - guess) ** 2).mean() / (apart + (actual.mean() - guess.mean()) ** 2))
