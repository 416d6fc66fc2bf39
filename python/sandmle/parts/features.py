"""Feature builders that mechanisms and solutions share. Frames are as pandas read them; arrays are float."""
from __future__ import annotations

import numpy as np
import pandas as pd


def one_hot(train: pd.Series, test: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """One 0/1 column for every level that the training rows have, in sorted order."""
    levels = sorted(train.dropna().astype(str).unique())
    return tuple(np.column_stack([(s.astype(str) == level).to_numpy(float) for level in levels]) for s in (train, test))


def filled(train: pd.Series, test: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A numeric column with gaps filled by the median of the training rows."""
    middle = train.median()
    return train.fillna(middle).to_numpy(float), test.fillna(middle).to_numpy(float)


def level_means(levels: np.ndarray, y: np.ndarray, prior: float = 4.0) -> dict[str, float]:
    """Mean of y by level, shrunk towards the overall mean as if `prior` more rows had it."""
    overall = y.mean()
    sums = pd.Series(y).groupby(pd.Series(levels)).agg(["sum", "count"])
    means = (sums["sum"] + prior * overall) / (sums["count"] + prior)
    return means.to_dict()


def fold_of(n: int, folds: int = 5) -> np.ndarray:
    """Fold number of every row, shuffled once and for all."""
    return np.random.default_rng(0).permutation(n) % folds


def target_means(train: pd.Series, test: pd.Series, y: np.ndarray, prior: float = 4.0) -> tuple[np.ndarray, np.ndarray]:
    """Shrunk mean of y by level; for the training rows computed without the row's own fold."""
    levels, fold = train.astype(str).to_numpy(), fold_of(len(train))
    inside = np.empty(len(train))
    for part in range(fold.max() + 1):
        rest = fold != part
        means = level_means(levels[rest], y[rest], prior)
        inside[~rest] = [means.get(level, y[rest].mean()) for level in levels[~rest]]
    means = level_means(levels, y, prior)
    return inside, np.array([means.get(level, y.mean()) for level in test.astype(str)])


def outcome_matrix(y: np.ndarray, task: str) -> np.ndarray:
    """The target as columns to fit by least squares: one indicator a class (multiclass), else one column."""
    if task == "multiclass":
        return (y[:, None] == np.arange(int(y.max()) + 1)).astype(float)
    return y[:, None].astype(float)


def spaced(points: np.ndarray, count: int, gap: float) -> np.ndarray:
    """The first `count` points that keep a distance from all chosen before; the distance shrinks until they are found."""
    while True:
        chosen: list[np.ndarray] = []
        for point in points:
            if len(chosen) < count and all(((point - other) ** 2).sum() >= gap**2 for other in chosen):
                chosen.append(point)
        if len(chosen) == count or gap < 1e-6:
            return np.array(chosen)
        gap *= 0.85
