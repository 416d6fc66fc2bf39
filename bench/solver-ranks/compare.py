"""Rank the families over tables and compare two sides: how alike the mean ranks are, and each with itself."""
from __future__ import annotations

import numpy as np
from scipy.stats import rankdata, spearmanr

SPLITS = 100


def ranks(scores: list[dict[str, float]]) -> np.ndarray:
    """Rank of every family (columns) on every table (rows); 1 is the best."""
    return np.array([rankdata([-value for value in row.values()]) for row in scores])


def shares(scores: list[dict[str, float]]) -> np.ndarray:
    """Scores of the families as shares of the way from the dummy, whose score is 0, to the best."""
    table = np.array([list(row.values()) for row in scores])
    best = np.maximum(table.max(axis=1, keepdims=True), 1e-9)
    return np.clip(table / best, -1, 1)


def agreement(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's correlation of two mean rankings."""
    return float(spearmanr(first.mean(axis=0), second.mean(axis=0))[0])


def split_half(table: np.ndarray) -> float:
    """Mean agreement of the halves of one side over drawn splits."""
    rng, found = np.random.default_rng(0), []
    for _ in range(SPLITS):
        order = rng.permutation(len(table))
        half = len(table) // 2
        found.append(agreement(table[order[:half]], table[order[half:]]))
    return float(np.mean(found))


def comparison(made: list[dict[str, float]], real: list[dict[str, float]]) -> dict:
    """Agreement of the two sides, of each with itself, and every family's mean on both."""
    a, b = ranks(made), ranks(real)
    names = list(made[0])
    return {
        "tables": {"made": len(made), "real": len(real)},
        "spearman": round(agreement(a, b), 3),
        "spearmanOfShares": round(float(spearmanr(shares(made).mean(axis=0), shares(real).mean(axis=0))[0]), 3),
        "splitHalf": {"made": round(split_half(a), 3), "real": round(split_half(b), 3)},
        "families": {
            name: {
                "madeRank": round(float(a[:, at].mean()), 2),
                "realRank": round(float(b[:, at].mean()), 2),
                "madeShare": round(float(shares(made)[:, at].mean()), 3),
                "realShare": round(float(shares(real)[:, at].mean()), 3),
            }
            for at, name in enumerate(names)
        },
    }
