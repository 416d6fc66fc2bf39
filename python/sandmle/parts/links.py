"""From a latent score to a label: the links, and the draws that follow them."""
from __future__ import annotations

import numpy as np


def logistic(x: np.ndarray) -> np.ndarray:
    """Probability of a log-odds."""
    return 1 / (1 + np.exp(-np.clip(x, -40, 40)))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Class probabilities of class scores, (n, classes)."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def stretched(score: np.ndarray, skew: float) -> np.ndarray:
    """A score whose upper half is stretched and whose lower half is pressed together; one without skew as it is."""
    return np.expm1(skew * score) / skew if skew else score


def draw_class(rng: np.random.Generator, probabilities: np.ndarray) -> np.ndarray:
    """One class index a row, drawn from the row's probabilities."""
    return np.minimum(
        (probabilities.cumsum(axis=1) < rng.random((len(probabilities), 1))).sum(axis=1), probabilities.shape[1] - 1
    )
